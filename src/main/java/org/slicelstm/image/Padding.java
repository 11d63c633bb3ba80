package org.slicelstm.image;

/**
 * The stored values that mean "outside the picture"; NaN always does.
 *
 * @param low  the lowest, NaN where the header names none
 * @param high the highest, NaN where the header names none
 */
record Padding(double low, double high) {

    /** A header that names a second limit may have it below the first. */
    static Padding of(Intensity intensity) {
        if (intensity.paddingLow() == null) {
            return new Padding(Double.NaN, Double.NaN);
        }
        double one = intensity.paddingLow();
        double other = intensity.paddingHigh() == null ? one : intensity.paddingHigh();
        return new Padding(Math.min(one, other), Math.max(one, other));
    }

    boolean contains(double stored) {
        return stored >= low && stored <= high || Double.isNaN(stored);
    }
}
