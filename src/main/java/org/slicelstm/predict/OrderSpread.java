package org.slicelstm.predict;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;

/**
 * How far a label's answer for one patient depends on the order of the slices. Probabilities are calibrated.
 *
 * @param sorted     the probability of the single pass in the patient's order
 * @param random     the probability of the mean logit over the random orders
 * @param sd         standard deviation (n − 1) of the probability of single random orders; 0 for one order
 * @param low        their lowest probability
 * @param high       their highest
 * @param flips      share of random orders whose call is not the reported one, 0 to 1
 * @param logit      mean logit over the random orders
 * @param logitSd    standard deviation (n − 1) of the logit
 * @param logitAlone mean logit of the slices alone: the contributions of all slices sum to logit − logitAlone
 */
public record OrderSpread(double sorted, double random, double sd, double low, double high, double flips,
                          double logit, double logitSd, double logitAlone) {

    /**
     * The spread of one label.
     *
     * @param probability from logit to calibrated probability
     * @param reported    whether the call of a probability is the reported one
     */
    static OrderSpread of(OrderEvidence evidence, int label, DoubleUnaryOperator probability,
                          DoublePredicate reported) {
        double[] logits = Arrays.stream(evidence.logits()).mapToDouble(order -> order[label]).toArray();
        double[] probabilities = Arrays.stream(logits).map(probability).toArray();
        double mean = mean(logits);
        long same = Arrays.stream(probabilities).filter(reported).count();
        return new OrderSpread(probability.applyAsDouble(evidence.sorted()[label]), probability.applyAsDouble(mean),
                sd(probabilities), Arrays.stream(probabilities).min().orElseThrow(),
                Arrays.stream(probabilities).max().orElseThrow(), 1 - same / (double) logits.length, mean, sd(logits),
                evidence.alone()[label]);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double sd(double[] values) {
        if (values.length == 1) {
            return 0;
        }
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values).map(each -> (each - mean) * (each - mean)).sum() / (values.length - 1));
    }
}
