package org.slicelstm.image;

import java.util.Optional;

/**
 * What a slice's values are, over all pixels (and all three channels of a colour picture).
 *
 * @param storedMin  lowest stored value, padding included
 * @param storedMax  highest stored value, padding included
 * @param storedMean mean of the stored values, padding included
 * @param deviation  standard deviation of the stored values, padding left out; 0 where all is padding
 * @param huMin      lowest HU, padding left out; null where the slice is not in HU or all is padding
 * @param huMax      highest HU, padding left out; null where the slice is not in HU or all is padding
 * @param flat       whether all pixels have one value, padding left out; so it is where all is padding
 */
public record SliceStatistics(double storedMin, double storedMax, double storedMean, double deviation, Double huMin,
                              Double huMax, boolean flat) {

    /** Looks at every pixel once. NaN takes no part. */
    public static SliceStatistics of(StoredSlice slice) {
        Padding padding = Padding.of(slice.intensity());
        Range all = new Range();
        Range inside = new Range();
        Optional<byte[]> bytes = slice.greyBytes();
        if (bytes.isPresent()) {
            count(bytes.get(), padding, all, inside);
        } else {
            look(slice, padding, all, inside);
        }
        Intensity meaning = slice.intensity();
        boolean hounsfield = meaning.hounsfield() && inside.count > 0;
        double one = inside.min * meaning.slope() + meaning.intercept();
        double other = inside.max * meaning.slope() + meaning.intercept();
        return new SliceStatistics(all.min, all.max, all.mean(), inside.deviation(),
                hounsfield ? Math.min(one, other) : null, hounsfield ? Math.max(one, other) : null,
                inside.count == 0 || inside.min == inside.max);
    }

    private static void look(StoredSlice slice, Padding padding, Range all, Range inside) {
        StoredRows rows = new StoredRows(slice);
        float[] row = new float[rows.columns()];
        for (int plane = 0; plane < rows.planes(); plane++) {
            for (int y = 0; y < rows.rows(); y++) {
                rows.read(plane, y, row);
                for (float value : row) {
                    if (!Float.isNaN(value)) {
                        all.add(value, 1);
                    }
                    if (!padding.contains(value)) {
                        inside.add(value, 1);
                    }
                }
            }
        }
    }

    /** The same of 8 bits by their histogram; sums of whole numbers are exact in any order. */
    private static void count(byte[] bytes, Padding padding, Range all, Range inside) {
        int[] histogram = new int[256];
        for (byte each : bytes) {
            histogram[each & 0xff]++;
        }
        for (int value = 0; value < histogram.length; value++) {
            if (histogram[value] > 0) {
                all.add(value, histogram[value]);
                if (!padding.contains(value)) {
                    inside.add(value, histogram[value]);
                }
            }
        }
    }

    private static final class Range {
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double sum;
        private double squares;
        private long count;

        void add(double value, long times) {
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum += times * value;
            squares += times * (value * value);
            count += times;
        }

        double mean() {
            return sum / count;
        }

        double deviation() {
            return count == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean() * mean()));
        }
    }
}
