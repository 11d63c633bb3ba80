package org.slicelstm.phantom;

/**
 * How one patient was scanned; drawn without knowing any label. Patient coordinates are DICOM's (mm, x to the left, y
 * to the back, z up); the head lies in them turned a little.
 *
 * @param slices       8 to 40
 * @param spacing      from slice to slice along the table, mm
 * @param thickness    of a slice, mm
 * @param start        table position of the first slice, mm
 * @param size         rows and columns: 256, 320 or 512
 * @param field        edge of the picture, mm
 * @param tilt         of the gantry, degrees
 * @param centre       of the picture, patient x and y, mm, [2]
 * @param pose         rotation from patient to head coordinates, [3][3]
 * @param kernel       what the scanner calls its kernel
 * @param blur         standard deviation of the kernel, mm
 * @param sharpening   share of a three times wider kernel that is taken off
 * @param noise        standard deviation in the middle of the head, HU
 * @param hardening    strength of beam hardening, 0 to 1
 * @param headrest     head rest: distance of its shell from the middle of the head, mm (0 without one), thickness of
 *                     the shell, mm, density, HU, half its arc, radians, [4]
 * @param signed       DICOM: stored values are signed, and what lies outside the scanned circle is padding
 */
record Acquisition(int slices, double spacing, double thickness, double start, int size, double field, double tilt,
                   double[] centre, double[][] pose, String kernel, double blur, double sharpening, double noise,
                   double hardening, double[] headrest, boolean signed) {
    private static final int[] SIZES = {256, 256, 320, 512, 512};

    static Acquisition draw(Draw draw, Head head) {
        int slices = draw.chance(.12) ? draw.integer(8, 14) : draw.chance(.2) ? draw.integer(28, 40)
                : draw.integer(15, 28);
        double start = draw.uniform(-58, -38);
        double end = head.height + head.bone + draw.uniform(-14, 4);
        double spacing = (end - start) / (slices - 1);
        double thickness = Math.min(10, spacing * (draw.chance(.8) ? 1 : draw.uniform(.5, 1)));
        int size = SIZES[draw.integer(0, SIZES.length - 1)];
        double field = draw.uniform(218, 256);
        double tilt = draw.chance(.5) ? 0 : draw.uniform(4, 22);
        // The gantry is tilted to cut along the base of the skull; what is left over is the technician's.
        double pitch = draw.normal(2, 4) + tilt;
        double[] centre = {draw.normal(0, 4), draw.normal(0, 4)};
        double[][] pose = rotation(draw.normal(0, 3), draw.normal(0, 2.2), pitch);
        boolean sharp = draw.chance(.3);
        return new Acquisition(slices, spacing, thickness, start, size, field, tilt, centre, pose,
                sharp ? "H45s" : "H30s", sharp ? draw.uniform(.3, .45) : draw.uniform(.5, .85),
                sharp ? draw.uniform(.25, .5) : draw.uniform(0, .15), draw.uniform(1.8, 4.2) * (sharp ? 1.4 : 1),
                draw.uniform(.1, 1), headrest(draw), draw.chance(.5));
    }

    /** Thin and curved; its density is that of plastic and foam, so by numbers alone like much in the head. */
    private static double[] headrest(Draw draw) {
        return new double[] {draw.chance(.85) ? draw.uniform(103, 114) : 0, draw.uniform(2, 8), draw.uniform(25, 110),
            draw.uniform(.5, 1.3)};
    }

    double pixel() {
        return field / size;
    }

    /** ImagePositionPatient of a slice, mm, [3]. */
    double[] position(int slice) {
        double half = pixel() * (size - 1) / 2;
        double[] down = down();
        return new double[] {centre[0] - half, centre[1] - half * down[1], start + slice * spacing - half * down[2]};
    }

    /** The direction from row to row in patient coordinates, [3]; from column to column it is (1, 0, 0). */
    double[] down() {
        double angle = Math.toRadians(tilt);
        return new double[] {0, Math.cos(angle), -Math.sin(angle)};
    }

    /**
     * Where a slice lies in the head.
     *
     * @param offset along the table from the middle of the slice, mm
     */
    SlicePlane plane(int slice, double offset) {
        double[] first = position(slice);
        first[2] += offset;
        double[] down = down();
        double pixel = pixel();
        return new SlicePlane(turn(first), turn(new double[] {pixel, 0, 0}),
                turn(new double[] {0, pixel * down[1], pixel * down[2]}), pixel, size);
    }

    private double[] turn(double[] p) {
        double[] out = new double[3];
        for (int i = 0; i < 3; i++) {
            out[i] = pose[i][0] * p[0] + pose[i][1] * p[1] + pose[i][2] * p[2];
        }
        return out;
    }

    /** Turns about z (yaw), y (roll) and x (pitch), degrees. */
    private static double[][] rotation(double yaw, double roll, double pitch) {
        double cz = Math.cos(Math.toRadians(yaw));
        double sz = Math.sin(Math.toRadians(yaw));
        double cy = Math.cos(Math.toRadians(roll));
        double sy = Math.sin(Math.toRadians(roll));
        double cx = Math.cos(Math.toRadians(pitch));
        double sx = Math.sin(Math.toRadians(pitch));
        return new double[][] {
            {cz * cy, cz * sy * sx - sz * cx, cz * sy * cx + sz * sx},
            {sz * cy, sz * sy * sx + cz * cx, sz * sy * cx - cz * sx},
            {-sy, cy * sx, cy * cx}};
    }
}
