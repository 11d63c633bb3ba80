package org.slicelstm.model;

/**
 * From a logit to the probability that is shown. A weighted loss moves the prior to one half, so the correction
 * {@code ln(N₋/N₊)} is taken off first; then Platt's scaling (1999), fitted on validation patients, applies.
 *
 * @param priorCorrection what is taken off the logit
 * @param slope           Platt's slope
 * @param intercept       Platt's intercept
 */
public record Calibration(double priorCorrection, double slope, double intercept) {
    /** Changes nothing. */
    public static final Calibration IDENTITY = new Calibration(0, 1, 0);

    public Calibration {
        Checks.range("calibration.prior_correction", priorCorrection, -100, 100);
        Checks.range("calibration.slope", slope, -1e6, 1e6);
        Checks.range("calibration.intercept", intercept, -1e6, 1e6);
    }

    /** The calibrated probability, 0 to 1, of the model's logit. */
    public double probability(double logit) {
        return sigmoid(slope * (logit - priorCorrection) + intercept);
    }

    /** {@code 1 / (1 + exp(−logit))}: the raw probability. */
    public static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
