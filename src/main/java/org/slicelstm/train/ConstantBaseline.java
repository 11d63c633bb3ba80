package org.slicelstm.train;

import java.util.ArrayList;
import java.util.List;

/**
 * What a model would reach that looks at no picture: to be printed beside every result.
 *
 * @param label        the label, or {@code all} for the mean
 * @param accuracy     of always saying what most training patients have
 * @param crossEntropy of always answering the prevalence of the training patients, plain
 * @param weightedLoss of always answering one half, with the weights of the training patients
 */
public record ConstantBaseline(String label, double accuracy, double crossEntropy, double weightedLoss) {

    /**
     * The baseline of one label.
     *
     * @param train  the training patients
     * @param scored the patients it is scored on; the same for the training baseline
     */
    public static ConstantBaseline of(Prevalence train, Prevalence scored) {
        double p = train.fraction();
        double q = scored.fraction();
        double accuracy = p > .5 ? q : 1 - q;
        double crossEntropy = -(xLogY(q, p) + xLogY(1 - q, 1 - p));
        double weighted = Math.log(2) * (q * (1 - p) + (1 - q) * p);
        return new ConstantBaseline(scored.label(), accuracy, crossEntropy, weighted);
    }

    /** The baseline of each label, and the mean under the name {@code all}. */
    public static List<ConstantBaseline> of(List<Prevalence> train, List<Prevalence> scored) {
        List<ConstantBaseline> baselines = new ArrayList<>();
        for (int label = 0; label < train.size(); label++) {
            baselines.add(of(train.get(label), scored.get(label)));
        }
        baselines.add(new ConstantBaseline(Metrics.ALL,
                baselines.stream().mapToDouble(ConstantBaseline::accuracy).average().orElse(Double.NaN),
                baselines.stream().mapToDouble(ConstantBaseline::crossEntropy).average().orElse(Double.NaN),
                baselines.stream().mapToDouble(ConstantBaseline::weightedLoss).average().orElse(Double.NaN)));
        return List.copyOf(baselines);
    }

    /** {@code x·ln y}, 0 where x is 0. */
    private static double xLogY(double x, double y) {
        return x == 0 ? 0 : x * Math.log(y);
    }
}
