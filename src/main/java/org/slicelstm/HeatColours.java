package org.slicelstm;

/**
 * The colours of a heat map. They grow in lightness from violet through orange to yellow, so that they are told apart
 * by people who see no red, green or blue, and in print; none of them is grey, as a slice is.
 */
public final class HeatColours {
    /** From 0 to 1 in even steps: lightness grows, chroma stays high. */
    private static final int[] COLOURS = {0x2A0A8C, 0x7A0DA6, 0xBB3488, 0xE26660, 0xFAA13A, 0xF2F227};
    /** Below this share of the peak the colour fades, so that a map that is low everywhere hides nothing. */
    private static final double FULL = 0.3;

    private HeatColours() {
    }

    /** The colour of a value from 0 to 1, as {@code 0xRRGGBB}. */
    public static int of(double value) {
        double place = Math.min(Math.max(value, 0), 1) * (COLOURS.length - 1);
        int from = Math.min((int) place, COLOURS.length - 2);
        double part = place - from;
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double low = COLOURS[from] >> shift & 0xFF;
            double high = COLOURS[from + 1] >> shift & 0xFF;
            mixed |= (int) Math.round(low + (high - low) * part) << shift;
        }
        return mixed;
    }

    /** How much of the colour of a value is seen, 0 to 1. */
    public static double strength(double value) {
        return Math.min(1, Math.max(0, value) / FULL);
    }
}
