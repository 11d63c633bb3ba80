package org.slicelstm.cli;

import java.io.PrintWriter;
import java.util.List;
import org.slicelstm.Product;
import org.slicelstm.job.Event;

/** {@code train} for reading: a row an epoch, averaged over the labels; history.csv has all of it. */
final class TrainingTable implements Report {
    private static final String MEAN = "all";

    private final PrintWriter out;

    TrainingTable(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.TrainingStarted started) {
            out.println(Product.RESEARCH_USE_ONLY + " Training " + String.join(", ", started.labels()) + " on "
                    + started.device() + ", epochs " + started.from() + " to " + started.epochs() + ".");
            out.println("epoch  train loss  accuracy    auc  validation loss  accuracy    auc  best  time left");
        } else if (event instanceof Event.EpochDone done) {
            long left = done.secondsLeft();
            out.println(String.format("%5d  %10s  %8s  %5s  %15s  %8s  %5s  %4d  %d:%02d:%02d", done.epoch(),
                    loss(done.rows(), "train"), accuracy(done.rows(), "train"), auc(done.rows(), "train"),
                    loss(done.rows(), "validation"), accuracy(done.rows(), "validation"),
                    auc(done.rows(), "validation"), done.best(), left / 3600, left / 60 % 60, left % 60));
        } else if (event instanceof Event.Tested tested) {
            // Of one label the mean is that label's own row.
            tested.rows().stream().filter(row -> tested.rows().size() > 2 || !row.label().equals(MEAN)).forEach(row ->
                    out.println(String.format(
                    "test, %s: loss %s, accuracy %s, recall %s, specificity %s, F1 %s, AUC %s", row.label(),
                    text(row.loss()), text(row.accuracy()), text(row.recall()), text(row.specificity()), text(row.f1()),
                    text(row.auc()))));
        }
    }

    private static String loss(List<Event.TrainingMetrics> rows, String split) {
        return text(mean(rows, split) == null ? null : mean(rows, split).loss());
    }

    private static String accuracy(List<Event.TrainingMetrics> rows, String split) {
        return text(mean(rows, split) == null ? null : mean(rows, split).accuracy());
    }

    private static String auc(List<Event.TrainingMetrics> rows, String split) {
        return text(mean(rows, split) == null ? null : mean(rows, split).auc());
    }

    private static Event.TrainingMetrics mean(List<Event.TrainingMetrics> rows, String split) {
        return rows.stream().filter(row -> row.split().equals(split) && row.label().equals(MEAN)).findFirst()
                .orElse(null);
    }

    /** A value that is not defined is a dash. */
    private static String text(Double value) {
        return value == null ? "-" : String.format("%.3f", value);
    }
}
