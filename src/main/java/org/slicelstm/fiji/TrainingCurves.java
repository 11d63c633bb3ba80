package org.slicelstm.fiji;

import ij.gui.Plot;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.slicelstm.job.Event;

/** Loss and AUC over the epochs, averaged over the labels. */
final class TrainingCurves {
    static final String TITLE = "SliceLSTM training";

    private static final String TRAIN = "train";
    private static final String VALIDATION = "validation";
    private static final String MEAN = "all";
    private static final int WIDTH = 560;
    private static final int HEIGHT = 320;

    private TrainingCurves() {
    }

    /** Draws the curves of the epochs that are finished; values that are not defined are left out. */
    static Plot draw(List<Event.EpochDone> epochs) {
        Plot plot = new Plot(TITLE, "epoch", "loss, AUC");
        plot.setSize(WIDTH, HEIGHT);
        List<String> names = new ArrayList<>();
        double highest = 1;
        highest = Math.max(highest, add(plot, names, epochs, each -> loss(each, TRAIN), "loss, train",
                ProbabilityPlot.COLOURS.get(0)));
        highest = Math.max(highest, add(plot, names, epochs, each -> loss(each, VALIDATION), "loss, validation",
                ProbabilityPlot.COLOURS.get(1)));
        add(plot, names, epochs, each -> auc(each, TRAIN), "AUC, train", ProbabilityPlot.COLOURS.get(5));
        add(plot, names, epochs, each -> auc(each, VALIDATION), "AUC, validation", ProbabilityPlot.COLOURS.get(4));
        plot.setLimits(1, Math.max(2, epochs.isEmpty() ? 1 : epochs.get(epochs.size() - 1).epoch()), 0, highest);
        if (!epochs.isEmpty()) {
            Event.EpochDone last = epochs.get(epochs.size() - 1);
            plot.setColor(Color.BLACK);
            plot.setLineWidth(1);
            plot.addLabel(0, 0, "epoch " + last.epoch() + " of " + last.epochs() + ", best so far " + last.best());
        }
        plot.addLegend(String.join("\n", names));
        return plot;
    }

    private static double add(Plot plot, List<String> names, List<Event.EpochDone> epochs,
                              ToDoubleFunction<Event.EpochDone> value, String name, Color colour) {
        List<Event.EpochDone> known = epochs.stream().filter(each -> !Double.isNaN(value.applyAsDouble(each))).toList();
        if (known.isEmpty()) {
            return 0;
        }
        double[] values = known.stream().mapToDouble(value).toArray();
        plot.setColor(colour);
        plot.setLineWidth(2);
        // A line of one point would be nothing.
        plot.add(known.size() == 1 ? "circle" : "line", known.stream().mapToDouble(Event.EpochDone::epoch).toArray(),
                values);
        names.add(name);
        return Arrays.stream(values).max().orElseThrow();
    }

    /** The mean loss of a part; NaN where it is not defined. */
    static double loss(Event.EpochDone epoch, String split) {
        return of(epoch, split, Event.TrainingMetrics::loss);
    }

    /** The mean AUC of a part; NaN where it is not defined. */
    static double auc(Event.EpochDone epoch, String split) {
        return of(epoch, split, Event.TrainingMetrics::auc);
    }

    private static double of(Event.EpochDone epoch, String split,
                             Function<Event.TrainingMetrics, Double> value) {
        return epoch.rows().stream().filter(row -> row.split().equals(split) && row.label().equals(MEAN))
                .map(value).filter(each -> each != null).findFirst().orElse(Double.NaN);
    }
}
