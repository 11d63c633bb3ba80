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

    private static final double HALF_AN_ULP = Math.ulp(.5f) / 2.0;

    public Calibration {
        Checks.range("calibration.prior_correction", priorCorrection, -100, 100);
        Checks.range("calibration.slope", slope, -1e6, 1e6);
        Checks.range("calibration.intercept", intercept, -1e6, 1e6);
    }

    /** The calibrated probability, 0 to 1, of the model's logit. */
    public double probability(double logit) {
        return sigmoid(slope * (logit - priorCorrection) + intercept);
    }

    /** Whether it was fitted to patients; else a probability is only corrected for the loss's weights, if at all. */
    public boolean isFitted() {
        return slope != 1 || intercept != 0;
    }

    /** The calibrated probability of a raw one; a raw one that ran into 0 or 1 in float32 counts as next to it. */
    public double probabilityOf(double raw) {
        if (equals(IDENTITY)) {
            return raw;
        }
        double inside = Math.max(Float.MIN_VALUE, Math.min(raw, 1 - HALF_AN_ULP));
        return probability(Math.log(inside / (1 - inside)));
    }

    /** {@code 1 / (1 + exp(−logit))}: the raw probability. */
    public static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
