package org.slicelstm.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slicelstm.cohort.Label;

/**
 * Two models on the same patients: DeLong's test of paired AUCs.
 *
 * @param label      the label
 * @param patients   with a known label and a prediction of both models
 * @param auc        of the model
 * @param other      of the other one
 * @param difference auc − other with DeLong's interval
 * @param z          the difference in standard errors; NaN where it is not defined
 * @param p          two-sided; NaN where it is not defined
 */
public record Comparison(String label, int patients, double auc, double other, Estimate difference, double z,
                         double p) {

    /** The test for each label. */
    public static List<Comparison> of(List<String> labels, List<EvaluatedPatient> model,
                                      List<EvaluatedPatient> other) {
        Map<String, EvaluatedPatient> byId = new HashMap<>();
        other.stream().filter(each -> !each.failed()).forEach(each -> byId.put(each.id(), each));
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            int label = i;
            List<EvaluatedPatient> both = model.stream().filter(each -> !each.failed() && byId.containsKey(each.id()))
                    .filter(each -> each.truth().get(label).isKnown()).toList();
            double[] one = both.stream().mapToDouble(each -> each.probability(label)).toArray();
            double[] two = both.stream().mapToDouble(each -> byId.get(each.id()).probability(label)).toArray();
            boolean[] positive = new boolean[one.length];
            for (int j = 0; j < positive.length; j++) {
                positive[j] = both.get(j).truth().get(label) == Label.PRESENT;
            }
            comparisons.add(of(labels.get(label), one, two, positive));
        }
        return comparisons;
    }

    static Comparison of(String label, double[] one, double[] two, boolean[] positive) {
        DeLong a = DeLong.of(one, positive);
        DeLong b = DeLong.of(two, positive);
        double difference = a.auc() - b.auc();
        double variance = a.variance() + b.variance() - 2 * a.covarianceWith(b);
        Estimate.Interval none = Estimate.Interval.none("bootstrap");
        if (Double.isNaN(difference)) {
            return new Comparison(label, one.length, a.auc(), b.auc(), Estimate.undefined("only one class"), Double.NaN,
                    Double.NaN);
        }
        // Rounding leaves a few 10⁻¹⁸ where both models order the patients alike.
        if (Double.isNaN(variance) || variance < 1e-15) {
            return new Comparison(label, one.length, a.auc(), b.auc(), new Estimate(difference,
                    Estimate.Interval.none("DeLong"), none, Double.isNaN(variance)
                            ? "DeLong's test needs two patients of either class"
                            : "the difference has no variance: both order these patients alike"), Double.NaN,
                    Double.NaN);
        }
        double z = difference / Math.sqrt(variance);
        return new Comparison(label, one.length, a.auc(), b.auc(), new Estimate(difference,
                Estimate.Interval.wald(difference, variance, "DeLong"), none, ""), z, Normal.twoSided(z));
    }
}
