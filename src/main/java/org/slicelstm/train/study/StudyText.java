package org.slicelstm.train.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slicelstm.AtomicFile;
import org.slicelstm.Count;
import org.slicelstm.Product;
import org.slicelstm.train.Metric;
import org.slicelstm.train.Metrics;
import org.slicelstm.train.study.Summary.Row;

/** {@code study.md}: what was asked, done and found. */
public final class StudyText {
    private StudyText() {
    }

    /**
     * What was done.
     *
     * @param study          the study's name
     * @param question       what it asks
     * @param patients       how many took part
     * @param slices         their slices
     * @param phantoms       whether they are synthetic
     * @param recipe         the first variant's recipe
     * @param trainsBackbone whether the backbone is trained too
     * @param epochs         of a training
     * @param folds          parts of the cross-validation
     * @param seeds          of everything that is random
     * @param validation     fraction of the patients that choose the best epoch
     * @param bestBy         the metric in which it is best
     * @param notes          what else the reader should know, one sentence each
     */
    public record Facts(String study, String question, int patients, long slices, boolean phantoms, String recipe,
            boolean trainsBackbone, int epochs, int folds, List<Long> seeds, double validation, String bestBy,
            List<String> notes) { }

    /** Writes the text; a reader sees the old file or the whole new one. */
    public static void write(Path file, Facts facts, Summary summary, Metric metric, List<String> findings)
            throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# Study: " + facts.study());
        lines.add("");
        lines.add("> " + Product.RESEARCH_USE_ONLY);
        lines.add("");
        lines.add(facts.question());
        lines.add("");
        lines.add("## What it shows");
        lines.add("");
        findings.forEach(each -> lines.add("- " + each));
        lines.add("");
        table(lines, summary, metric);
        lines.add("![Each variant's cells, means and intervals](summary.png)");
        lines.add("");
        lines.add("## What was done");
        lines.add("");
        lines.add("- " + Count.of(facts.patients(), facts.phantoms() ? "synthetic patient" : "patient") + " with "
                + Count.of(facts.slices(), "slice") + "; recipe " + facts.recipe()
                + (facts.trainsBackbone() ? ", backbone "
                + "trained too"
                : ", backbone frozen") + ", " + Count.of(facts.epochs(), "epoch") + ".");
        lines.add("- Each variant was trained on every one of " + facts.folds() + " folds from "
                + (facts.seeds().size() == 1 ? "the seed " : "each of the seeds ") + facts.seeds().stream()
                .map(String::valueOf).collect(Collectors.joining(", ")) + ". A seed sets folds, weights that are "
                        + "drawn and "
                + "orders alike for all variants, so that they are compared cell by cell. One fold was kept back; "
                + Math.round(100 * facts.validation()) + " % of the patients chose the epoch that is best in "
                + facts.bestBy() + "; the numbers are of the fold that was kept back.");
        lines.add("- Random orders: the mean logit over 16 orders. Sorted order: one pass in the slices' own order.");
        lines.add("- Intervals: Student's t over the cells at 95 %, with the variance of the mean corrected for "
                + "training "
                + "sets that overlap, s²(1/n + 1/(folds − 1)) (Nadeau and Bengio 2003). They speak of new trainings on "
                + "patients like these, not of other hospitals.");
        facts.notes().forEach(each -> lines.add("- " + each));
        if (facts.phantoms()) {
            lines.add("- Synthetic patients: what is found holds for them and need not hold for real ones.");
        }
        lines.add("");
        lines.add("`summary.csv` has all metrics, `results.csv` every cell, `runs/` every training, `study.json` all "
                + "settings.");
        AtomicFile.write(file, aside -> Files.writeString(aside, String.join("\n", lines) + "\n"));
    }

    private static void table(List<String> lines, Summary summary, Metric metric) {
        String name = Findings.name(metric);
        lines.add("| label | variant | asked in | cells | " + name + " (95 % interval) | difference | against |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- |");
        for (String label : Findings.shown(summary)) {
            for (Row row : summary.of(label, metric)) {
                lines.add("| " + (label.equals(Metrics.ALL) ? "mean of the labels" : label) + " | "
                        + row.way().variant() + " | " + row.way().order() + " | " + row.estimate().cells() + " | "
                        + Findings.text(row.estimate()) + " | " + row.difference().map(Findings::difference).orElse("")
                        + " | " + row.against().map(Summary.Way::toString).orElse("") + " |");
            }
        }
        lines.add("");
    }
}
