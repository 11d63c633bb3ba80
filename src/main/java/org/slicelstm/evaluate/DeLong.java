package org.slicelstm.evaluate;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The variance of an AUC, and the test of two AUCs on the same patients, after DeLong, DeLong and Clarke-Pearson
 * (Biometrics 44, 1988), computed from midranks as Sun and Xu give it (IEEE Signal Processing Letters 21, 2014).
 *
 * @param auc       the AUC, ties counted half; NaN where a class is missing
 * @param variance  its variance; NaN where a class has fewer than two patients
 * @param positives {@code [positives]}: for each the share of negatives that score lower
 * @param negatives {@code [negatives]}: for each the share of positives that score higher
 */
record DeLong(double auc, double variance, double[] positives, double[] negatives) {

    /**
     * The AUC of scores.
     *
     * @param scores   {@code [patients]}, finite
     * @param positive {@code [patients]}
     */
    static DeLong of(double[] scores, boolean[] positive) {
        double[] all = midranks(scores);
        double[] above = select(scores, positive, true);
        double[] below = select(scores, positive, false);
        double[] ranksOfPositives = select(all, positive, true);
        double[] ranksOfNegatives = select(all, positive, false);
        double[] ownPositives = midranks(above);
        double[] ownNegatives = midranks(below);
        double[] sharesOfPositives = new double[above.length];
        for (int i = 0; i < above.length; i++) {
            sharesOfPositives[i] = (ranksOfPositives[i] - ownPositives[i]) / below.length;
        }
        double[] sharesOfNegatives = new double[below.length];
        for (int i = 0; i < below.length; i++) {
            sharesOfNegatives[i] = 1 - (ranksOfNegatives[i] - ownNegatives[i]) / above.length;
        }
        boolean both = above.length > 0 && below.length > 0;
        double auc = both ? Arrays.stream(sharesOfPositives).average().orElseThrow() : Double.NaN;
        return new DeLong(auc, covariance(sharesOfPositives, sharesOfPositives) / above.length
                + covariance(sharesOfNegatives, sharesOfNegatives) / below.length, sharesOfPositives,
                sharesOfNegatives);
    }

    /** The covariance of this AUC and another one of the same patients. */
    double covarianceWith(DeLong other) {
        return covariance(positives, other.positives) / positives.length
                + covariance(negatives, other.negatives) / negatives.length;
    }

    /** The 95 % interval, value ± 1.96 standard errors, cut at 0 and 1. */
    Estimate.Interval interval() {
        return Double.isNaN(variance) ? Estimate.Interval.none("DeLong")
                : Estimate.Interval.wald(auc, variance, "DeLong").within01();
    }

    /** With n − 1 in the denominator; NaN for fewer than two values. */
    private static double covariance(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElse(Double.NaN);
        double meanY = Arrays.stream(y).average().orElse(Double.NaN);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - meanX) * (y[i] - meanY);
        }
        return x.length < 2 ? Double.NaN : sum / (x.length - 1);
    }

    /** Ranks from 1; equal values share the mean of their ranks. */
    private static double[] midranks(double[] values) {
        int[] order = IntStream.range(0, values.length).boxed()
                .sorted((a, b) -> Double.compare(values[a], values[b])).mapToInt(Integer::intValue).toArray();
        double[] ranks = new double[values.length];
        for (int start = 0; start < order.length;) {
            int end = start;
            while (end < order.length && values[order[end]] == values[order[start]]) {
                end++;
            }
            for (int i = start; i < end; i++) {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }
            start = end;
        }
        return ranks;
    }

    private static double[] select(double[] values, boolean[] positive, boolean wanted) {
        return IntStream.range(0, values.length).filter(i -> positive[i] == wanted)
                .mapToDouble(i -> values[i]).toArray();
    }
}
