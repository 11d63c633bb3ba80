package org.slicelstm.fiji;

import ij.WindowManager;
import ij.gui.Plot;
import java.awt.Color;
import java.util.List;
import org.slicelstm.job.Event;
import org.slicelstm.job.PatientPrediction;

/** How the probabilities run from slice to slice. One window for all predictions: a batch leaves no hundred behind. */
final class ProbabilityPlot {
    static final String TITLE = "SliceLSTM running probability";

    /** Told apart by people who do not tell red from green (Okabe and Ito, 2008). */
    static final List<Color> COLOURS = List.of(new Color(0, 114, 178), new Color(213, 94, 0),
            new Color(0, 158, 115), new Color(204, 121, 167), new Color(230, 159, 0), new Color(86, 180, 233),
            Color.BLACK);
    private static final int WIDTH = 560;
    private static final int HEIGHT = 300;
    private static final int DOTS = 4;

    private ProbabilityPlot() {
    }

    /**
     * Draws the plot on the scale of the table; it has no window yet. A dot at the end of a line is the table's
     * probability; the likeliest label's threshold is dotted in its colour.
     *
     * @param scales from the raw probabilities of the lines to those of the table, for each label
     */
    static Plot draw(PatientPrediction patient, List<String> labels, List<Event.Scale> scales) {
        Plot plot = new Plot(TITLE, "slices seen, " + patient.patient() + " (" + patient.orderedBy() + ")",
                "probability so far; dots: the table's");
        plot.setSize(WIDTH, HEIGHT);
        int steps = patient.running().size();
        // An adopted model may answer for the whole patient only: one point, after the last slice.
        int slices = steps == 0 ? patient.slices() : steps;
        double[] seen = steps == 0 ? new double[] {slices} : new double[steps];
        for (int label = 0; label < labels.size(); label++) {
            double[] probability = steps == 0 ? new double[] {patient.probabilities().get(labels.get(label))}
                    : new double[steps];
            for (int slice = 0; slice < steps; slice++) {
                seen[slice] = slice + 1;
                probability[slice] = scales.get(label).calibrated(patient.running().get(slice).get(label));
            }
            plot.setColor(COLOURS.get(label % COLOURS.size()));
            plot.setLineWidth(2);
            plot.add("line", seen, probability);
        }
        double first = slices == 1 ? 0 : 1;
        double last = Math.max(2, steps == 0 ? slices + 1 : slices);
        plot.setLimits(first, last, 0, 1);
        for (int label = 0; label < labels.size(); label++) {
            plot.setColor(COLOURS.get(label % COLOURS.size()));
            plot.add("circle", new double[] {slices}, new double[] {patient.probabilities().get(labels.get(label))});
        }
        int likeliest = SliceNumbers.likeliest(patient, labels);
        double threshold = scales.get(likeliest).threshold();
        plot.setColor(COLOURS.get(likeliest % COLOURS.size()));
        plot.setLineWidth(1);
        plot.drawDottedLine(first, threshold, last, threshold, DOTS);
        plot.setColor(Color.BLACK);
        plot.setLineWidth(1);
        plot.addLegend(String.join("\n", labels));
        return plot;
    }

    /** Shows the plot, in the window of the plot before where there is one. */
    static void show(Plot plot) {
        if (WindowManager.getWindow(TITLE) instanceof PlotFrame window) {
            window.draw(plot);
        } else {
            new PlotFrame(TITLE, plot);
        }
    }
}
