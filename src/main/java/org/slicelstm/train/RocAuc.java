package org.slicelstm.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.slicelstm.cohort.Label;

/**
 * The area under the ROC curve as the Mann–Whitney statistic: the chance that a patient with the disease scores higher
 * than one without, ties counted half.
 */
final class RocAuc {
    private RocAuc() {
    }

    /** Not a number where one class is missing; patients of whom the label is unknown do not count. */
    static double of(double[] scores, List<Label> truth) {
        int[] order = IntStream.range(0, scores.length).filter(i -> truth.get(i).isKnown()).boxed()
                .sorted((a, b) -> Double.compare(scores[a], scores[b])).mapToInt(Integer::intValue).toArray();
        double positives = Arrays.stream(order).filter(i -> truth.get(i) == Label.PRESENT).count();
        double negatives = order.length - positives;
        double rankSum = 0;
        for (int start = 0; start < order.length;) {
            int end = start;
            int tied = 0;
            while (end < order.length && scores[order[end]] == scores[order[start]]) {
                tied += truth.get(order[end]).value();
                end++;
            }
            // Ranks from 1; tied scores share the mean of their ranks.
            rankSum += tied * (start + 1 + end) / 2.0;
            start = end;
        }
        return (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
    }
}
