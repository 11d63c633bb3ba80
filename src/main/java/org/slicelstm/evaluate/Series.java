package org.slicelstm.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.slicelstm.cohort.Label;

/**
 * The answers of one label, as figures need them.
 *
 * @param measured      its measures
 * @param probabilities {@code [patients]} with a known label, from the highest
 * @param positive      {@code [patients]}
 */
record Series(LabelEvaluation measured, double[] probabilities, boolean[] positive) {
    private static final int BINS = 10;

    /** A line. */
    record Line(double[] x, double[] y) {
        private static Line of(List<double[]> points) {
            return new Line(points.stream().mapToDouble(each -> each[0]).toArray(),
                    points.stream().mapToDouble(each -> each[1]).toArray());
        }
    }

    /**
     * Patients whose probability is in one bin of ten.
     *
     * @param mean      their mean probability
     * @param positives how many have it
     * @param patients  how many there are
     */
    record Bin(double mean, int positives, int patients) { }

    static List<Series> of(EvaluationResult result) {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < result.labels().size(); i++) {
            int label = i;
            List<EvaluatedPatient> known = result.predicted().stream()
                    .filter(each -> each.truth().get(label).isKnown())
                    .sorted(Comparator.comparingDouble((EvaluatedPatient each) -> each.probability(label)).reversed())
                    .toList();
            boolean[] positive = new boolean[known.size()];
            for (int j = 0; j < positive.length; j++) {
                positive[j] = known.get(j).truth().get(label) == Label.PRESENT;
            }
            series.add(new Series(result.evaluation().labels().get(i),
                    known.stream().mapToDouble(each -> each.probability(label)).toArray(), positive));
        }
        return series;
    }

    String label() {
        return measured.label();
    }

    int positives() {
        return measured.positives();
    }

    int negatives() {
        return measured.negatives();
    }

    /** False positive rate and sensitivity at every threshold; tied patients give one point. */
    Line roc() {
        List<double[]> points = new ArrayList<>();
        points.add(new double[] {0, 0});
        int tp = 0;
        for (int i = 0; i < probabilities.length; i++) {
            tp += positive[i] ? 1 : 0;
            if (endsTie(i)) {
                points.add(new double[] {(i + 1 - tp) / (double) negatives(), tp / (double) positives()});
            }
        }
        return Line.of(points);
    }

    /** Recall and precision as the steps whose area is the average precision. */
    Line precisionRecall() {
        List<double[]> points = new ArrayList<>();
        int tp = 0;
        int before = 0;
        for (int i = 0; i < probabilities.length; i++) {
            tp += positive[i] ? 1 : 0;
            if (endsTie(i) && tp > before) {
                double precision = tp / (double) (i + 1);
                points.add(new double[] {before / (double) positives(), precision});
                points.add(new double[] {tp / (double) positives(), precision});
                before = tp;
            }
        }
        return Line.of(points);
    }

    private boolean endsTie(int i) {
        return i + 1 == probabilities.length || probabilities[i + 1] != probabilities[i];
    }

    /** The bins of the expected calibration error that hold anybody. */
    List<Bin> bins() {
        double[] sums = new double[BINS];
        int[] positives = new int[BINS];
        int[] patients = new int[BINS];
        for (int i = 0; i < probabilities.length; i++) {
            int bin = Sample.bin(probabilities[i]);
            sums[bin] += probabilities[i];
            positives[bin] += positive[i] ? 1 : 0;
            patients[bin]++;
        }
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (patients[bin] > 0) {
                bins.add(new Bin(sums[bin] / patients[bin], positives[bin], patients[bin]));
            }
        }
        return bins;
    }

    /** How many of one class have a probability in each of {@code n} bins of equal width. */
    int[] histogram(int n, boolean ofPositives) {
        int[] counts = new int[n];
        for (int i = 0; i < probabilities.length; i++) {
            if (positive[i] == ofPositives) {
                counts[Math.min(n - 1, (int) (probabilities[i] * n))]++;
            }
        }
        return counts;
    }

    static int most(int[] counts) {
        return Arrays.stream(counts).max().orElse(0);
    }
}
