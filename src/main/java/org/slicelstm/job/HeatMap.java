package org.slicelstm.job;

import java.util.List;

/**
 * Where on one slice the evidence for a label lies: gradient-weighted class activation on the backbone's last feature
 * map, the slice being seen alone. To draw it over the original picture, stretch the map over {@code region}.
 *
 * @param patient      the table's identifier or the folder's name
 * @param label        the label
 * @param slice        the slice's place in the order that {@code inspect} shows, from 0
 * @param file         its path as the user gave it
 * @param frame        which picture of the file, from 0
 * @param contribution what the slice adds to the label's logit over random orders
 * @param peak         the largest value on any slice of the patient, which colours are scaled by; 0 where no slice
 *                     has a place that speaks for the label
 * @param region       the rectangle of the original picture that the map covers
 * @param map          {@code [h, w]}, 0 or above, without a unit
 * @param picture      the PNG that was written, or null
 */
public record HeatMap(String patient, String label, int slice, String file, int frame, double contribution,
                      double peak, Region region, List<List<Double>> map, String picture) {

    /**
     * A rectangle in pixels of the original picture, upright as its EXIF rotation says; the left edge of the first
     * column is 0. It reaches beyond the picture where the model's input has black bars.
     *
     * @param x      left edge
     * @param y      upper edge
     * @param width  in columns
     * @param height in rows
     */
    public record Region(double x, double y, double width, double height) { }
}
