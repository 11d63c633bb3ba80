package org.slicelstm.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Label;

/**
 * How well logits tell who has a label. A value that is not defined (recall without positives, precision without a
 * positive call, AUC of one class) is not a number, and blank where it is written. Calls are those of the model: at its
 * threshold on the calibrated probability, as a prediction and an evaluation call.
 *
 * @param loss        cross-entropy from the logits, Σ w·CE / Σ mask
 * @param accuracy    of the patients with a known label
 * @param recall      TP / (TP + FN)
 * @param precision   TP / (TP + FP)
 * @param specificity TN / (TN + FP)
 * @param f1          2 TP / (2 TP + FP + FN)
 * @param auc         area under the ROC curve, ties counted half
 */
public record Metrics(double loss, double accuracy, double recall, double precision, double specificity, double f1,
                      double auc) {
    /** The name under which the average over the labels is kept. */
    public static final String ALL = "all";

    /**
     * The metrics of one label.
     *
     * @param logits  one a patient, finite
     * @param truth   one a patient
     * @param weights of the loss
     * @param calls   which logits are called positive
     * @throws UserException if a logit is not finite: the training has diverged
     */
    public static Metrics of(double[] logits, List<Label> truth, LabelWeights weights, DoublePredicate calls) {
        requireFinite(logits);
        int tp = 0;
        int fp = 0;
        int tn = 0;
        int fn = 0;
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            Label label = truth.get(i);
            if (label.isKnown()) {
                loss += weights.of(label) * crossEntropy(logits[i], label);
                boolean called = calls.test(logits[i]);
                boolean has = label == Label.PRESENT;
                tp += called && has ? 1 : 0;
                fp += called && !has ? 1 : 0;
                tn += !called && !has ? 1 : 0;
                fn += !called && has ? 1 : 0;
            }
        }
        double known = tp + fp + tn + fn;
        // 0/0 is not a number: exactly what undefined means here.
        return new Metrics(loss / known, (tp + tn) / known, tp / (double) (tp + fn), tp / (double) (tp + fp),
                tn / (double) (tn + fp), 2 * tp / (double) (2 * tp + fp + fn), RocAuc.of(logits, truth));
    }

    /**
     * The metrics of each label, and {@link #ALL} last.
     *
     * @param names   the labels
     * @param logits  {@code [patients, labels]}
     * @param truth   for each patient its labels
     * @param weights one for each label
     * @param calls   for each label which logits are called positive
     */
    public static List<Named> of(List<String> names, double[][] logits, List<List<Label>> truth,
                                 List<LabelWeights> weights, List<DoublePredicate> calls) {
        List<Named> metrics = new ArrayList<>();
        double loss = 0;
        long known = 0;
        for (int i = 0; i < names.size(); i++) {
            int label = i;
            double[] column = new double[logits.length];
            for (int patient = 0; patient < column.length; patient++) {
                column[patient] = logits[patient][label];
            }
            List<Label> labels = truth.stream().map(each -> each.get(label)).toList();
            Metrics one = of(column, labels, weights.get(label), calls.get(label));
            metrics.add(new Named(names.get(label), one));
            long count = labels.stream().filter(Label::isKnown).count();
            loss += count == 0 ? 0 : one.loss() * count;
            known += count;
        }
        metrics.add(new Named(ALL, average(metrics, loss / known)));
        return List.copyOf(metrics);
    }

    /**
     * Metrics under the name of a label.
     *
     * @param label   the label, or {@link #ALL}
     * @param metrics its metrics
     */
    public record Named(String label, Metrics metrics) { }

    /**
     * The mean over the labels for which a value is defined. The loss is the loss that trains, Σ mask·w·CE / Σ mask over
     * all labels: the mean where every label is known of as many patients.
     */
    private static Metrics average(List<Named> labels, double loss) {
        return new Metrics(loss, mean(labels, Metrics::accuracy), mean(labels, Metrics::recall),
                mean(labels, Metrics::precision), mean(labels, Metrics::specificity), mean(labels, Metrics::f1),
                mean(labels, Metrics::auc));
    }

    private static double mean(List<Named> labels, ToDoubleFunction<Metrics> of) {
        return labels.stream().mapToDouble(each -> of.applyAsDouble(each.metrics()))
                .filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
    }

    /** {@code −log σ(logit)} or {@code −log(1 − σ(logit))}, without overflow or loss of small values. */
    static double crossEntropy(double logit, Label label) {
        double margin = label == Label.PRESENT ? logit : -logit;
        return Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
    }

    static void requireFinite(double[] logits) {
        for (double logit : logits) {
            if (!Double.isFinite(logit)) {
                throw new UserException("The training has diverged: the model's answer for a patient is not a number; "
                        + "give a lower --learning-rate or a --clip such as 1, and start again.");
            }
        }
    }

    /** One value by its column. */
    public double get(Metric metric) {
        return switch (metric) {
            case LOSS -> loss;
            case ACCURACY -> accuracy;
            case RECALL -> recall;
            case PRECISION -> precision;
            case SPECIFICITY -> specificity;
            case F1 -> f1;
            case AUC -> auc;
        };
    }
}
