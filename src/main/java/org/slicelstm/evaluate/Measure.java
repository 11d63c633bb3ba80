package org.slicelstm.evaluate;

import java.util.Locale;

/** What is measured of a label, in the order of the tables. */
public enum Measure {
    /** Area under the ROC curve: Mann and Whitney's statistic, ties counted half. */
    AUC("AUC"),
    /** Σ (Rₙ − Rₙ₋₁) Pₙ over the thresholds, without interpolation. */
    AVERAGE_PRECISION("Average precision"),
    /** (TP + TN) / all. */
    ACCURACY("Accuracy"),
    /** TP / (TP + FN). */
    SENSITIVITY("Sensitivity (recall)"),
    /** TN / (TN + FP). */
    SPECIFICITY("Specificity"),
    /** TP / (TP + FP). */
    PRECISION("Precision"),
    /** TN / (TN + FN). */
    NEGATIVE_PREDICTIVE_VALUE("Negative predictive value"),
    /** 2 TP / (2 TP + FP + FN). */
    F1("F1"),
    /** Mean of (p − y)². */
    BRIER("Brier score"),
    /** Mean of −ln of the probability of what is so; probabilities are kept 2⁻⁵² away from 0 and 1. */
    LOG_LOSS("Log-loss"),
    /** Slope of a logistic regression of the truth on the logit of the probability (Cox 1958); 1 is right. */
    CALIBRATION_SLOPE("Calibration slope"),
    /** Intercept of the same regression; 0 is right. */
    CALIBRATION_INTERCEPT("Calibration intercept"),
    /** Intercept where the slope is held at 1; above 0 the probabilities are too low on the whole. */
    CALIBRATION_IN_THE_LARGE("Calibration in the large"),
    /** Σ |mean p − share of positives| · share of patients over ten bins of equal width, (0, .1] to (.9, 1]. */
    EXPECTED_CALIBRATION_ERROR("Expected calibration error");

    private final String title;

    Measure(String title) {
        this.title = title;
    }

    /** As people call it. */
    public String title() {
        return title;
    }

    /** As files name it, such as {@code average_precision}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it means something of a patient that is called wrong without a probability. */
    boolean isOfCalls() {
        return ordinal() < LOG_LOSS.ordinal();
    }
}
