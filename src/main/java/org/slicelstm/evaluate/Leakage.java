package org.slicelstm.evaluate;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.slicelstm.cohort.Label;

/**
 * How well something that is no finding tells a label: an AUC far from .5, on either side, says that the pictures of
 * those who have it differ by how they were taken, which a model may have learned instead.
 *
 * @param name  {@code slices}, {@code picture_size} or {@code mean_intensity}
 * @param label the label
 * @param auc   with DeLong's interval
 */
public record Leakage(String name, String label, Estimate auc) {

    /** Slice count, picture size and mean intensity for each label. */
    public static List<Leakage> of(List<String> labels, List<EvaluatedPatient> patients) {
        List<EvaluatedPatient> predicted = patients.stream().filter(each -> !each.failed()).toList();
        return labels.stream().flatMap(label -> List.of(
                leakage("slices", label, labels.indexOf(label), predicted, EvaluatedPatient::slices),
                leakage("picture_size", label, labels.indexOf(label), predicted, EvaluatedPatient::pixels),
                leakage("mean_intensity", label, labels.indexOf(label), predicted, EvaluatedPatient::intensity))
                .stream()).toList();
    }

    private static Leakage leakage(String name, String label, int index, List<EvaluatedPatient> patients,
                                   ToDoubleFunction<EvaluatedPatient> value) {
        List<EvaluatedPatient> known = patients.stream().filter(each -> each.truth().get(index).isKnown()).toList();
        double[] values = known.stream().mapToDouble(value).toArray();
        boolean[] positive = new boolean[values.length];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = known.get(i).truth().get(index) == Label.PRESENT;
            if (!Double.isFinite(values[i])) {
                return new Leakage(name, label, Estimate.undefined("not known of these predictions"));
            }
        }
        DeLong deLong = DeLong.of(values, positive);
        if (Double.isNaN(deLong.auc())) {
            return new Leakage(name, label, Estimate.undefined("only one class"));
        }
        Estimate.Interval interval = deLong.interval();
        return new Leakage(name, label, new Estimate(deLong.auc(), interval, Estimate.Interval.none("bootstrap"),
                interval.isDefined() ? "" : "DeLong's interval needs two patients of either class"));
    }
}
