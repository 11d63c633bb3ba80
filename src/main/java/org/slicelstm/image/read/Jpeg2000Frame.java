package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.slicelstm.cohort.NotASliceException;

/**
 * A DICOM frame in JPEG 2000, as a codestream (PS3.5 section 8.2.4) or, against the standard but met, in the boxes of
 * a JP2 file (ITU-T T.800 annex I), to samples as the DICOM header describes them.
 */
final class Jpeg2000Frame {
    /** Bytes that tell a JPEG 2000 frame. */
    static final int START = 8;

    private static final byte[] SIGNATURE = {0, 0, 0, 12, 'j', 'P', ' ', ' '};
    /** Boxes that make other values of the samples: a palette and the use of its columns. */
    private static final Set<String> CHANGING = Set.of("pclr", "cmap");
    private static final int LEAST_PRECISION = 2;

    private Jpeg2000Frame() {
    }

    static boolean startsWith(byte[] frame) {
        return Jpeg2000Stream.startsAt(frame, 0)
                || frame.length >= START && Arrays.equals(frame, 0, START, SIGNATURE, 0, START);
    }

    /**
     * Decodes a frame.
     *
     * @throws NotASliceException if it is damaged, of a kind that is not read, or does not agree with the header
     */
    static CompressedFrame decode(byte[] frame, PixelLayout layout) throws NotASliceException {
        Jpeg2000Stream stream = Jpeg2000Stream.complete(Jpeg2000Stream.startsAt(frame, 0) ? frame : unboxed(frame));
        Jpeg2000Stream.Size size = stream.size();
        PictureSize.agree(layout.columns(), layout.rows(), size.columns(), size.rows());
        agree(layout, size);
        boolean ybr = ybr(layout, stream);
        return new CompressedFrame(stored(Jpeg2000Pixels.decode(stream), size, layout), ybr);
    }

    private static void agree(PixelLayout layout, Jpeg2000Stream.Size size) throws NotASliceException {
        if (size.components() != layout.samples()) {
            throw refused("damaged: the header says " + layout.samples() + " values a pixel, the picture inside has "
                    + size.components());
        }
        if (layout.bitsAllocated() == 32) {
            throw refused("a JPEG 2000 picture of 32 bits a value, which is not read here");
        }
        int precision = size.precision();
        // Fewer bits than BitsStored hold the same values; but they have no bits where a shifted value would be.
        boolean fits = precision >= LEAST_PRECISION && precision <= layout.bitsAllocated()
                && (precision >= layout.bitsStored() || layout.highBit() == layout.bitsStored() - 1);
        if (!fits || layout.samples() > 1 && precision != layout.bitsStored()) {
            throw refused("damaged: the header says " + layout.bitsStored() + " of " + layout.bitsAllocated()
                    + " bits, the picture inside has " + precision);
        }
    }

    /** Whether the decoded samples are luminance and chroma. A transform of the stream's own is undone by then. */
    private static boolean ybr(PixelLayout layout, Jpeg2000Stream stream) throws NotASliceException {
        boolean full = layout.photometric().startsWith("YBR_FULL");
        boolean inside = layout.photometric().equals("YBR_RCT") || layout.photometric().equals("YBR_ICT");
        if (full && stream.transform() || inside && !stream.transform()) {
            throw refused("damaged: the header says " + layout.photometric() + ", the JPEG 2000 picture inside "
                    + (full ? "transforms its colours itself" : "does not transform its colours"));
        }
        return full;
    }

    /** The values as little-endian samples in two's complement, as wide as BitsAllocated. */
    private static byte[] stored(int[] values, Jpeg2000Stream.Size size, PixelLayout layout)
            throws NotASliceException {
        boolean fewer = size.precision() < layout.bitsStored();
        boolean contradict = size.signed() != layout.signed();
        int half = 1 << size.precision() - 1;
        int width = layout.bytesPerSample();
        byte[] samples = new byte[values.length * width];
        for (int i = 0; i < values.length; i++) {
            // With all its bits, a value means what the header says; with fewer, its sign would be a guess.
            if (fewer && contradict && (values[i] < 0 || values[i] >= half)) {
                throw refused("damaged: the header says " + (layout.signed() ? "signed" : "unsigned")
                        + " values, the JPEG 2000 picture inside has others of " + size.precision() + " bits");
            }
            samples[i * width] = (byte) values[i];
            if (width == 2) {
                samples[i * width + 1] = (byte) (values[i] >> 8);
            }
        }
        return samples;
    }

    /** The codestream in the boxes of a JP2 file. */
    private static byte[] unboxed(byte[] frame) throws NotASliceException {
        ByteBuffer in = ByteBuffer.wrap(frame);
        byte[] stream = null;
        int at = 0;
        while (stream == null) {
            if (frame.length - at < 8) {
                throw refused("truncated: the JP2 boxes end before a codestream");
            }
            long length = in.getInt(at) & 0xFFFFFFFFL;
            String type = type(frame, at);
            int head = 8;
            if (length == 1 && frame.length - at >= 16) {
                length = in.getLong(at + 8);
                head = 16;
            }
            // The last box may leave its length open.
            long end = length == 0 ? frame.length : at + length;
            if (length != 0 && length < head || end > frame.length || end < at) {
                throw refused("truncated: the JP2 box at byte " + at + " leaves the frame");
            }
            if (type.equals("jp2h")) {
                checkHeader(frame, at + head, (int) end);
            }
            if (type.equals("jp2c")) {
                stream = Arrays.copyOfRange(frame, at + head, (int) end);
            }
            at = (int) end;
        }
        return stream;
    }

    private static void checkHeader(byte[] frame, int from, int to) throws NotASliceException {
        int at = from;
        while (to - at >= 8) {
            int length = ByteBuffer.wrap(frame).getInt(at);
            if (length < 8 || length > to - at) {
                throw refused("damaged JP2: a box inside its header at byte " + at);
            }
            String type = type(frame, at);
            boolean reordered = type.equals("cdef") && !inOrder(ByteBuffer.wrap(frame, at + 8, length - 8));
            if (CHANGING.contains(type) || reordered) {
                throw refused("a JPEG 2000 picture in a JP2 file with a palette or an order of colours of its own, "
                        + "which is not read here");
            }
            at += length;
        }
    }

    /** Whether a channel definition says what holds without it: channel n is colour n + 1, or the whole picture. */
    private static boolean inOrder(ByteBuffer definition) {
        if (definition.remaining() < 2 || definition.remaining() - 2 < 6 * definition.getShort(definition.position())) {
            return false;
        }
        for (int left = definition.getShort(); left > 0; left--) {
            int channel = definition.getShort();
            int kind = definition.getShort();
            int colour = definition.getShort();
            if (kind != 0 || colour != 0 && colour != channel + 1) {
                return false;
            }
        }
        return true;
    }

    private static String type(byte[] frame, int box) {
        return new String(frame, box + 4, 4, StandardCharsets.ISO_8859_1);
    }
}
