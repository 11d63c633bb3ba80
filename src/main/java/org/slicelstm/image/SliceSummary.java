package org.slicelstm.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slicelstm.cohort.NotASliceException;

/**
 * What {@link SliceWarnings} needs of one picture; a few numbers, whatever the picture's size. Of slices in HU only
 * whether they are black and how they are stored is asked.
 *
 * @param loose       whether it is a picture of grey levels or colours, not in HU
 * @param saturated   share of what is brighter than air that is white (from 250 of 255 grey levels)
 * @param peak        share of it within 8 grey levels of the most frequent one, white left out
 * @param brightTail  share of it more than 40 grey levels above that one
 * @param whiteBorder share of the outermost pixels (2 % on every side) above 200
 * @param coloured    share of the pixels whose highest and lowest channel differ by more than 60
 * @param tileRows    rows of tiles of a like height between empty gutters, 1 for an ordinary picture
 * @param tileColumns columns of such tiles
 * @param black       whether nothing in it is brighter than air: above −500 HU, or above 25 of 255 grey levels
 * @param fewLevels   whether it has few grey levels, or two with noise around them, as masks have and no slice has
 * @param wrapped     whether it is in HU, declared unsigned and read as signed
 * @param offset      whether it is declared to hold HU, and seems to hold HU + 1024
 */
public record SliceSummary(boolean loose, double saturated, double peak, double brightTail, double whiteBorder,
                           double coloured, int tileRows, int tileColumns, boolean black, boolean fewLevels,
                           boolean wrapped, boolean offset) {
    private static final int AIR = 25;
    private static final int WHITE = 250;
    private static final int BRIGHT_BORDER = 200;
    private static final int NEAR = 8;
    private static final int TAIL = 40;
    private static final int COLOUR = 60;
    /** A line across the picture is a gutter if at most this share of it is not background. */
    private static final double GUTTER = 0.01;
    /** Narrower bands between gutters are text or ruled lines, not tiles. */
    private static final double SMALLEST_TILE = 0.08;
    /** Wider and narrower than this many times another tile, it is not of the same sheet. */
    private static final double ALIKE = 3;
    private static final double AIR_HU = -500;
    /** A label map of several tissues has no more grey levels; the flattest of 168 real slices had 180. */
    private static final int FEW_LEVELS = 16;
    /** Two levels closer than this have noise of their own size. */
    private static final int APART = 64;
    /** JPEG moves the two levels of a mask by this part of what is between them: 32 of 255. */
    private static final int NOISE_PART = 8;
    /**
     * Of what is not the most frequent level, this share at most is neither of the two. Masks saved as JPEG of quality
     * 75 have a quarter of a per cent, real slices 9 % and more at the vertex and usually over half.
     */
    private static final double BETWEEN = 0.02;

    /**
     * Looks at every pixel at its native size.
     *
     * @param statistics of the same slice
     * @throws NotASliceException if nothing says what the stored values mean, or the header's window is not usable
     */
    public static SliceSummary of(StoredSlice slice, Preprocessing how, SliceStatistics statistics)
            throws NotASliceException {
        GreySlice grey = GreySlice.of(slice, how);
        if (grey.hounsfield()) {
            double highest = statistics.huMax() != null ? statistics.huMax()
                    : statistics.storedMax() * slice.intensity().slope() + slice.intensity().intercept();
            return new SliceSummary(false, 0, 0, 0, 0, 0, 1, 1, highest <= AIR_HU, false,
                    slice.signedAgainstHeader(), OffsetHounsfield.seenIn(slice));
        }
        byte[][] levels = levels(slice, grey.greys().get(0));
        int[] histogram = new int[256];
        int[] acrossRows = new int[slice.rows()];
        int[] acrossColumns = new int[slice.columns()];
        for (int y = 0; y < levels.length; y++) {
            byte[] row = levels[y];
            int acrossRow = 0;
            for (int x = 0; x < row.length; x++) {
                int level = row[x] & 0xff;
                histogram[level]++;
                // Without a branch: the pixels of a head take it in no order that could be foreseen.
                int content = AIR - level >>> 31;
                acrossRow += content;
                acrossColumns[x] += content;
            }
            acrossRows[y] = acrossRow;
        }
        double whiteBorder = whiteBorder(levels);
        if (whiteBorder > 0.5) {
            countOnWhite(levels, acrossRows, acrossColumns);
        }
        double[] shares = shares(histogram);
        return new SliceSummary(true, shares[0], shares[1], shares[2], whiteBorder, coloured(slice),
                bands(acrossRows, slice.columns()), bands(acrossColumns, slice.rows()),
                sum(histogram, AIR + 1, 256) == 0, hasFewLevels(histogram), false, false);
    }

    /** What is not background where the background is white. */
    private static void countOnWhite(byte[][] levels, int[] acrossRows, int[] acrossColumns) {
        Arrays.fill(acrossRows, 0);
        Arrays.fill(acrossColumns, 0);
        for (int y = 0; y < levels.length; y++) {
            for (int x = 0; x < levels[y].length; x++) {
                if ((levels[y][x] & 0xff) < 255 - AIR) {
                    acrossRows[y]++;
                    acrossColumns[x]++;
                }
            }
        }
    }

    /** Two levels with noise around them, or not many at all. */
    private static boolean hasFewLevels(int[] histogram) {
        if (Arrays.stream(histogram).filter(count -> count > 0).count() <= FEW_LEVELS) {
            return true;
        }
        int[] rest = histogram.clone();
        int one = mostFrequent(rest);
        takeOut(rest, one, APART - 1);
        int other = mostFrequent(rest);
        if (rest[other] == 0) {
            return false;
        }
        int noise = Math.abs(one - other) / NOISE_PART;
        rest = histogram.clone();
        takeOut(rest, one, noise);
        double foreground = sum(rest, 0, 256);
        takeOut(rest, other, noise);
        return sum(rest, 0, 256) <= BETWEEN * foreground;
    }

    private static int mostFrequent(int[] histogram) {
        int most = 0;
        for (int level = 1; level < 256; level++) {
            most = histogram[level] > histogram[most] ? level : most;
        }
        return most;
    }

    /** Takes out a level with the noise around it. */
    private static void takeOut(int[] histogram, int level, int noise) {
        Arrays.fill(histogram, Math.max(0, level - noise), Math.min(256, level + noise + 1), 0);
    }

    /** As one word, for a cache; {@link #parse} reads it. */
    public String word() {
        return Stream.of(loose, saturated, peak, brightTail, whiteBorder, coloured, tileRows, tileColumns, black,
                fewLevels, wrapped, offset).map(Object::toString).collect(Collectors.joining(","));
    }

    /** @throws IllegalArgumentException if it is no such word */
    public static SliceSummary parse(String word) {
        String[] parts = word.split(",", -1);
        if (parts.length != SliceSummary.class.getRecordComponents().length) {
            throw new IllegalArgumentException("a summary has another number of parts");
        }
        return new SliceSummary(Boolean.parseBoolean(parts[0]), Double.parseDouble(parts[1]),
                Double.parseDouble(parts[2]), Double.parseDouble(parts[3]), Double.parseDouble(parts[4]),
                Double.parseDouble(parts[5]), Integer.parseInt(parts[6]), Integer.parseInt(parts[7]),
                Boolean.parseBoolean(parts[8]), Boolean.parseBoolean(parts[9]),
                Boolean.parseBoolean(parts[10]), Boolean.parseBoolean(parts[11]));
    }

    private static byte[][] levels(StoredSlice slice, GreyLevels grey) {
        Optional<byte[]> bytes = slice.greyBytes();
        if (bytes.isPresent()) {
            return levels(bytes.get(), slice.columns(), slice.rows(), grey);
        }
        StoredRows rows = new StoredRows(slice);
        float[] row = new float[rows.columns()];
        byte[][] levels = new byte[rows.rows()][rows.columns()];
        for (int y = 0; y < levels.length; y++) {
            rows.read(y, row);
            grey.apply(row, 0, row.length, row, 0);
            for (int x = 0; x < row.length; x++) {
                // Not below 0: this rounds.
                levels[y][x] = (byte) (int) (row[x] + 0.5f);
            }
        }
        return levels;
    }

    /** Of an ordinary picture of bytes, by a table: a tenth of the time, and most loose pictures are such. */
    private static byte[][] levels(byte[] stored, int columns, int rows, GreyLevels grey) {
        float[] table = new float[256];
        for (int value = 0; value < table.length; value++) {
            table[value] = value;
        }
        grey.apply(table, 0, table.length, table, 0);
        byte[] levelOf = new byte[256];
        for (int value = 0; value < table.length; value++) {
            levelOf[value] = (byte) (int) (table[value] + 0.5f);
        }
        byte[][] levels = new byte[rows][columns];
        for (int y = 0, at = 0; y < rows; y++) {
            byte[] row = levels[y];
            for (int x = 0; x < columns; x++, at++) {
                row[x] = levelOf[stored[at] & 0xff];
            }
        }
        return levels;
    }

    /** Saturated, peak and bright tail, as shares of what is brighter than air. */
    private static double[] shares(int[] histogram) {
        double foreground = sum(histogram, AIR + 1, 256);
        if (foreground == 0) {
            return new double[3];
        }
        int peak = AIR + 1;
        for (int level = peak; level < WHITE; level++) {
            if (near(histogram, level) > near(histogram, peak)) {
                peak = level;
            }
        }
        return new double[] {sum(histogram, WHITE, 256) / foreground, near(histogram, peak) / foreground,
                sum(histogram, Math.min(peak + TAIL + 1, 256), 256) / foreground};
    }

    private static double near(int[] histogram, int level) {
        return sum(histogram, Math.max(level - NEAR, AIR + 1), Math.min(level + NEAR + 1, WHITE));
    }

    private static double sum(int[] histogram, int from, int to) {
        double sum = 0;
        for (int level = from; level < to; level++) {
            sum += histogram[level];
        }
        return sum;
    }

    private static double whiteBorder(byte[][] levels) {
        int rows = levels.length;
        int columns = levels[0].length;
        int border = Math.max(1, Math.min(rows, columns) / 50);
        int all = 0;
        int white = 0;
        for (int y = 0; y < rows; y++) {
            boolean whole = y < border || y >= rows - border;
            for (int x = 0; x < columns; x++) {
                if (!whole && x == border) {
                    x = Math.max(border, columns - border);
                }
                all++;
                white += (levels[y][x] & 0xff) > BRIGHT_BORDER ? 1 : 0;
            }
        }
        return (double) white / all;
    }

    private static double coloured(StoredSlice slice) {
        if (!slice.isColour()) {
            return 0;
        }
        StoredRows rows = new StoredRows(slice);
        double limit = COLOUR / 255.0 * ((1L << Math.min(slice.intensity().bitsStored(), 32)) - 1);
        float[][] rgb = new float[3][rows.columns()];
        long coloured = 0;
        for (int y = 0; y < rows.rows(); y++) {
            for (int c = 0; c < 3; c++) {
                rows.read(c, y, rgb[c]);
            }
            for (int x = 0; x < rows.columns(); x++) {
                float most = Math.max(rgb[0][x], Math.max(rgb[1][x], rgb[2][x]));
                float least = Math.min(rgb[0][x], Math.min(rgb[1][x], rgb[2][x]));
                coloured += most - least > limit ? 1 : 0;
            }
        }
        return (double) coloured / ((long) rows.columns() * rows.rows());
    }

    /** Tiles along an axis: bands of a like width between gutters; 1 where there are not several. */
    private static int bands(int[] content, int lineLength) {
        List<Integer> widths = new ArrayList<>();
        int begin = -1;
        for (int at = 0; at <= content.length; at++) {
            boolean gutter = at == content.length || content[at] <= GUTTER * lineLength;
            if (gutter && begin >= 0) {
                if (at - begin >= SMALLEST_TILE * content.length) {
                    widths.add(at - begin);
                }
                begin = -1;
            } else if (!gutter && begin < 0) {
                begin = at;
            }
        }
        int narrowest = widths.stream().mapToInt(Integer::intValue).min().orElse(0);
        int widest = widths.stream().mapToInt(Integer::intValue).max().orElse(0);
        return widths.isEmpty() || widest > ALIKE * narrowest ? 1 : widths.size();
    }
}
