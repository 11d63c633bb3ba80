package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slicelstm.cohort.NotASliceException;

/**
 * The directories of a TIFF or BigTIFF file (TIFF 6.0 section 2). Every tag of every directory has to be inside the
 * file: Bio-Formats, which decodes the pixels, takes memory for as many values as a tag claims.
 */
final class TiffDirectories implements Closeable {
    private static final int MOST_DIRECTORIES = 100_000;
    private static final int MOST_ENTRIES = 4096;
    private static final long LONGEST_VALUE = 1 << 26;
    /** Tags that point to further directories: SubIFDs, EXIF, GPS. */
    private static final int[] POINTERS = {330, 34665, 34853};
    private static final int DEEPEST = 4;

    private final SeekableByteChannel channel;
    private final long size;
    private final ByteOrder order;
    private final boolean big;
    private final Set<Long> visited = new HashSet<>();

    private TiffDirectories(SeekableByteChannel channel) throws IOException, NotASliceException {
        this.channel = channel;
        this.size = channel.size();
        this.order = bytes(0, 2, ByteOrder.BIG_ENDIAN).get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        this.big = at(2, 2).getShort() == 43;
    }

    static TiffDirectories open(Path file) throws IOException, NotASliceException {
        SeekableByteChannel channel = Files.newByteChannel(file);
        try {
            return new TiffDirectories(channel);
        } catch (IOException | NotASliceException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Bytes in the file. */
    long size() {
        return size;
    }

    /** Where the first directory is. */
    long first() throws IOException, NotASliceException {
        return big ? at(8, 8).getLong() : at(4, 4).getInt() & 0xFFFFFFFFL;
    }

    /** Reads the directory at this place of the file, once. */
    Directory directory(long offset) throws IOException, NotASliceException {
        return directory(offset, 0);
    }

    private Directory directory(long offset, int depth) throws IOException, NotASliceException {
        if (!visited.add(offset) || visited.size() > MOST_DIRECTORIES) {
            throw refused("damaged TIFF: its pages run in a circle");
        }
        long count = big ? at(offset, 8).getLong() : at(offset, 2).getShort() & 0xFFFF;
        int width = big ? 20 : 12;
        if (count < 1 || count > MOST_ENTRIES) {
            throw refused("damaged TIFF: a directory of " + count + " entries");
        }
        long first = offset + (big ? 8 : 2);
        ByteBuffer entries = at(first, (int) count * width + (big ? 8 : 4));
        Map<Integer, Entry> found = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int at = i * width;
            long values = big ? entries.getLong(at + 4) : entries.getInt(at + 4) & 0xFFFFFFFFL;
            Entry entry = new Entry(entries.getShort(at + 2) & 0xFFFF, values, first + at + (big ? 12 : 8));
            checkInside(entry);
            found.put(entries.getShort(at) & 0xFFFF, entry);
        }
        int end = (int) count * width;
        Directory directory = new Directory(found, big ? entries.getLong(end) : entries.getInt(end) & 0xFFFFFFFFL);
        for (int tag : POINTERS) {
            for (long below : directory.numbers(tag, 0)) {
                // Pages may share such a directory.
                if (below != 0 && depth < DEEPEST && !visited.contains(below)) {
                    directory(below, depth + 1);
                }
            }
        }
        return directory;
    }

    private void checkInside(Entry entry) throws IOException, NotASliceException {
        if (entry.count() < 0 || entry.count() > size) {
            throw refused("damaged TIFF: a tag of " + entry.count() + " values");
        }
        long length = entry.count() * entry.width();
        if (length > (big ? 8 : 4) && offset(entry) > size - length) {
            throw refused("truncated: the TIFF file ends inside a tag");
        }
    }

    /** Where an entry's values are: in its field, or where its field points to. */
    private long offset(Entry entry) throws IOException, NotASliceException {
        if (entry.count() * entry.width() <= (big ? 8 : 4)) {
            return entry.field();
        }
        ByteBuffer field = at(entry.field(), big ? 8 : 4);
        return big ? field.getLong() : field.getInt() & 0xFFFFFFFFL;
    }

    private ByteBuffer at(long offset, int count) throws IOException, NotASliceException {
        return bytes(offset, count, order);
    }

    private ByteBuffer bytes(long offset, int count, ByteOrder order) throws IOException, NotASliceException {
        if (offset < 0 || count > size || offset > size - count) {
            throw refused("truncated: the TIFF file ends inside a directory");
        }
        ByteBuffer bytes = ByteBuffer.allocate(count).order(order);
        channel.position(offset);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw refused("truncated: the TIFF file ends inside a directory");
            }
        }
        return bytes.flip();
    }

    /** An entry of a directory: its type, how many values it has and where its value field is. */
    private record Entry(int type, long count, long field) {
        /** Bytes a value (TIFF 6.0 section 2, and BigTIFF); 1 for a type that is not known. */
        int width() {
            return switch (type) {
                case 3, 8 -> 2;
                case 4, 9, 11, 13 -> 4;
                case 5, 10, 12, 16, 17, 18 -> 8;
                default -> 1;
            };
        }

        boolean isWholeNumber() {
            return type == 1 || type == 3 || type == 4 || type == 13 || type == 16 || type == 18;
        }
    }

    /** A directory's entries by their tag. */
    final class Directory {
        private final Map<Integer, Entry> entries;
        private final long next;

        Directory(Map<Integer, Entry> entries, long next) {
            this.entries = entries;
            this.next = next;
        }

        long next() {
            return next;
        }

        boolean has(int tag) {
            return entries.containsKey(tag);
        }

        long number(int tag, long otherwise) throws IOException, NotASliceException {
            return has(tag) ? numbers(tag, otherwise)[0] : otherwise;
        }

        long[] numbers(int tag, long otherwise) throws IOException, NotASliceException {
            Entry entry = entries.get(tag);
            if (entry == null) {
                return new long[] {otherwise};
            }
            if (!entry.isWholeNumber() || entry.count() < 1) {
                throw refused("damaged TIFF: tag " + tag + " is not a number");
            }
            int width = entry.width();
            ByteBuffer bytes = value(entry);
            long[] numbers = new long[(int) entry.count()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = width == 1 ? bytes.get(i) & 0xFF : width == 2 ? bytes.getShort(2 * i) & 0xFFFF
                        : width == 4 ? bytes.getInt(4 * i) & 0xFFFFFFFFL : bytes.getLong(8 * i);
            }
            return numbers;
        }

        String text(int tag) throws IOException, NotASliceException {
            Entry entry = entries.get(tag);
            return entry == null || entry.type() != 2 ? ""
                    : new String(value(entry).array(), StandardCharsets.ISO_8859_1);
        }

        double rational(int tag) throws IOException, NotASliceException {
            Entry entry = entries.get(tag);
            if (entry == null || entry.type() != 5 || entry.count() != 1) {
                return 0;
            }
            ByteBuffer bytes = value(entry);
            long below = bytes.getInt(4) & 0xFFFFFFFFL;
            return below == 0 ? 0 : (double) (bytes.getInt(0) & 0xFFFFFFFFL) / below;
        }

        private ByteBuffer value(Entry entry) throws IOException, NotASliceException {
            if (entry.count() > LONGEST_VALUE / entry.width()) {
                throw refused("damaged TIFF: a tag of " + entry.count() + " values");
            }
            return at(offset(entry), (int) entry.count() * entry.width());
        }
    }
}
