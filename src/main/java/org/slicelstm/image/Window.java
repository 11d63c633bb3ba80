package org.slicelstm.image;

import java.util.Objects;

/**
 * A window: which HU (or rescaled values) become which grey level. Values at or below its lower end are black (0), at
 * or above its upper end white (255).
 *
 * @param centre   middle of the window, in HU
 * @param width    width of the window, in HU; at least 1 for {@link Function#LINEAR}, above 0 for the others
 * @param function what lies between the two ends
 */
public record Window(double centre, double width, Function function) {

    /** The VOI LUT functions of DICOM PS3.3, C.11.2.1.2 and C.11.2.1.3. */
    public enum Function {
        /** A straight line from centre − 0.5 − (width − 1) / 2 to centre − 0.5 + (width − 1) / 2: DICOM's default. */
        LINEAR,
        /** A straight line from centre − width / 2 to centre + width / 2. */
        LINEAR_EXACT,
        /** 1 / (1 + exp(−4 (x − centre) / width)). */
        SIGMOID
    }

    private static final double WHITE = 255;

    public Window {
        Objects.requireNonNull(function, "function");
        boolean wide = function == Function.LINEAR ? width >= 1 : width > 0;
        if (!Double.isFinite(centre) || !Double.isFinite(width) || !wide) {
            throw new IllegalArgumentException("a window needs a finite centre and a width above 0 (LINEAR: from 1)");
        }
    }

    /** A straight line from centre − width / 2 to centre + width / 2, as people mean it who write 40/80. */
    public static Window linear(double centre, double width) {
        return new Window(centre, width, Function.LINEAR_EXACT);
    }

    /**
     * The grey level of a value.
     *
     * @param value HU, or rescaled value; not NaN
     * @return from 0 (black) to 255 (white), not rounded
     */
    public double grey(double value) {
        return switch (function) {
            case LINEAR -> value <= centre - 0.5 - (width - 1) / 2 ? 0 : value > centre - 0.5 + (width - 1) / 2 ? WHITE
                    : ((value - (centre - 0.5)) / (width - 1) + 0.5) * WHITE;
            case LINEAR_EXACT -> value <= centre - width / 2 ? 0 : value > centre + width / 2 ? WHITE
                    : ((value - centre) / width + 0.5) * WHITE;
            case SIGMOID -> WHITE / (1 + Math.exp(-4 * (value - centre) / width));
        };
    }
}
