package org.slicelstm.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.slicelstm.model.Calibration;

/**
 * Scored answers, sorted once, so that a draw of the bootstrap is one pass that counts each patient as often as it was
 * drawn.
 */
final class Sample {
    /** As scikit-learn keeps probabilities away from 0 and 1. */
    private static final double EPSILON = Math.ulp(1.0);
    private static final int BINS = 10;
    private static final int STEPS = 25;
    private static final double NEAR = 1e-2;
    private static final double[] UNDEFINED = {Double.NaN, Double.NaN};

    private final int[] unit;
    /** 1 or 0: sums without branches. */
    private final int[] positive;
    private final int[] called;
    /** From the highest. */
    private final double[] probability;
    private final double[] logit;
    private final double[] logLoss;
    private final int[] bin;
    private final CalibrationFit fit;
    /** At the fit of all patients: truth − probability, and p · (1 − p); the same where the slope is 1. */
    private final double[] residual;
    private final double[] curvature;
    private final double[] residualInTheLarge;
    private final double[] curvatureInTheLarge;

    /**
     * An answer to "has this patient this disease?".
     *
     * @param unit        the patient's index
     * @param probability 0 to 1
     * @param positive    what is so
     * @param called      what the threshold says
     */
    record Answer(int unit, double probability, boolean positive, boolean called) { }

    Sample(List<Answer> answers) {
        List<Answer> sorted = answers.stream().sorted(Comparator.comparingDouble(Answer::probability).reversed())
                .toList();
        int n = sorted.size();
        unit = new int[n];
        positive = new int[n];
        called = new int[n];
        probability = new double[n];
        logit = new double[n];
        logLoss = new double[n];
        bin = new int[n];
        for (int i = 0; i < n; i++) {
            Answer each = sorted.get(i);
            unit[i] = each.unit();
            positive[i] = each.positive() ? 1 : 0;
            called[i] = each.called() ? 1 : 0;
            probability[i] = each.probability();
            double p = Math.min(Math.max(each.probability(), EPSILON), 1 - EPSILON);
            logit[i] = Math.log(p) - Math.log1p(-p);
            logLoss[i] = each.positive() ? -Math.log(p) : -Math.log1p(-p);
            bin[i] = bin(each.probability());
        }
        fit = CalibrationFit.of(logit, positives());
        residual = new double[n];
        curvature = new double[n];
        residualInTheLarge = new double[n];
        curvatureInTheLarge = new double[n];
        for (int i = 0; i < n; i++) {
            double at = Calibration.sigmoid(fit.intercept() + fit.slope() * logit[i]);
            double inTheLarge = Calibration.sigmoid(fit.inTheLarge() + logit[i]);
            residual[i] = positive[i] - at;
            curvature[i] = at * (1 - at);
            residualInTheLarge[i] = positive[i] - inTheLarge;
            curvatureInTheLarge[i] = inTheLarge * (1 - inTheLarge);
        }
    }

    /** The bin of equal width, (0, .1] to (.9, 1]; 0 is in the first. */
    static int bin(double probability) {
        int bin = 0;
        while (bin < BINS - 1 && probability > (bin + 1) * 0.1) {
            bin++;
        }
        return bin;
    }

    CalibrationFit fit() {
        return fit;
    }

    DeLong deLong() {
        return DeLong.of(probability, positives());
    }

    private boolean[] positives() {
        boolean[] is = new boolean[positive.length];
        for (int i = 0; i < is.length; i++) {
            is[i] = positive[i] == 1;
        }
        return is;
    }

    /** TP, FP, TN and FN. */
    Confusion confusion() {
        int[] counts = new int[4];
        for (int i = 0; i < unit.length; i++) {
            counts[called[i] == 1 ? 1 - positive[i] : 2 + positive[i]]++;
        }
        return new Confusion(counts[0], counts[1], counts[2], counts[3]);
    }

    /**
     * Every {@link Measure}, by its ordinal; NaN where it is not defined.
     *
     * @param weights {@code [units]}: how often each patient counts
     */
    double[] measure(int[] weights) {
        // Taken together once: what follows reads memory in its order.
        int[] times = new int[unit.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = weights[unit[i]];
        }
        double[] values = new double[Measure.values().length];
        boolean bothClasses = rank(times, values);
        count(times, values);
        score(times, values);
        double[] free = bothClasses && fit.reason().isEmpty() ? refit(times, true) : UNDEFINED;
        double[] held = bothClasses ? refit(times, false) : UNDEFINED;
        values[Measure.CALIBRATION_INTERCEPT.ordinal()] = free[0];
        values[Measure.CALIBRATION_SLOPE.ordinal()] = free[1];
        values[Measure.CALIBRATION_IN_THE_LARGE.ordinal()] = held[0];
        return values;
    }

    /** Whether both classes are there. */
    private boolean rank(int[] times, double[] values) {
        double positives = 0;
        double negatives = 0;
        double area = 0;
        double precision = 0;
        for (int i = 0; i < unit.length;) {
            double score = probability[i];
            double tiedPositives = 0;
            double tiedNegatives = 0;
            do {
                tiedPositives += positive[i] * times[i];
                tiedNegatives += (1 - positive[i]) * times[i];
                i++;
            } while (i < unit.length && probability[i] == score);
            area += tiedNegatives * (positives + tiedPositives / 2);
            positives += tiedPositives;
            negatives += tiedNegatives;
            if (tiedPositives > 0) {
                precision += tiedPositives * positives / (positives + negatives);
            }
        }
        // 0/0 is not a number: exactly what undefined means here.
        values[Measure.AUC.ordinal()] = area / (positives * negatives);
        values[Measure.AVERAGE_PRECISION.ordinal()] = precision / positives;
        return positives > 0 && negatives > 0;
    }

    private void count(int[] times, double[] values) {
        long all = 0;
        long positives = 0;
        long calls = 0;
        long hits = 0;
        for (int i = 0; i < times.length; i++) {
            all += times[i];
            positives += positive[i] * times[i];
            calls += called[i] * times[i];
            hits += positive[i] * called[i] * times[i];
        }
        double tp = hits;
        double fp = calls - hits;
        double fn = positives - hits;
        double tn = all - calls - fn;
        values[Measure.ACCURACY.ordinal()] = (tp + tn) / (tp + fp + tn + fn);
        values[Measure.SENSITIVITY.ordinal()] = tp / (tp + fn);
        values[Measure.SPECIFICITY.ordinal()] = tn / (tn + fp);
        values[Measure.PRECISION.ordinal()] = tp / (tp + fp);
        values[Measure.NEGATIVE_PREDICTIVE_VALUE.ordinal()] = tn / (tn + fn);
        values[Measure.F1.ordinal()] = 2 * tp / (2 * tp + fp + fn);
    }

    private void score(int[] times, double[] values) {
        double all = 0;
        double brier = 0;
        double loss = 0;
        double[] gaps = new double[BINS];
        for (int i = 0; i < times.length;) {
            // Of one bin: they lie side by side.
            int same = bin[i];
            double sum = 0;
            for (; i < times.length && bin[i] == same; i++) {
                double gap = probability[i] - positive[i];
                all += times[i];
                brier += times[i] * gap * gap;
                loss += times[i] * logLoss[i];
                sum += times[i] * gap;
            }
            gaps[same] = sum;
        }
        values[Measure.BRIER.ordinal()] = brier / all;
        values[Measure.LOG_LOSS.ordinal()] = loss / all;
        values[Measure.EXPECTED_CALIBRATION_ERROR.ordinal()] = Arrays.stream(gaps).map(Math::abs).sum() / all;
    }

    /**
     * Intercept and slope of the weighted patients by Newton's method from the fit of all of them, which a draw is
     * near; NaN where it does not arrive: the classes of that draw are parted.
     *
     * @param free whether the slope is fitted too; else it is 1
     */
    private double[] refit(int[] times, boolean free) {
        double a = free ? fit.intercept() : fit.inTheLarge();
        double b = free ? fit.slope() : 1;
        double[] residuals = free ? residual : residualInTheLarge;
        double[] curvatures = free ? curvature : curvatureInTheLarge;
        for (int step = 0; step < STEPS; step++) {
            double g0 = 0;
            double g1 = 0;
            double h00 = 0;
            double h01 = 0;
            double h11 = 0;
            for (int i = 0; i < times.length; i++) {
                if (times[i] == 0) {
                    continue;
                }
                double error = residuals[i];
                double bend = curvatures[i];
                if (step > 0) {
                    double p = Calibration.sigmoid(a + b * logit[i]);
                    error = positive[i] - p;
                    bend = p * (1 - p);
                }
                g0 += times[i] * error;
                g1 += times[i] * error * logit[i];
                h00 += times[i] * bend;
                h01 += times[i] * bend * logit[i];
                h11 += times[i] * bend * logit[i] * logit[i];
            }
            double determinant = h00 * h11 - h01 * h01;
            double moveA = free ? (h11 * g0 - h01 * g1) / determinant : g0 / h00;
            double moveB = free ? (h00 * g1 - h01 * g0) / determinant : 0;
            a += moveA;
            b += moveB;
            if (Math.abs(moveA) + Math.abs(moveB) < NEAR * (1 + Math.abs(a) + Math.abs(b))) {
                return new double[] {a, b};
            }
        }
        return UNDEFINED;
    }
}
