package org.slicelstm.image;

/**
 * Values that are HU + 1024 under a header that says they are HU: air near 0 and brain near 1060, which a brain window
 * shows as nothing but white. A guess from the values, to be warned of.
 *
 * <p>It is made where nothing is as dark as air, and where of all that is denser than 300 at least two fifths lie
 * within 150 of 1024: in HU that is bone, of which at most a third is so dense and no denser (one real head, all
 * slices), and in HU + 1024 it is the whole head, from three fifths on but near the vertex.
 */
final class OffsetHounsfield {
    private static final double NEAR_ZERO = 50;
    private static final double AIR = -500;
    private static final double MOST_AIR = 0.01;
    private static final double DENSE = 300;
    private static final double LEAST_DENSE = 0.02;
    private static final double WATER = 1024;
    private static final double NEAR = 150;
    private static final double LEAST_WATERY = 0.4;

    private OffsetHounsfield() {
    }

    /** Whether a slice in HU seems to hold HU + 1024; padding takes no part. */
    static boolean seenIn(StoredSlice slice) {
        Intensity meaning = slice.intensity();
        if (meaning.slope() != 1 || Math.abs(meaning.intercept()) > NEAR_ZERO) {
            return false;
        }
        Padding padding = Padding.of(meaning);
        StoredRows rows = new StoredRows(slice);
        float[] row = new float[rows.columns()];
        long inside = 0;
        long air = 0;
        long dense = 0;
        long watery = 0;
        for (int y = 0; y < rows.rows(); y++) {
            rows.read(y, row);
            for (float stored : row) {
                if (!padding.contains(stored)) {
                    double value = stored + meaning.intercept();
                    inside++;
                    air += value < AIR ? 1 : 0;
                    dense += value > DENSE ? 1 : 0;
                    watery += Math.abs(value - WATER) <= NEAR ? 1 : 0;
                }
            }
        }
        return air <= MOST_AIR * inside && dense >= LEAST_DENSE * inside && watery >= LEAST_WATERY * dense;
    }
}
