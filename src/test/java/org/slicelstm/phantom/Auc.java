package org.slicelstm.phantom;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Area under the ROC curve by the Mann–Whitney statistic, ties counted half. */
final class Auc {
    private Auc() {
    }

    static double of(double[] scores, boolean[] positive) {
        int n = scores.length;
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        double ranks = 0;
        int positives = 0;
        for (int from = 0; from < n;) {
            int to = from;
            while (to < n && scores[order[to]] == scores[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                if (positive[order[i]]) {
                    ranks += (from + 1 + to) / 2.;
                    positives++;
                }
            }
            from = to;
        }
        return (ranks - positives * (positives + 1) / 2.) / ((double) positives * (n - positives));
    }
}
