package org.slicelstm.train;

import ij.ImagePlus;
import ij.gui.Plot;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.slicelstm.AtomicFile;
import org.slicelstm.DrawnPicture;
import org.slicelstm.cohort.Part;

/**
 * {@code curves.png}: one panel for each metric, averaged over the labels, for the patients that train and those that
 * validate; where there are several labels, also F1 of each on the validation patients, as the paper shows it.
 */
public final class Curves {
    private static final List<Metric> METRICS = List.of(Metric.LOSS, Metric.ACCURACY, Metric.AUC, Metric.F1,
            Metric.RECALL, Metric.PRECISION, Metric.SPECIFICITY);
    private static final int COLUMNS = 4;
    private static final int FRAME_WIDTH = 330;
    private static final int FRAME_HEIGHT = 230;
    private static final int TITLE_HEIGHT = 26;
    private static final int NOTE_HEIGHT = 30;
    private static final float LINE = 2;
    /** Room around the values, so that a curve along 0 or 1 is seen. */
    private static final double MARGIN = .03;
    /** With fewer epochs on the axis its numbers would be fractions. */
    private static final int FEWEST_EPOCHS = 5;
    private static final Color TRAIN = new Color(0x0072B2);
    private static final Color VALIDATION = new Color(0xD55E00);
    private static final Color BEST = new Color(0x999999);
    /** Okabe and Ito's colours, which colour-blind readers tell apart. */
    private static final List<Color> LABELS = List.of(TRAIN, VALIDATION, new Color(0x009E73), new Color(0xCC79A7),
            new Color(0xE69F00), new Color(0x56B4E9), Color.BLACK);

    private final History history;
    private final OptionalInt best;

    private Curves(History history, OptionalInt best) {
        this.history = history;
        this.best = best;
    }

    /**
     * Writes the picture; a reader sees the old one or the whole new one.
     *
     * @param file    a file that ends in {@code .png}
     * @param history at least one epoch
     * @param best    the best epoch, marked by a grey line
     */
    public static void write(Path file, History history, OptionalInt best) throws IOException {
        BufferedImage image = new Curves(history, best).draw();
        AtomicFile.write(file, aside -> DrawnPicture.write(image, aside));
    }

    private BufferedImage draw() {
        List<BufferedImage> panels = new ArrayList<>();
        for (Metric metric : METRICS) {
            panels.add(panel(metric));
        }
        if (history.labels().size() > 1) {
            panels.add(labels());
        }
        int width = panels.get(0).getWidth();
        int height = panels.get(0).getHeight() + TITLE_HEIGHT;
        int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
        BufferedImage image = new BufferedImage(COLUMNS * width, rows * height + NOTE_HEIGHT,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(Color.BLACK);
            for (int i = 0; i < panels.size(); i++) {
                int x = i % COLUMNS * width;
                int y = i / COLUMNS * height;
                graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
                graphics.drawString(title(i), x + Plot.LEFT_MARGIN, y + TITLE_HEIGHT - 4);
                graphics.drawImage(panels.get(i), x, y + TITLE_HEIGHT, null);
            }
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
            graphics.drawString(note(), Plot.LEFT_MARGIN, image.getHeight() - 10);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private static String title(int panel) {
        if (panel == METRICS.size()) {
            return "F1 of each label, validation";
        }
        String name = METRICS.get(panel).toString();
        return METRICS.get(panel) == Metric.AUC ? "AUC"
                : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private String note() {
        String labels = history.labels().size() > 1 ? "Mean of " + history.labels().size() + " labels"
                : "Label " + String.join("", history.labels());
        return labels + ", at a probability of .5. " + (best.isPresent() ? "Grey line: best epoch, "
                + best.getAsInt() + ". " : "") + "Research use only.";
    }

    private BufferedImage panel(Metric metric) {
        Plot plot = plot(metric == Metric.LOSS);
        curve(plot, metric, Part.TRAIN, Metrics.ALL, TRAIN, "train");
        curve(plot, metric, Part.VALIDATION, Metrics.ALL, VALIDATION, "validation");
        return finished(plot, metric == Metric.LOSS);
    }

    private BufferedImage labels() {
        Plot plot = plot(false);
        List<String> labels = history.labels();
        for (int i = 0; i < labels.size(); i++) {
            curve(plot, Metric.F1, Part.VALIDATION, labels.get(i), LABELS.get(i % LABELS.size()), labels.get(i));
        }
        return finished(plot, true);
    }

    /** An empty plot of all epochs: from 0 to 1, for the loss to the largest loss. */
    private Plot plot(boolean loss) {
        double highest = history.rows().stream().filter(row -> row.label().equals(Metrics.ALL))
                .mapToDouble(row -> row.metrics().loss()).filter(Double::isFinite).max().orElse(1);
        double top = (loss ? Math.max(highest, 1e-6) : 1) * (1 + MARGIN);
        double bottom = -top * MARGIN;
        int epochs = Math.max(history.lastEpoch(), FEWEST_EPOCHS);
        Plot plot = new Plot("", "Epoch", "");
        plot.setFrameSize(FRAME_WIDTH, FRAME_HEIGHT);
        plot.setFontSize(13);
        plot.setLimits(0, epochs * (1 + MARGIN), bottom, top);
        if (best.isPresent()) {
            plot.setColor(BEST);
            plot.setLineWidth(1);
            plot.drawLine(best.getAsInt(), bottom, best.getAsInt(), top);
        }
        plot.setLineWidth(LINE);
        return plot;
    }

    /** Draws one curve; epochs without a value are gaps. */
    private void curve(Plot plot, Metric metric, Part part, String label, Color colour, String name) {
        List<History.Row> rows = history.of(part, label);
        double[] epochs = rows.stream().mapToDouble(History.Row::epoch).toArray();
        double[] values = rows.stream().mapToDouble(row -> row.metrics().get(metric)).toArray();
        if (epochs.length > 0) {
            plot.setColor(colour);
            plot.add(epochs.length == 1 ? "circle" : "line", epochs, values);
            plot.setLabel(-1, name);
        }
    }

    private static BufferedImage finished(Plot plot, boolean legend) {
        plot.setColor(Color.BLACK);
        plot.setLineWidth(1);
        if (legend) {
            plot.addLegend("", "auto");
        }
        ImageProcessor pixels = plot.getProcessor().convertToRGB();
        return new ImagePlus("", pixels).getBufferedImage();
    }
}
