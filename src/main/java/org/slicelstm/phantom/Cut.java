package org.slicelstm.phantom;

/**
 * Where a slice cuts the head.
 *
 * @param slice    its number, from 0
 * @param plane    through its middle
 * @param contours the outlines there
 */
record Cut(int slice, SlicePlane plane, Contours contours) { }
