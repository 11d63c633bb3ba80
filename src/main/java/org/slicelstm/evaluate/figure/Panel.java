package org.slicelstm.evaluate.figure;

/** A part of a figure that stands alone. */
public interface Panel {
    /** What it shows, in words. */
    String title();

    double width();

    double height();

    /** Draws it with its upper left corner at a place. */
    void draw(Canvas canvas, double left, double top);
}
