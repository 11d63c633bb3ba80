package org.slicelstm.evaluate;

/** Why a value or an interval is not defined. */
final class Reasons {
    static final String FEW_DRAWS = "fewer than half of the draws of the bootstrap define it, or there is one patient";
    static final String NO_WIDTH = "the interval has no width; it says nothing of other patients";

    private Reasons() {
    }

    static String ofValue(Measure measure, Sample sample) {
        Confusion c = sample.confusion();
        if (c.known() == 0) {
            return "of nobody is it known";
        }
        return switch (measure) {
            case AUC, CALIBRATION_IN_THE_LARGE -> oneClass(c);
            case AVERAGE_PRECISION, SENSITIVITY -> "nobody has it";
            case SPECIFICITY -> "everybody has it";
            case PRECISION -> "nobody is called positive";
            case NEGATIVE_PREDICTIVE_VALUE -> "nobody is called negative";
            case F1 -> "nobody has it and nobody is called positive";
            case CALIBRATION_SLOPE, CALIBRATION_INTERCEPT -> c.positives() == 0 || c.negatives() == 0 ? oneClass(c)
                    : sample.fit().reason();
            case ACCURACY, BRIER, LOG_LOSS, EXPECTED_CALIBRATION_ERROR -> "a probability is not a number";
        };
    }

    static String ofInterval(Measure measure, Confusion c, String method) {
        return measure == Measure.AUC && method.equals("DeLong") && Math.min(c.positives(), c.negatives()) < 2
                ? "DeLong's interval needs two patients of either class" : FEW_DRAWS;
    }

    private static String oneClass(Confusion c) {
        return c.positives() == 0 ? "nobody has it" : "everybody has it";
    }
}
