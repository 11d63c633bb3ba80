package org.slicelstm.train.study;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slicelstm.AtomicFile;
import org.slicelstm.DrawnPicture;
import org.slicelstm.train.Metric;
import org.slicelstm.train.Metrics;
import org.slicelstm.train.study.Summary.Row;

/** {@code summary.png}: for each label a panel, in it a line for each way with its cells, mean and interval. */
public final class StudyPlot {
    private static final int WIDTH = 1000;
    private static final int LEFT = 300;
    private static final int RIGHT = 30;
    private static final int TITLE = 44;
    private static final int LINE = 40;
    private static final int AXIS = 56;
    private static final int NOTE = 34;
    private static final int DOT = 6;
    private static final double TICK = .1;
    private static final double CHANCE = .5;
    private static final Color MEAN = new Color(0x0072B2);
    private static final Color CELL = new Color(0xE69F00);
    private static final Color GRID = new Color(0xDDDDDD);

    private final Summary summary;
    private final List<Score> scores;
    private final Metric metric;
    private final double lowest;
    private Graphics2D graphics;

    private StudyPlot(Summary summary, List<Score> scores, Metric metric) {
        this.summary = summary;
        this.scores = scores;
        this.metric = metric;
        double least = scores.stream().mapToDouble(score -> score.metrics().get(metric))
                .filter(value -> !Double.isNaN(value)).min().orElse(CHANCE);
        double end = summary.rows().stream().filter(row -> row.metric() == metric)
                .mapToDouble(row -> row.estimate().low()).filter(value -> !Double.isNaN(value)).min().orElse(CHANCE);
        lowest = Math.max(0, Math.floor(Math.min(Math.min(least, end), CHANCE - TICK) / TICK) * TICK);
    }

    /** Writes the picture; a reader sees the old one or the whole new one. */
    public static void write(Path file, Summary summary, List<Score> scores, Metric metric) throws IOException {
        BufferedImage image = new StudyPlot(summary, scores, metric).draw();
        AtomicFile.write(file, aside -> DrawnPicture.write(image, aside));
    }

    private BufferedImage draw() {
        List<String> labels = Findings.shown(summary);
        int lines = summary.of(labels.get(0), metric).size();
        int panel = TITLE + lines * LINE + AXIS;
        BufferedImage image = new BufferedImage(WIDTH, labels.size() * panel + NOTE, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            for (int i = 0; i < labels.size(); i++) {
                panel(labels.get(i), i * panel, lines);
            }
            graphics.setColor(Color.BLACK);
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
            graphics.drawString("Dots: cells, one a seed and fold. Blue: mean and 95 % interval, corrected for "
                    + "overlapping training sets. Research use only.", 16, image.getHeight() - 12);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private void panel(String label, int top, int lines) {
        int bottom = top + TITLE + lines * LINE;
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        for (double tick = lowest; tick < 1 + TICK / 2; tick += TICK) {
            graphics.setColor(GRID);
            graphics.draw(new Line2D.Double(x(tick), top + TITLE, x(tick), bottom));
            graphics.setColor(Color.BLACK);
            centred(String.format(Locale.ROOT, "%.1f", tick), x(tick), bottom + 18);
        }
        if (metric == Metric.AUC) {
            graphics.setColor(Color.GRAY);
            graphics.setStroke(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {4}, 0));
            graphics.draw(new Line2D.Double(x(CHANCE), top + TITLE, x(CHANCE), bottom));
        }
        graphics.setColor(Color.BLACK);
        centred(Findings.name(metric), (x(lowest) + x(1)) / 2, bottom + 40);
        List<Row> rows = summary.of(label, metric);
        for (int i = 0; i < rows.size(); i++) {
            line(rows.get(i), top + TITLE + i * LINE + LINE / 2);
        }
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        graphics.drawString(label.equals(Metrics.ALL) ? "mean of the labels" : label, LEFT, top + TITLE - 14);
    }

    private void line(Row row, int y) {
        graphics.setStroke(new BasicStroke(2));
        graphics.setColor(CELL);
        for (Score each : scores) {
            double value = each.metrics().get(metric);
            if (each.cell().variant().equals(row.way().variant()) && each.order().equals(row.way().order())
                    && each.label().equals(row.label()) && !Double.isNaN(value)) {
                graphics.draw(new Ellipse2D.Double(x(value) - DOT / 2.0, y - DOT / 2.0, DOT, DOT));
            }
        }
        Estimate estimate = row.estimate();
        graphics.setColor(MEAN);
        if (!Double.isNaN(estimate.low())) {
            graphics.draw(new Line2D.Double(x(estimate.low()), y, x(estimate.high()), y));
            graphics.draw(new Line2D.Double(x(estimate.low()), y - DOT, x(estimate.low()), y + DOT));
            graphics.draw(new Line2D.Double(x(estimate.high()), y - DOT, x(estimate.high()), y + DOT));
        }
        if (!Double.isNaN(estimate.mean())) {
            graphics.fill(new Ellipse2D.Double(x(estimate.mean()) - DOT, y - DOT, 2 * DOT, 2 * DOT));
        }
        graphics.setColor(Color.BLACK);
        FontMetrics font = graphics.getFontMetrics();
        String name = row.way().variant() + ", " + row.way().order();
        graphics.drawString(name, Math.max(8, LEFT - 20 - font.stringWidth(name)), y + 5);
    }

    private void centred(String text, double x, int y) {
        graphics.drawString(text, (float) (x - graphics.getFontMetrics().stringWidth(text) / 2.0), y);
    }

    private double x(double value) {
        return LEFT + (value - lowest) / (1 - lowest) * (WIDTH - LEFT - RIGHT);
    }
}
