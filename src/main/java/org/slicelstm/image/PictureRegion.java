package org.slicelstm.image;

/**
 * A rectangle on a picture, in pixels of the picture as it was decoded: the left edge of its first column is 0. It may
 * reach beyond the picture.
 *
 * @param x      left edge
 * @param y      upper edge
 * @param width  in columns
 * @param height in rows
 */
public record PictureRegion(double x, double y, double width, double height) { }
