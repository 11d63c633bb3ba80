package org.slicelstm.train;

import java.util.Arrays;
import java.util.List;
import org.slicelstm.Count;
import org.slicelstm.cohort.Label;
import org.slicelstm.model.Calibration;

/**
 * From a logit to a probability that means what it says: {@code σ(slope · (logit − correction) + intercept)}.
 *
 * @param priorCorrection what the loss's weights added to the logit, see {@link LabelWeights}
 * @param slope           at least 0
 * @param intercept       see above
 * @param note            what the user should know of how it came about, one sentence, or empty
 */
public record PlattCalibration(double priorCorrection, double slope, double intercept, String note) {
    private static final int STEPS = 100;
    private static final double FLAT = 1e-10;
    private static final double RIDGE = 1e-12;
    private static final double SAME = 1e-9;

    /**
     * Fits slope and intercept to validation patients by maximum likelihood (Platt, "Probabilistic outputs for support
     * vector machines", 1999), with Newton's method as Lin, Lin and Weng (2007) give it. As Platt did, the targets are
     * (N₊+1)/(N₊+2) and 1/(N₋+2) in the place of 1 and 0, which keeps the fit finite where the classes are apart.
     *
     * <p>With fewer than 10 positive or 10 negative patients nothing is fitted and only the prior is corrected. Where
     * higher logits go with fewer positives, the slope would turn the model round; it is 0 then, and everybody gets the
     * prevalence.
     *
     * @param label           its name, for the note
     * @param logits          of the validation patients
     * @param truth           of the validation patients
     * @param priorCorrection of the training patients' weights
     */
    public static PlattCalibration fit(String label, double[] logits, List<Label> truth, double priorCorrection) {
        Metrics.requireFinite(logits);
        Prevalence prevalence = Prevalence.of(label, truth);
        if (Math.min(prevalence.positives(), prevalence.negatives()) < Threshold.FEWEST) {
            return new PlattCalibration(priorCorrection, 1, 0, "The probability of '" + label + "' is "
                    + (priorCorrection == 0 ? "" : "corrected for the loss's weights but ") + "not calibrated: only "
                    + Count.of(prevalence.positives(), "validation patient has", "validation patients have")
                    + " it and " + Count.of(prevalence.negatives(), "does", "do") + " not.");
        }
        double high = (prevalence.positives() + 1.0) / (prevalence.positives() + 2.0);
        double low = 1 / (prevalence.negatives() + 2.0);
        double[] x = new double[prevalence.known()];
        double[] target = new double[x.length];
        int n = 0;
        for (int i = 0; i < logits.length; i++) {
            if (truth.get(i).isKnown()) {
                x[n] = logits[i] - priorCorrection;
                target[n++] = truth.get(i) == Label.PRESENT ? high : low;
            }
        }
        double prior = Math.log((prevalence.positives() + 1.0) / (prevalence.negatives() + 1.0));
        double mean = Arrays.stream(x).average().orElseThrow();
        double spread = Math.sqrt(Arrays.stream(x).map(value -> (value - mean) * (value - mean)).average().orElseThrow());
        // In units of the spread, so that Newton's equations are well conditioned whatever the logits' size.
        double[] scaled = Arrays.stream(x).map(value -> (value - mean) / spread).toArray();
        double[] fitted = spread <= SAME * (1 + Math.abs(mean)) ? new double[2] : newton(scaled, target, prior);
        if (fitted[0] <= 0) {
            return new PlattCalibration(priorCorrection, 0, prior, "On the validation patients the model tells '" + label
                    + "' no better than chance, so every calibrated probability is the prevalence.");
        }
        double slope = fitted[0] / spread;
        return new PlattCalibration(priorCorrection, slope, fitted[1] - slope * mean, "");
    }

    /** Slope and intercept at the lowest cross-entropy: Newton's steps, halved until they lower it. */
    private static double[] newton(double[] x, double[] target, double prior) {
        double[] at = {0, prior};
        double loss = loss(x, target, at[0], at[1]);
        for (int step = 0; step < STEPS; step++) {
            double gradientSlope = 0;
            double gradientIntercept = 0;
            double slopeSlope = RIDGE;
            double slopeIntercept = 0;
            double interceptIntercept = RIDGE;
            for (int i = 0; i < x.length; i++) {
                double p = Calibration.sigmoid(at[0] * x[i] + at[1]);
                double error = p - target[i];
                double curvature = p * (1 - p);
                gradientSlope += error * x[i];
                gradientIntercept += error;
                slopeSlope += curvature * x[i] * x[i];
                slopeIntercept += curvature * x[i];
                interceptIntercept += curvature;
            }
            double determinant = slopeSlope * interceptIntercept - slopeIntercept * slopeIntercept;
            double slope = -(interceptIntercept * gradientSlope - slopeIntercept * gradientIntercept) / determinant;
            double intercept = -(slopeSlope * gradientIntercept - slopeIntercept * gradientSlope) / determinant;
            double descent = gradientSlope * slope + gradientIntercept * intercept;
            if (-descent < FLAT) {
                break;
            }
            double size = 1;
            double next = loss(x, target, at[0] + size * slope, at[1] + size * intercept);
            while (next > loss + 1e-4 * size * descent && size > FLAT) {
                size /= 2;
                next = loss(x, target, at[0] + size * slope, at[1] + size * intercept);
            }
            if (next >= loss) {
                break;
            }
            at = new double[] {at[0] + size * slope, at[1] + size * intercept};
            loss = next;
        }
        return at;
    }

    private static double loss(double[] x, double[] target, double slope, double intercept) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            double logit = slope * x[i] + intercept;
            loss += target[i] * Metrics.crossEntropy(logit, Label.PRESENT)
                    + (1 - target[i]) * Metrics.crossEntropy(logit, Label.ABSENT);
        }
        return loss;
    }

    /** The calibrated probability, 0 to 1. */
    public double probability(double logit) {
        return Calibration.sigmoid(slope * (logit - priorCorrection) + intercept);
    }
}
