package org.slicelstm.predict;

import ij.gui.Plot;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.slicelstm.AtomicFile;
import org.slicelstm.DrawnPicture;
import org.slicelstm.model.Calibration;
import org.slicelstm.model.ModelInfo;

/** How the probability of each label runs from slice to slice. */
public final class RunningPlot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int FONT_SIZE = 13;
    private static final int DOTS = 4;
    /** Told apart by people who see no red or no green too (after Okabe and Ito). */
    private static final Color[] COLOURS = {new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73),
        new Color(0xCC79A7), new Color(0xE69F00), new Color(0x56B4E9), Color.BLACK};

    private RunningPlot() {
    }

    /**
     * Draws the running probabilities of a patient on the scale of the table and the threshold: calibrated. Where the
     * table's probability is a mean over random orders, of which the line shows none, it is a dot at the end.
     *
     * @param model the model
     * @param shown the labels to draw; the threshold is drawn where it is one
     */
    static Plot plot(PatientResult result, ModelInfo model, List<String> shown) {
        List<String> labels = model.labels();
        float[][] running = result.running();
        // A model that answers for the whole patient only has one point, at the last slice.
        boolean whole = running.length == 0;
        int slices = result.slices().size();
        double last = Math.max(2, whole ? slices + 1 : slices);
        String order = result.orderedBy().name().toLowerCase(Locale.ROOT);
        boolean dots = !whole && result.orders() > 1;
        boolean calibrated = shown.stream().anyMatch(label -> model.calibration().get(label).isFitted());
        Plot plot = new Plot(result.patient(), "slice, ordered by " + order + (dots ? "; dots: the table's "
                + "probability, over " + result.orders() + " random orders" : ""),
                (calibrated ? "calibrated " : "") + "probability so far");
        plot.setSize(WIDTH, HEIGHT);
        plot.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
        plot.setLimits(1, last, 0, 1);
        double[] places = IntStream.rangeClosed(whole ? slices : 1, slices).asDoubleStream().toArray();
        for (int line = 0; line < shown.size(); line++) {
            int label = labels.indexOf(shown.get(line));
            Calibration calibration = model.calibration().get(shown.get(line));
            double[] values = whole ? new double[] {result.probabilities()[label]}
                    : Arrays.stream(running).mapToDouble(step -> calibration.probabilityOf(step[label])).toArray();
            plot.setLineWidth(2);
            plot.setColor(COLOURS[line % COLOURS.length]);
            plot.add(places.length == 1 ? "circle" : "line", places, values);
        }
        for (int line = 0; dots && line < shown.size(); line++) {
            plot.setColor(COLOURS[line % COLOURS.length]);
            plot.add("circle", new double[] {slices}, new double[] {
                result.probabilities()[labels.indexOf(shown.get(line))]});
        }
        plot.setLineWidth(1);
        if (shown.size() == 1) {
            double threshold = model.thresholds().get(shown.get(0));
            plot.setColor(Color.GRAY);
            plot.drawDottedLine(1, threshold, last, threshold, DOTS);
        }
        plot.setColor(Color.BLACK);
        plot.addLegend(String.join("\n", shown), "auto");
        plot.addLabel(0, 0, result.patient() + ": only the last step was trained; research use only");
        return plot;
    }

    /**
     * Writes the plot of a patient as PNG, aside and moved into place.
     *
     * @param model the model
     * @param shown the labels to draw
     */
    public static void write(PatientResult result, ModelInfo model, List<String> shown, Path file)
            throws IOException {
        BufferedImage plot = plot(result, model, shown).getProcessor().getBufferedImage();
        AtomicFile.write(file, aside -> DrawnPicture.write(plot, aside));
    }
}
