package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.image.read.TiffDirectories.Directory;

/**
 * The pages of a TIFF or BigTIFF file (TIFF 6.0), walked to see that every strip and tile is inside the file:
 * Bio-Formats, which decodes them, fills what is missing with zeros.
 *
 * @param frames pictures in the file; thumbnails are not counted
 * @param page   the first page, whose size and kind all share
 */
record TiffPages(int frames, Page page) {
    private static final int NEW_SUBFILE_TYPE = 254;
    private static final int IMAGE_WIDTH = 256;
    private static final int IMAGE_LENGTH = 257;
    private static final int BITS_PER_SAMPLE = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int IMAGE_DESCRIPTION = 270;
    private static final int STRIP_OFFSETS = 273;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int STRIP_BYTE_COUNTS = 279;
    private static final int X_RESOLUTION = 282;
    private static final int Y_RESOLUTION = 283;
    private static final int PLANAR_CONFIGURATION = 284;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTE_COUNTS = 325;
    /** Values of PHOTOMETRIC: grey from white or from black, palette; RGB, YCbCr. */
    private static final Set<Integer> ONE_SAMPLE = Set.of(0, 1, 3);
    private static final Set<Integer> THREE_SAMPLES = Set.of(2, 6);
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
        try (TiffDirectories directories = TiffDirectories.open(file)) {
            List<Page> pages = new ArrayList<>();
            int stack = 1;
            long next = directories.first();
            while (next != 0) {
                Directory directory = directories.directory(next);
                next = directory.next();
                if ((directory.number(NEW_SUBFILE_TYPE, 0) & 1) != 0) {
                    continue;
                }
                Page page = page(directory, directories.size());
                if (pages.isEmpty()) {
                    stack = imageJStack(directory, page, directories.size());
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
    }

    private static Page page(Directory directory, long size) throws IOException, NotASliceException {
        long columns = directory.number(IMAGE_WIDTH, 0);
        long rows = directory.number(IMAGE_LENGTH, 0);
        PictureSize.check(columns, rows);
        long[] bits = directory.numbers(BITS_PER_SAMPLE, 1);
        for (long each : bits) {
            if (each != bits[0]) {
                throw refused("a TIFF page whose colours differ in bits");
            }
        }
        if (bits[0] < 8 || bits[0] > 64) {
            throw refused("a TIFF page of " + bits[0] + " bits a pixel is not a CT slice");
        }
        int samples = (int) directory.number(SAMPLES_PER_PIXEL, 1);
        int photometric = (int) directory.number(PHOTOMETRIC, 1);
        boolean grey = samples == 1 && ONE_SAMPLE.contains(photometric);
        if (!grey && !(samples == 3 && THREE_SAMPLES.contains(photometric))) {
            throw refused("a TIFF page of " + samples + " values a pixel in colours of kind " + photometric
                    + " (transparency, CMYK or the like), which is not read here; save it as grey or RGB");
        }
        int compression = (int) directory.number(COMPRESSION, 1);
        boolean planar = directory.number(PLANAR_CONFIGURATION, 1) == 2;
        long rowBytes = (columns * bits[0] * (planar ? 1 : samples) + 7) / 8;
        long expected = rowBytes * rows * (planar ? samples : 1);
        checkPixels(directory, compression == 1 ? expected : 0, size);
        return new Page((int) rows, (int) columns, (int) bits[0], samples, compression, photometric,
                Upright.of((int) directory.number(ORIENTATION, 1)), aspect(directory));
    }

    /** Every strip or tile has to be inside the file, and where nothing is compressed they have to suffice. */
    private static void checkPixels(Directory directory, long atLeast, long size)
            throws IOException, NotASliceException {
        boolean tiled = directory.has(TILE_OFFSETS);
        long[] offsets = directory.numbers(tiled ? TILE_OFFSETS : STRIP_OFFSETS, 0);
        long[] counts = directory.numbers(tiled ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS, 0);
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
    private static int imageJStack(Directory directory, Page page, long size) throws IOException, NotASliceException {
        String description = directory.text(IMAGE_DESCRIPTION);
        Matcher count = IMAGEJ_COUNT.matcher(description);
        if (!description.startsWith("ImageJ=") || !count.find()) {
            return 1;
        }
        int images = Integer.parseInt(count.group(1));
        if (directory.next() != 0 || images <= 1 || page.compression() != 1) {
            return 1;
        }
        long plane = (long) page.rows() * page.columns() * page.samples() * page.bits() / 8;
        long there = size - directory.number(STRIP_OFFSETS, size);
        if (images > there / Math.max(1, plane)) {
            throw refused("truncated: the file holds " + there / Math.max(1, plane) + " of " + images
                    + " pictures of an ImageJ stack");
        }
        return images;
    }

    /** Resolutions that differ by more than 1 % mean pixels that are not square. */
    private static double aspect(Directory directory) throws IOException, NotASliceException {
        double across = directory.rational(X_RESOLUTION);
        double down = directory.rational(Y_RESOLUTION);
        boolean clear = across > 0 && down > 0 && Math.abs(across / down - 1) > 0.01;
        return clear ? across / down : 1;
    }
}
