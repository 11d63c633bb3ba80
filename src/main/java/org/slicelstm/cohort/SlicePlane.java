package org.slicelstm.cohort;

import java.util.List;

/**
 * The direction a slice faces: the unit normal of its plane in DICOM patient coordinates (x to the left, y to the back,
 * z to the head), row direction × column direction, turned so that its largest component is positive. An axial slice
 * therefore faces the head, and positions along the normal grow from feet to head.
 */
record SlicePlane(double x, double y, double z) {
    /** Beyond this tilt a slice is no longer axial; gantries tilt by 30° at most. */
    private static final double AXIAL = Math.cos(Math.toRadians(45));
    /** Slices of one stack differ by rounding in the header only. */
    private static final double PARALLEL = Math.cos(Math.toRadians(1));
    /** Row and column are unit vectors at a right angle; much shorter a product means a damaged header. */
    private static final double SHORTEST_PRODUCT = 0.1;

    /** The plane of a slice, or null where the header does not tell. */
    static SlicePlane of(DicomHeader header) {
        List<Double> o = header.orientation();
        if (!isFinite(o, 6)) {
            return null;
        }
        double x = o.get(1) * o.get(5) - o.get(2) * o.get(4);
        double y = o.get(2) * o.get(3) - o.get(0) * o.get(5);
        double z = o.get(0) * o.get(4) - o.get(1) * o.get(3);
        double length = Math.sqrt(x * x + y * y + z * z);
        if (!(length > SHORTEST_PRODUCT)) {
            return null;
        }
        double largest = Math.abs(z) >= Math.max(Math.abs(x), Math.abs(y)) ? z : Math.abs(y) >= Math.abs(x) ? y : x;
        double scale = Math.signum(largest) / length;
        return new SlicePlane(x * scale, y * scale, z * scale);
    }

    /** Whether a header's position can be projected on a normal. */
    static boolean hasPosition(DicomHeader header) {
        return isFinite(header.position(), 3);
    }

    private static boolean isFinite(List<Double> values, int count) {
        return values != null && values.size() == count && values.stream().allMatch(Double::isFinite);
    }

    /** How far a position lies along the normal, in mm. */
    double along(List<Double> position) {
        return x * position.get(0) + y * position.get(1) + z * position.get(2);
    }

    boolean isAxial() {
        return z >= AXIAL;
    }

    boolean isParallelTo(SlicePlane other) {
        return x * other.x + y * other.y + z * other.z >= PARALLEL;
    }

    /** The plane in a radiologist's words. */
    String words() {
        if (isAxial()) {
            return "axial";
        }
        if (Math.abs(y) >= AXIAL) {
            return "coronal";
        }
        return Math.abs(x) >= AXIAL ? "sagittal" : "oblique";
    }
}
