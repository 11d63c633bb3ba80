package org.slicelstm.image;

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
        StoredRows rows = new StoredRows(slice);
        float[] row = new float[rows.columns()];
        for (int plane = 0; plane < rows.planes(); plane++) {
            for (int y = 0; y < rows.rows(); y++) {
                rows.read(plane, y, row);
                for (float value : row) {
                    if (!Float.isNaN(value)) {
                        all.add(value);
                    }
                    if (!padding.contains(value)) {
                        inside.add(value);
                    }
                }
            }
        }
        Intensity meaning = slice.intensity();
        boolean hounsfield = meaning.hounsfield() && inside.count > 0;
        double one = inside.min * meaning.slope() + meaning.intercept();
        double other = inside.max * meaning.slope() + meaning.intercept();
        return new SliceStatistics(all.min, all.max, all.mean(), inside.deviation(),
                hounsfield ? Math.min(one, other) : null, hounsfield ? Math.max(one, other) : null,
                inside.count == 0 || inside.min == inside.max);
    }

    private static final class Range {
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double sum;
        private double squares;
        private long count;

        void add(double value) {
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum += value;
            squares += value * value;
            count++;
        }

        double mean() {
            return sum / count;
        }

        double deviation() {
            return count == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean() * mean()));
        }
    }
}
