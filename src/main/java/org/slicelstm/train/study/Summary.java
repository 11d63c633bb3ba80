package org.slicelstm.train.study;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.slicelstm.AtomicFile;
import org.slicelstm.train.Metric;

/**
 * What the cells of a study come to.
 *
 * @param rows for each label and metric the ways in the order in which they came, the reference first
 */
public record Summary(List<Row> rows) {

    /**
     * A variant and the order in which it is asked.
     *
     * @param variant the variant's name
     * @param order   {@code random} or {@code sorted}
     */
    public record Way(String variant, String order) {
        @Override
        public String toString() {
            return variant + "/" + order;
        }
    }

    /**
     * A row.
     *
     * @param way        what was asked how
     * @param label      the label
     * @param metric     what is estimated
     * @param estimate   its mean over the cells
     * @param against    what it is compared with: for a variant's first order the first variant's first order, for its
     *                   other orders its first; none for the reference itself
     * @param difference the mean over the cells of the difference to that, cell by cell
     */
    public record Row(Way way, String label, Metric metric, Estimate estimate, Optional<Way> against,
                      Optional<Estimate> difference) { }

    public Summary {
        rows = List.copyOf(rows);
    }

    /**
     * Summarises a study.
     *
     * @param scores of all cells
     * @param ways   in the order of the study, the first one the reference
     * @param folds  of the cross-validation
     */
    public static Summary of(List<Score> scores, List<Way> ways, int folds) {
        Map<List<Object>, Score> byPlace = new HashMap<>();
        Set<String> labels = new LinkedHashSet<>();
        Set<List<Object>> draws = new LinkedHashSet<>();
        for (Score each : scores) {
            List<Object> draw = List.of(each.cell().seed(), each.cell().fold());
            labels.add(each.label());
            draws.add(draw);
            byPlace.put(List.of(new Way(each.cell().variant(), each.order()), each.label(), draw), each);
        }
        List<Row> rows = new ArrayList<>();
        for (String label : labels) {
            for (Metric metric : Metric.values()) {
                Map<Way, double[]> values = new HashMap<>();
                for (Way way : ways) {
                    values.put(way, draws.stream().mapToDouble(draw -> {
                        Score score = byPlace.get(List.of(way, label, draw));
                        return score == null ? Double.NaN : score.metrics().get(metric);
                    }).toArray());
                }
                for (Way way : ways) {
                    Optional<Way> against = against(way, ways);
                    Estimate estimate = Estimate.of(values.get(way), folds)
                            .within(0, metric == Metric.LOSS ? Double.POSITIVE_INFINITY : 1);
                    rows.add(new Row(way, label, metric, estimate, against, against.map(other ->
                            Estimate.of(difference(values.get(way), values.get(other)), folds))));
                }
            }
        }
        return new Summary(rows);
    }

    private static Optional<Way> against(Way way, List<Way> ways) {
        Way first = ways.stream().filter(each -> each.variant().equals(way.variant())).findFirst().orElseThrow();
        return way.equals(ways.get(0)) ? Optional.empty() : Optional.of(way.equals(first) ? ways.get(0) : first);
    }

    private static double[] difference(double[] of, double[] to) {
        double[] difference = new double[of.length];
        for (int i = 0; i < of.length; i++) {
            difference[i] = of[i] - to[i];
        }
        return difference;
    }

    /** The rows of one label and metric. */
    public List<Row> of(String label, Metric metric) {
        return rows.stream().filter(row -> row.label().equals(label) && row.metric() == metric).toList();
    }

    /** The labels in the order in which they came. */
    public List<String> labels() {
        return rows.stream().map(Row::label).distinct().toList();
    }

    /** Writes {@code summary.csv}; values that are not defined are empty. */
    public void write(Path file) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader("variant", "order", "label", "metric", "cells", "mean",
                "low", "high", "against", "difference", "difference_low", "difference_high", "interval")
                .setRecordSeparator('\n').get();
        AtomicFile.write(file, aside -> {
            try (BufferedWriter writer = Files.newBufferedWriter(aside, StandardCharsets.UTF_8);
                    CSVPrinter printer = new CSVPrinter(writer, format)) {
                for (Row row : rows) {
                    Estimate none = new Estimate(0, Double.NaN, Double.NaN, Double.NaN);
                    Estimate difference = row.difference().orElse(none);
                    printer.printRecord(row.way().variant(), row.way().order(), row.label(), row.metric(),
                            row.estimate().cells(), Scores.number(row.estimate().mean()),
                            Scores.number(row.estimate().low()), Scores.number(row.estimate().high()),
                            row.against().map(Way::toString).orElse(""), Scores.number(difference.mean()),
                            Scores.number(difference.low()), Scores.number(difference.high()), Estimate.METHOD);
                }
            }
        });
    }
}
