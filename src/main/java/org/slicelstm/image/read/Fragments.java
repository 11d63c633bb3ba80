package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slicelstm.cohort.NotASliceException;

/** The fragments of a compressed PixelData element (PS3.5 annex A.4), and which of them make a frame. */
final class Fragments {
    private static final int MOST = 1_000_000;

    /** A fragment's content in the file. */
    private record Part(long offset, int length) { }

    private final List<List<Part>> frames;

    private Fragments(List<List<Part>> frames) {
        this.frames = frames;
    }

    /**
     * Walks all fragments to the delimiter that ends them.
     *
     * @param in     stands at the first byte of the element's value
     * @param frames how many frames the header names
     * @throws NotASliceException if the fragments stop short or cannot be shared out among the frames
     */
    static Fragments walk(DicomInput in, int frames) throws IOException, NotASliceException {
        long first = -1;
        byte[] offsets = null;
        List<Part> parts = new ArrayList<>();
        List<Boolean> starts = new ArrayList<>();
        while (true) {
            if (in.end() - in.position() < 8) {
                throw refused("truncated: the pixel data end after " + parts.size() + " complete fragments");
            }
            int tag = in.unsignedShort(ByteOrder.LITTLE_ENDIAN) << 16 | in.unsignedShort(ByteOrder.LITTLE_ENDIAN);
            long length = in.unsignedInt(ByteOrder.LITTLE_ENDIAN);
            if (tag == Tag.SEQUENCE_DELIMITATION) {
                break;
            }
            if (tag != Tag.ITEM || parts.size() >= MOST) {
                throw refused("damaged: a broken fragment in the pixel data");
            }
            if (length > in.end() - in.position()) {
                throw refused("truncated: the pixel data end inside fragment " + (parts.size() + 1));
            }
            if (length > Integer.MAX_VALUE - 16) {
                throw refused("a compressed picture of more than 2 GB is not a CT slice");
            }
            if (offsets == null) {
                offsets = in.bytes((int) length);
                first = in.position();
                continue;
            }
            in.peek((int) Math.min(length, Jpeg2000Frame.START));
            starts.add(startsPicture(in.peeked(), length));
            parts.add(new Part(in.position(), (int) length));
            in.skip(length);
        }
        return new Fragments(share(parts, starts, offsets == null ? new byte[0] : offsets, first, frames));
    }

    /** Whether a JPEG or JPEG 2000 picture begins with these bytes. */
    private static boolean startsPicture(byte[] first, long length) {
        return length >= 2 && first[0] == (byte) 0xFF && first[1] == (byte) 0xD8
                || length >= Jpeg2000Frame.START && Jpeg2000Frame.startsWith(first);
    }

    private static List<List<Part>> share(List<Part> parts, List<Boolean> starts, byte[] offsets, long first,
                                          int frames) throws NotASliceException {
        if (frames == 1 && !parts.isEmpty()) {
            return List.of(parts);
        }
        boolean[] opens = new boolean[parts.size()];
        if (parts.size() == frames) {
            Arrays.fill(opens, true);
        } else if (offsets.length == 4L * frames) {
            ByteBuffer table = ByteBuffer.wrap(offsets).order(ByteOrder.LITTLE_ENDIAN);
            for (int frame = 0; frame < frames; frame++) {
                markStart(parts, first + (table.getInt() & 0xFFFFFFFFL), opens);
            }
        } else {
            for (int i = 0; i < opens.length; i++) {
                opens[i] = starts.get(i);
            }
        }
        List<List<Part>> shared = new ArrayList<>();
        for (int i = 0; i < opens.length; i++) {
            if (opens[i]) {
                shared.add(new ArrayList<>());
            } else if (shared.isEmpty()) {
                throw refused("damaged: the pixel data do not begin with a frame");
            }
            shared.get(shared.size() - 1).add(parts.get(i));
        }
        if (shared.size() != frames) {
            throw refused("damaged: the header names " + frames + " frames, the pixel data hold " + shared.size());
        }
        return shared;
    }

    /** Marks the fragment whose item begins at this offset. */
    private static void markStart(List<Part> parts, long item, boolean[] opens) throws NotASliceException {
        for (int low = 0, high = parts.size() - 1; low <= high; ) {
            int middle = (low + high) >>> 1;
            long begins = parts.get(middle).offset() - 8;
            if (begins == item) {
                opens[middle] = true;
                return;
            }
            if (begins < item) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        throw refused("damaged: the offset table points beside the frames");
    }

    /** The bytes of one frame, its fragments joined. */
    byte[] frame(Path file, int frame) throws IOException, NotASliceException {
        List<Part> parts = frames.get(frame);
        long total = parts.stream().mapToLong(Part::length).sum();
        if (total > Integer.MAX_VALUE - 16) {
            throw refused("a compressed picture of more than 2 GB is not a CT slice");
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (parts.get(parts.size() - 1).offset() + parts.get(parts.size() - 1).length() > channel.size()) {
                throw refused("truncated: the file became shorter while it was read");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) total);
            for (Part part : parts) {
                channel.position(part.offset());
                bytes.limit(bytes.position() + part.length());
                while (bytes.hasRemaining()) {
                    if (channel.read(bytes) < 0) {
                        throw refused("truncated: the file became shorter while it was read");
                    }
                }
            }
            return bytes.array();
        }
    }
}
