package org.slicelstm.phantom;

/**
 * Where the pixels of a slice lie in the head: point = origin + column · u + row · v.
 *
 * @param origin centre of the first pixel, mm, [3]
 * @param u      one column on, mm, [3]
 * @param v      one row on, mm, [3]
 * @param pixel  edge of a pixel, mm
 * @param size   rows and columns
 */
record SlicePlane(double[] origin, double[] u, double[] v, double pixel, int size) {

    double at(int axis, double column, double row) {
        return origin[axis] + column * u[axis] + row * v[axis];
    }

    /** Height of the plane over the point (x, y). */
    double z(double x, double y) {
        double nx = u[1] * v[2] - u[2] * v[1];
        double ny = u[2] * v[0] - u[0] * v[2];
        double nz = u[0] * v[1] - u[1] * v[0];
        return origin[2] - (nx * (x - origin[0]) + ny * (y - origin[1])) / nz;
    }

    /** Column nearest to a point of the plane, along u, which is as long as a pixel and at right angles to v. */
    double column(double x, double y, double z) {
        return ((x - origin[0]) * u[0] + (y - origin[1]) * u[1] + (z - origin[2]) * u[2]) / (pixel * pixel);
    }

    /** Row nearest to a point of the plane. */
    double row(double x, double y, double z) {
        return ((x - origin[0]) * v[0] + (y - origin[1]) * v[1] + (z - origin[2]) * v[2]) / (pixel * pixel);
    }
}
