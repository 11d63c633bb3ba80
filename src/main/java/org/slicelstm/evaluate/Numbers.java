package org.slicelstm.evaluate;

import java.util.Locale;

/** Numbers for people. */
final class Numbers {
    /** In the place of what is not defined. */
    static final String UNDEFINED = "–";

    private Numbers() {
    }

    static String text(double value) {
        if (!Double.isFinite(value)) {
            return UNDEFINED;
        }
        String text = String.format(Locale.ROOT, "%.3f", value);
        return (text.equals("-0.000") ? "0.000" : text).replace('-', '−');
    }

    /** 0.812 (0.741 to 0.883). */
    static String text(Estimate estimate) {
        return text(estimate.value())
                + (estimate.interval().isDefined() ? " (" + interval(estimate.interval()) + ")" : "");
    }

    static String interval(Estimate.Interval interval) {
        return text(interval.low()) + " to " + text(interval.high());
    }

    static String p(double p) {
        return Double.isNaN(p) ? UNDEFINED : p < .001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : UNDEFINED;
    }
}
