package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slicelstm.cohort.NotASliceException;

/**
 * The pages of a TIFF or BigTIFF file, walked to see that every strip and tile is inside the file: Bio-Formats, which
 * decodes them, fills what is missing with zeros.
 *
 * @param frames pictures in the file; thumbnails are not counted
 * @param page   the first page, whose size and kind all share
 */
record TiffPages(int frames, Page page) {
    private static final int MOST_PAGES = 100_000;
    private static final int MOST_ENTRIES = 4096;
    private static final long LONGEST_VALUE = 1 << 26;
    private static final Pattern IMAGEJ_COUNT = Pattern.compile("(?m)^images=(\\d{1,9})\\s*$");

    /**
     * A page.
     *
     * @param aspect height of a pixel divided by its width, 1 unless the resolution says clearly otherwise
     */
    record Page(int rows, int columns, int bits, int samples, int compression, int photometric, Upright upright,
                double aspect) { }

    /**
     * Walks the pages of a file.
     *
     * @throws NotASliceException if pages differ, are too large, or pixels lie outside of the file
     */
    static TiffPages of(Path file) throws IOException, NotASliceException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return new Walk(channel).read();
        }
    }

    /** One walk over a file's directories. */
    private static final class Walk {
        private final SeekableByteChannel channel;
        private final long size;
        private ByteOrder order;
        private boolean big;

        Walk(SeekableByteChannel channel) throws IOException {
            this.channel = channel;
            this.size = channel.size();
        }

        TiffPages read() throws IOException, NotASliceException {
            ByteBuffer head = at(0, 8);
            order = head.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            head.order(order);
            big = head.getShort(2) == 43;
            long next = big ? at(8, 8).getLong() : head.getInt(4) & 0xFFFFFFFFL;
            Set<Long> visited = new HashSet<>();
            List<Page> pages = new ArrayList<>();
            int stack = 1;
            while (next != 0) {
                if (!visited.add(next) || visited.size() > MOST_PAGES) {
                    throw refused("damaged TIFF: its pages run in a circle");
                }
                Directory directory = directory(next);
                next = directory.next();
                if ((directory.number(254, 0) & 1) != 0) {
                    continue;
                }
                Page page = page(directory);
                if (pages.isEmpty()) {
                    stack = imageJStack(directory, page);
                }
                pages.add(page);
                if (!page.equals(pages.get(0))) {
                    throw refused("a TIFF file with pages of different sizes or kinds; save each page as a file");
                }
            }
            if (pages.isEmpty()) {
                throw refused("damaged TIFF: it has no page");
            }
            return new TiffPages(pages.size() == 1 ? stack : pages.size(), pages.get(0));
        }

        private Page page(Directory directory) throws IOException, NotASliceException {
            long columns = directory.number(256, 0);
            long rows = directory.number(257, 0);
            PictureSize.check(columns, rows);
            long[] bits = directory.numbers(258, 1);
            for (long each : bits) {
                if (each != bits[0]) {
                    throw refused("a TIFF page whose colours differ in bits");
                }
            }
            if (bits[0] < 8) {
                throw refused("a TIFF page of " + bits[0] + " bits a pixel is not a CT slice");
            }
            int samples = (int) directory.number(277, 1);
            int compression = (int) directory.number(259, 1);
            boolean planar = directory.number(284, 1) == 2;
            long rowBytes = (columns * bits[0] * (planar ? 1 : samples) + 7) / 8;
            long expected = rowBytes * rows * (planar ? samples : 1);
            checkPixels(directory, compression == 1 ? expected : 0);
            return new Page((int) rows, (int) columns, (int) bits[0], samples, compression,
                    (int) directory.number(262, 1), Upright.of((int) directory.number(274, 1)), aspect(directory));
        }

        /** Every strip or tile has to be inside the file, and where nothing is compressed they have to suffice. */
        private void checkPixels(Directory directory, long atLeast) throws IOException, NotASliceException {
            boolean tiled = directory.has(324);
            long[] offsets = directory.numbers(tiled ? 324 : 273, 0);
            long[] counts = directory.numbers(tiled ? 325 : 279, 0);
            if (offsets.length != counts.length) {
                throw refused("damaged TIFF: " + offsets.length + " strips with " + counts.length + " lengths");
            }
            long total = 0;
            for (int i = 0; i < offsets.length; i++) {
                if (offsets[i] <= 0 || counts[i] <= 0) {
                    throw refused("damaged TIFF: a strip without pixels");
                }
                if (counts[i] > size || offsets[i] > size - counts[i]) {
                    throw refused("truncated: strip " + (i + 1) + " of " + offsets.length
                            + " lies beyond the file's end");
                }
                total += counts[i];
            }
            if (total < atLeast) {
                throw refused("truncated: " + total + " of " + atLeast + " bytes of pixel data");
            }
        }

        /** How many planes ImageJ wrote one after the other behind a single directory; 1 in any other file. */
        private int imageJStack(Directory directory, Page page) throws IOException, NotASliceException {
            String description = directory.text(270);
            Matcher count = IMAGEJ_COUNT.matcher(description);
            if (!description.startsWith("ImageJ=") || !count.find()) {
                return 1;
            }
            int images = Integer.parseInt(count.group(1));
            if (directory.next() != 0 || images <= 1) {
                return 1;
            }
            long plane = (long) page.rows() * page.columns() * page.samples() * page.bits() / 8;
            long there = size - directory.number(273, size);
            if (page.compression() != 1 || images > there / Math.max(1, plane)) {
                throw refused("truncated: the file holds " + there / Math.max(1, plane) + " of " + images
                        + " pictures of an ImageJ stack");
            }
            return images;
        }

        /** Resolutions that differ by more than 1 % mean pixels that are not square. */
        private double aspect(Directory directory) throws IOException, NotASliceException {
            double across = directory.rational(282);
            double down = directory.rational(283);
            boolean clear = across > 0 && down > 0 && Math.abs(across / down - 1) > 0.01;
            return clear ? across / down : 1;
        }

        private Directory directory(long offset) throws IOException, NotASliceException {
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
                found.put(entries.getShort(at) & 0xFFFF,
                        new Entry(entries.getShort(at + 2) & 0xFFFF, values, first + at + (big ? 12 : 8)));
            }
            int end = (int) count * width;
            return new Directory(found, big ? entries.getLong(end) : entries.getInt(end) & 0xFFFFFFFFL);
        }

        private ByteBuffer at(long offset, int count) throws IOException, NotASliceException {
            if (offset < 0 || count > size || offset > size - count) {
                throw refused("truncated: the TIFF file ends inside a directory");
            }
            ByteBuffer bytes = ByteBuffer.allocate(count).order(order == null ? ByteOrder.BIG_ENDIAN : order);
            channel.position(offset);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw refused("truncated: the TIFF file ends inside a directory");
                }
            }
            return bytes.flip();
        }

        /** An entry of a directory: its type, how many values it has and where its value field is. */
        private record Entry(int type, long count, long field) { }

        /** A directory's entries. */
        private final class Directory {
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
                int width = entry.type() == 1 ? 1 : entry.type() == 3 ? 2 : entry.type() == 4 ? 4
                        : entry.type() == 16 ? 8 : 0;
                if (width == 0 || entry.count() < 1) {
                    throw refused("damaged TIFF: tag " + tag + " is not a number");
                }
                ByteBuffer bytes = value(entry, width);
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
                        : new String(value(entry, 1).array(), StandardCharsets.ISO_8859_1);
            }

            double rational(int tag) throws IOException, NotASliceException {
                Entry entry = entries.get(tag);
                if (entry == null || entry.type() != 5) {
                    return 0;
                }
                ByteBuffer bytes = value(entry, 8);
                long below = bytes.getInt(4) & 0xFFFFFFFFL;
                return below == 0 ? 0 : (double) (bytes.getInt(0) & 0xFFFFFFFFL) / below;
            }

            private ByteBuffer value(Entry entry, int width) throws IOException, NotASliceException {
                if (entry.count() > LONGEST_VALUE / width) {
                    throw refused("damaged TIFF: a tag of " + entry.count() + " values");
                }
                int length = (int) entry.count() * width;
                boolean inline = length <= (big ? 8 : 4);
                ByteBuffer field = inline ? null : at(entry.field(), big ? 8 : 4);
                long offset = inline ? entry.field() : big ? field.getLong() : field.getInt() & 0xFFFFFFFFL;
                return at(offset, length);
            }
        }
    }
}
