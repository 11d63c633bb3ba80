package org.slicelstm.cli;

import java.io.PrintWriter;
import org.slicelstm.Count;
import org.slicelstm.Product;
import org.slicelstm.job.Event;

/** {@code evaluate} for reading: a row for each label; metrics.json has all of it. */
final class EvaluationTable implements Report {
    private final PrintWriter out;

    EvaluationTable(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.Evaluated evaluated) {
            out.println(Product.RESEARCH_USE_ONLY + " " + Count.of(evaluated.patients(), "patient") + " ("
                    + evaluated.split()
                    + "), " + evaluated.failed() + " without a prediction.");
            int width = evaluated.rows().stream().mapToInt(row -> row.label().length()).max().orElse(0);
            String format = "%-" + Math.max(5, width) + "s  %9s  %9s  %-21s  %11s  %11s  %6s";
            out.println(String.format(format, "label", "positives", "negatives", "AUC (95 % interval)", "sensitivity",
                    "specificity", "Brier"));
            for (Event.EvaluatedLabel row : evaluated.rows()) {
                String interval = row.low() == null ? "" : " (" + text(row.low()) + "-" + text(row.high()) + ")";
                out.println(String.format(format, row.label(), row.positives(), row.negatives(),
                        text(row.auc()) + interval, text(row.sensitivity()), text(row.specificity()),
                        text(row.brier())));
            }
        }
    }

    /** A value that is not defined is a dash. */
    private static String text(Double value) {
        return value == null ? "-" : String.format("%.3f", value);
    }
}
