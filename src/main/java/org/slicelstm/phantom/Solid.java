package org.slicelstm.phantom;

/** A simple body in the head with one density. */
sealed interface Solid permits Solid.Ellipsoid, Solid.Capsule {

    /** Where a body may show. */
    enum Place { INTRACRANIAL, ANYWHERE }

    /** About how deep a point lies inside, mm; negative outside. */
    double inside(double x, double y, double z);

    /** Centre of a sphere that holds the body, mm, [3]. */
    double[] centre();

    /** Radius of that sphere, mm. */
    double reach();

    /** Over how many mm the edge fades. */
    double edge();

    /** HU. */
    double density();

    Place place();

    /**
     * An ellipsoid along the axes.
     *
     * @param centre mm, [3]
     * @param radii  mm, [3]
     */
    record Ellipsoid(double[] centre, double[] radii, double edge, double density, Place place) implements Solid {
        @Override
        public double inside(double x, double y, double z) {
            double px = (x - centre[0]) / radii[0];
            double py = (y - centre[1]) / radii[1];
            double pz = (z - centre[2]) / radii[2];
            double value = px * px + py * py + pz * pz;
            double gx = px / radii[0];
            double gy = py / radii[1];
            double gz = pz / radii[2];
            // First-order distance: value over the length of its gradient.
            return (1 - value) / (2 * Math.sqrt(gx * gx + gy * gy + gz * gz) + 1e-6);
        }

        @Override
        public double reach() {
            return Math.max(radii[0], Math.max(radii[1], radii[2]));
        }
    }

    /**
     * A rod with round ends whose radius changes evenly.
     *
     * @param from       one end, mm, [3]
     * @param to         the other end, mm, [3]
     * @param fromRadius mm
     * @param toRadius   mm
     */
    record Capsule(double[] from, double[] to, double fromRadius, double toRadius, double edge, double density,
                   Place place)
            implements Solid {
        @Override
        public double inside(double x, double y, double z) {
            double dx = to[0] - from[0];
            double dy = to[1] - from[1];
            double dz = to[2] - from[2];
            double px = x - from[0];
            double py = y - from[1];
            double pz = z - from[2];
            double t = Smooth.clamp((px * dx + py * dy + pz * dz) / (dx * dx + dy * dy + dz * dz));
            double ex = px - t * dx;
            double ey = py - t * dy;
            double ez = pz - t * dz;
            return fromRadius + t * (toRadius - fromRadius) - Math.sqrt(ex * ex + ey * ey + ez * ez);
        }

        @Override
        public double[] centre() {
            return new double[] {(from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2};
        }

        @Override
        public double reach() {
            double dx = to[0] - from[0];
            double dy = to[1] - from[1];
            double dz = to[2] - from[2];
            return Math.sqrt(dx * dx + dy * dy + dz * dz) / 2 + Math.max(fromRadius, toRadius);
        }
    }
}
