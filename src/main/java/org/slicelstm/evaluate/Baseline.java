package org.slicelstm.evaluate;

import java.util.List;
import org.slicelstm.cohort.Label;

/**
 * What a constant answer reaches that looks at no picture.
 *
 * @param label      the label
 * @param prevalence the constant probability: of the training patients where the table tells them, else of the
 *                   evaluated ones; NaN where nobody is known
 * @param accuracy   of always saying what most of those patients have
 * @param precision  the average precision of a constant: the prevalence of the evaluated patients
 * @param brier      of the constant probability
 * @param logLoss    of the constant probability
 * @param trained    whether the constant is of training patients
 */
public record Baseline(String label, double prevalence, double accuracy, double precision, double brier,
                       double logLoss, boolean trained) {

    /**
     * One for each label.
     *
     * @param scored   labels of the evaluated patients
     * @param training labels of the training patients; none where they are not known
     */
    public static List<Baseline> of(List<String> labels, List<List<Label>> scored, List<List<Label>> training) {
        return labels.stream().map(label -> {
            int index = labels.indexOf(label);
            double q = prevalence(scored, index);
            double trained = prevalence(training, index);
            double p = Double.isNaN(trained) ? q : trained;
            return new Baseline(label, p, p > .5 ? q : 1 - q, q, q * (1 - p) * (1 - p) + (1 - q) * p * p,
                    -xLogY(q, p) - xLogY(1 - q, 1 - p), !Double.isNaN(trained));
        }).toList();
    }

    private static double prevalence(List<List<Label>> patients, int label) {
        return patients.stream().map(each -> each.get(label)).filter(Label::isKnown).mapToInt(Label::value).average()
                .orElse(Double.NaN);
    }

    /** {@code x·ln y}, 0 where x is 0; y is kept 2⁻⁵² away from 0. */
    private static double xLogY(double x, double y) {
        return x == 0 ? 0 : x * Math.log(Math.max(y, Math.ulp(1.0)));
    }
}
