package org.slicelstm.evaluate.figure;

import java.awt.Color;

/** A surface to draw on; lengths are in pixels of the screen, y grows downwards. */
public interface Canvas {
    /** Which point of a text lies at its place. */
    enum Anchor {
        START, MIDDLE, END
    }

    /**
     * How a line is drawn.
     *
     * @param colour its colour
     * @param width  its width
     * @param dash   length of its dashes and gaps; 0 for a whole line
     */
    record Pen(Color colour, double width, double dash) { }

    /**
     * How a text is drawn.
     *
     * @param size   its height
     * @param bold   whether it is bold
     * @param colour its colour
     */
    record Letters(double size, boolean bold, Color colour) { }

    /** A line through points. */
    void line(double[] x, double[] y, Pen pen);

    /** A filled box. */
    void box(double left, double top, double width, double height, Color colour, double opacity);

    /** A filled circle. */
    void dot(double x, double y, double radius, Color colour);

    /** A line of text; {@code y} is its base line. */
    void text(double x, double y, String text, Anchor anchor, Letters letters);

    /** A line of text that is read upwards, its middle at the place. */
    void upwards(double x, double y, String text, Letters letters);
}
