package org.slicelstm.phantom;

/**
 * A lesion, or a part of one, on a few neighbouring slices and no others.
 *
 * @param disease what it is a sign of
 * @param first   the first slice that shows it
 * @param count   how many slices show it, 1 to {@link #MOST_SLICES}
 * @param extent  where it is
 * @param effect  what it does to the tissue
 */
record Lesion(Disease disease, int first, int count, Extent extent, Effect effect) {
    /** The weak label of the method: a lesion shows on few of the slices. */
    static final int MOST_SLICES = 5;

    /** A point of a slice: head coordinates (mm), radius (mm), direction and the outlines there. */
    record Spot(double x, double y, double r, int direction, Contours contours) {
        /** Depth below the inner skull, mm. */
        double depth() {
            return contours.inner[direction] - r;
        }
    }

    /** Where a lesion is. */
    @FunctionalInterface
    interface Extent {
        /**
         * About how deep a spot lies inside, mm; negative outside.
         *
         * @param fullness 1 in the middle slice, less towards the first and last
         */
        double inside(Spot spot, double fullness);
    }

    /** What a lesion does to a density. */
    @FunctionalInterface
    interface Effect {
        /** HU of the tissue after; the density itself where this kind of tissue is spared. */
        double apply(double hu, double inside);
    }

    /** Where the effect is still felt outside the border, mm. */
    private static final double MARGIN = 14;

    boolean shows(int slice) {
        return slice >= first && slice < first + count;
    }

    /**
     * Draws the lesion into a slice.
     *
     * @param hu   densities, [size · size], changed in place
     * @param mask the bits of the diseases, [size · size]; set where the tissue is the lesion's
     */
    void paint(Cut cut, float[] hu, byte[] mask) {
        SlicePlane plane = cut.plane();
        Contours contours = cut.contours();
        double middle = first + (count - 1) / 2.;
        double away = (cut.slice() - middle) / (count / 2.);
        double fullness = Math.sqrt(1 - away * away);
        int size = plane.size();
        double far = contours.greatest + MARGIN;
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                double x = plane.at(0, column, row);
                double y = plane.at(1, column, row);
                double square = x * x + y * y;
                if (square < far * far) {
                    int i = row * size + column;
                    Spot spot = new Spot(x, y, Math.sqrt(square), Contours.direction(x, y), contours);
                    double inside = extent.inside(spot, fullness);
                    if (inside > -MARGIN) {
                        float after = (float) effect.apply(hu[i], inside);
                        if (inside >= 0 && after != hu[i]) {
                            mask[i] |= (byte) disease.bit();
                        }
                        hu[i] = after;
                    }
                }
            }
        }
    }
}
