package org.slicelstm.phantom;

/** Soft steps. */
final class Smooth {
    private Smooth() {
    }

    static double clamp(double value) {
        return value < 0 ? 0 : Math.min(value, 1);
    }

    /** 0 below {@code from}, 1 above {@code to}, a cubic between. */
    static double step(double from, double to, double value) {
        double t = clamp((value - from) / (to - from));
        return t * t * (3 - 2 * t);
    }

    /** 1 at 0, falling like a bell of the given width. */
    static double bell(double value, double width) {
        double t = value / width;
        return Math.exp(-t * t);
    }

    /** The difference of two angles, −π to π. */
    static double turn(double from, double to) {
        double d = to - from;
        return d - 2 * Math.PI * Math.rint(d / (2 * Math.PI));
    }
}
