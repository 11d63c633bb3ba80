package org.slicelstm.train.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slicelstm.train.Metric;
import org.slicelstm.train.Metrics;
import org.slicelstm.train.study.Summary.Row;
import org.slicelstm.train.study.Summary.Way;

/** What a summary shows, in sentences that follow from its numbers. */
public final class Findings {
    private static final double CHANCE = .5;

    private Findings() {
    }

    /**
     * The sentences, for each label the means first, then the comparisons, then what limits them.
     *
     * @param metric what the study compares
     */
    public static List<String> of(Summary summary, Metric metric) {
        List<String> sentences = new ArrayList<>();
        int comparisons = 0;
        for (String label : shown(summary)) {
            List<Row> rows = summary.of(label, metric);
            String of = label.equals(Metrics.ALL) ? "mean of the labels" : label;
            for (Row row : rows) {
                sentences.add(of + ", " + words(row.way()) + ": " + name(metric) + " " + text(row.estimate()) + ".");
            }
            for (Row row : rows) {
                if (row.difference().isPresent()) {
                    comparisons++;
                    sentences.add(comparison(of, row, metric));
                }
            }
            if (metric == Metric.AUC && rows.stream().noneMatch(row -> row.estimate().low() > CHANCE)) {
                sentences.add(of + ": none is shown to tell patients apart better than chance (an AUC of 0.50), so "
                        + "that the comparison says little.");
            }
        }
        if (comparisons > 1) {
            sentences.add("The intervals are not widened for " + comparisons + " comparisons: with 20 of them, one "
                    + "would be expected to show a difference where there is none.");
        }
        return List.copyOf(sentences);
    }

    /** The labels to speak of: the mean only where it is one of several. */
    static List<String> shown(Summary summary) {
        List<String> labels = new ArrayList<>(summary.labels());
        if (labels.size() == 2) {
            labels.remove(Metrics.ALL);
        }
        return labels;
    }

    private static String comparison(String label, Row row, Metric metric) {
        Estimate difference = row.difference().orElseThrow();
        String start = label + ", " + words(row.way()) + " against " + words(row.against().orElseThrow()) + ": ";
        if (Double.isNaN(difference.low())) {
            return start + "too few cells have both, so nothing can be said.";
        }
        String values = "a difference of " + difference(difference) + ", cell by cell; ";
        if (!difference.excludes(0)) {
            return start + values + "the interval holds 0, so this study does not show a difference.";
        }
        return start + values + "the interval leaves 0 out: " + name(metric) + " is "
                + (difference.mean() > 0 ? "higher" : "lower") + ".";
    }

    /** A variant and its order as one reads it. */
    static String words(Way way) {
        return "'" + way.variant() + "' asked in " + (way.order().equals("sorted") ? "sorted order" : "random orders");
    }

    static String name(Metric metric) {
        return metric == Metric.AUC ? "AUC" : metric == Metric.F1 ? "F1" : metric.toString();
    }

    /** A mean with its interval, such as {@code 0.87 (0.83 to 0.90)}. */
    static String text(Estimate estimate) {
        if (Double.isNaN(estimate.mean())) {
            return "not defined in any cell";
        }
        return number(estimate.mean()) + (Double.isNaN(estimate.low()) ? " (one cell, no interval)"
                : " (" + number(estimate.low()) + " to " + number(estimate.high()) + ")");
    }

    /** A difference with its interval, such as {@code -0.020 (-0.051 to +0.011)}; empty where it is not defined. */
    static String difference(Estimate estimate) {
        return Double.isNaN(estimate.low()) ? "" : signed(estimate.mean()) + " (" + signed(estimate.low()) + " to "
                + signed(estimate.high()) + ")";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String signed(double value) {
        String text = String.format(Locale.ROOT, "%+.3f", value);
        return text.equals("-0.000") ? "+0.000" : text;
    }
}
