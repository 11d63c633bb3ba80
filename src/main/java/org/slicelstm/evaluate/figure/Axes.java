package org.slicelstm.evaluate.figure;

import java.awt.Color;
import java.util.Arrays;
import java.util.Locale;
import org.slicelstm.evaluate.figure.Canvas.Anchor;
import org.slicelstm.evaluate.figure.Canvas.Letters;
import org.slicelstm.evaluate.figure.Canvas.Pen;

/** The axes of a panel: x from 0 to 1, y between two values; what is drawn is in their units. */
public final class Axes {
    /** The colours of Okabe and Ito, which colour-blind readers tell apart. */
    private static final Color[] COLOURS = {new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73),
        new Color(0xCC79A7), new Color(0xE69F00), new Color(0x56B4E9), Color.BLACK};
    private static final double[] DASHES = {0, 7, 3};
    private static final Color FRAME = new Color(0x555555);
    private static final Color GRID = new Color(0xE4E4E4);
    private static final Pen REFERENCE = new Pen(new Color(0x888888), 1.2, 5);
    private static final Letters SMALL = new Letters(12, false, new Color(0x222222));
    private static final Letters LABEL = new Letters(13, false, new Color(0x222222));
    private static final Letters TITLE = new Letters(15, true, new Color(0x111111));
    private static final int STEPS = 5;
    /** Points closer than this to the last one would not be seen. */
    private static final double NEAR = .25;

    private final Canvas canvas;
    private final double left;
    private final double top;
    private final double size;
    private final double low;
    private final double high;

    /**
     * Square axes.
     *
     * @param left left edge of the frame
     * @param top  upper edge of the frame
     * @param size of the frame
     * @param low  lower end of y
     * @param high upper end of y
     */
    public Axes(Canvas canvas, double left, double top, double size, double low, double high) {
        this.canvas = canvas;
        this.left = left;
        this.top = top;
        this.size = size;
        this.low = low;
        this.high = high;
    }

    /** The line of the i-th label. */
    public static Pen pen(int label) {
        return new Pen(COLOURS[label % COLOURS.length], 2, DASHES[label / COLOURS.length % DASHES.length]);
    }

    /**
     * Frame, grid, numbers and names.
     *
     * @param counts whether y is a count above and below 0, else a share
     */
    public void frame(String title, String x, String y, boolean counts) {
        canvas.text(left + size / 2, top - 14, title, Anchor.MIDDLE, TITLE);
        for (int i = 0; i <= STEPS; i++) {
            double across = (double) i / STEPS;
            vertical(across, new Pen(GRID, 1, 0));
            canvas.text(x(across), top + size + 18, String.format(Locale.ROOT, "%.1f", across), Anchor.MIDDLE, SMALL);
        }
        double step = counts ? step(high - low) : (high - low) / STEPS;
        for (double value = counts ? Math.ceil(low / step) * step : low; value <= high + step / 1000; value += step) {
            horizontal(value, new Pen(GRID, 1, 0));
            canvas.text(left - 7, y(value) + 4, counts ? String.format(Locale.ROOT, "%d", Math.abs(Math.round(value)))
                    : String.format(Locale.ROOT, "%.1f", value), Anchor.END, SMALL);
        }
        canvas.line(new double[] {left, left + size, left + size, left, left},
                new double[] {top, top, top + size, top + size, top}, new Pen(FRAME, 1, 0));
        canvas.text(left + size / 2, top + size + 38, x, Anchor.MIDDLE, LABEL);
        canvas.upwards(left - 42, top + size / 2, y, LABEL);
    }

    /** A step of 1, 2 or 5 times a power of ten, at least 1. */
    private static double step(double range) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(range / STEPS, 1))));
        for (double times : new double[] {1, 2, 5}) {
            if (range / (times * power) <= STEPS + 1) {
                return times * power;
            }
        }
        return 10 * power;
    }

    private double x(double value) {
        return left + value * size;
    }

    private double y(double value) {
        return top + size - (value - low) / (high - low) * size;
    }

    /** A line through points in the axes' units. */
    public void line(double[] x, double[] y, Pen pen) {
        double[] across = new double[x.length];
        double[] down = new double[x.length];
        int n = 0;
        for (int i = 0; i < x.length; i++) {
            double nextX = x(x[i]);
            double nextY = y(y[i]);
            if (n == 0 || i == x.length - 1 || Math.hypot(nextX - across[n - 1], nextY - down[n - 1]) > NEAR) {
                across[n] = nextX;
                down[n++] = nextY;
            }
        }
        canvas.line(Arrays.copyOf(across, n), Arrays.copyOf(down, n), pen);
    }

    /** The diagonal for reference, dashed. */
    public void diagonal() {
        line(new double[] {0, 1}, new double[] {low, high}, REFERENCE);
    }

    /** A horizontal line across the axes. */
    public void horizontal(double y, Pen pen) {
        line(new double[] {0, 1}, new double[] {y, y}, pen);
    }

    /** A vertical line across the axes. */
    public void vertical(double x, Pen pen) {
        line(new double[] {x, x}, new double[] {low, high}, pen);
    }

    /** A dot. */
    public void dot(double x, double y, double radius, Color colour) {
        canvas.dot(x(x), y(y), radius, colour);
    }

    /** A bar from 0. */
    public void bar(double from, double to, double y, Color colour) {
        double upper = Math.min(y(0), y(y));
        canvas.box(x(from) + .5, upper, (to - from) * size - 1, Math.abs(y(y) - y(0)), colour, .8);
    }

    /** The i-th line of text below the axes, behind a piece of the line it explains. */
    public void legend(int line, String text, Pen pen) {
        double y = top + size + 62 + 19 * line;
        canvas.line(new double[] {left - 34, left - 12}, new double[] {y - 4, y - 4}, pen);
        canvas.text(left - 4, y, text, Anchor.START, SMALL);
    }

    /** The dashed line of {@link #diagonal} for a legend. */
    public static Pen reference() {
        return REFERENCE;
    }
}
