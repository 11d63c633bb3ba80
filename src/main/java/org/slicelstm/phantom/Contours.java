package org.slicelstm.phantom;

import java.util.function.DoubleUnaryOperator;

/** The outlines of a head where one plane cuts it: radius over direction, mm, and where folds lie. */
final class Contours {
    /** Directions in a turn. */
    static final int DIRECTIONS = 1024;
    /** Thickness of the cortex, mm. */
    private static final double CORTEX = 3.4;
    private static final int DEPTHS = 128;
    private static final float[][] DEPTH_WAVE = depthWave();

    final float[] inner = new float[DIRECTIONS];
    final float[] outer = new float[DIRECTIONS];
    final float[] skin = new float[DIRECTIONS];
    final float[] muscle = new float[DIRECTIONS];
    /** Surface of the brain, sulci included. */
    final float[] pial = new float[DIRECTIONS];
    /** Border of grey and white matter. */
    final float[] white = new float[DIRECTIONS];
    /** Share of bone left in the sutures. */
    final float[] suture = new float[DIRECTIONS];
    /** Width over which an edge is blurred by the slope of the skull within the slice, mm. */
    final float[] slant = new float[DIRECTIONS];
    /** How far sulci bend sideways, in directions, as a sine and a cosine of the depth. */
    private final float[][] bend = new float[2][DIRECTIONS];
    /** Greatest radius of the skin, mm. */
    final float greatest;
    /** Whether the plane passes below the dome of the skull, where thick soft tissue lies outside the bone. */
    final boolean atFace;

    private final SlicePlane plane;
    private final boolean grazing;

    /**
     * Cuts a head.
     *
     * @param extent thickness of what the plane stands for, mm
     */
    Contours(Head head, Decoys decoys, SlicePlane plane, double extent) {
        this.plane = plane;
        atFace = plane.z(0, 0) < 10;
        grazing = plane.z(0, 0) > .8 * head.height;
        float[][] coarse = new float[5][Head.DIRECTIONS + 1];
        for (int i = 0; i <= Head.DIRECTIONS; i++) {
            int direction = i % Head.DIRECTIONS;
            double angle = 2 * Math.PI * direction / Head.DIRECTIONS - Math.PI;
            double cos = Math.cos(angle);
            double sin = Math.sin(angle);
            double rIn = cut(cos, sin, z -> head.inner(direction, z), 65, 3);
            double rOut = cut(cos, sin, z -> head.outer(direction, z), rIn + head.bone, 2);
            coarse[0][i] = (float) rIn;
            coarse[1][i] = (float) rOut;
            coarse[2][i] = (float) cut(cos, sin, z -> head.skin(direction, z), rOut + head.scalp, 2);
            double z = plane.z(rIn * cos, rIn * sin);
            coarse[3][i] = (float) head.muscle(direction, z);
            double higher = plane.z(rOut * cos, rOut * sin);
            double slope = rIn > 0 ? head.inner(direction, z - .5) - head.inner(direction, z + .5)
                    : head.outer(direction, higher - .5) - head.outer(direction, higher + .5);
            coarse[4][i] = (float) Math.min(grazing ? 14 : 6, extent * Math.abs(slope));
        }
        float[][] fine = {inner, outer, skin, muscle, slant};
        for (int k = 0; k < fine.length; k++) {
            for (int i = 0; i < DIRECTIONS; i++) {
                int j = i * Head.DIRECTIONS / DIRECTIONS;
                float t = (float) (i * Head.DIRECTIONS % DIRECTIONS) / DIRECTIONS;
                fine[k][i] = coarse[k][j] * (1 - t) + coarse[k][j + 1] * t;
            }
        }
        float most = 0;
        for (int i = 0; i < DIRECTIONS; i++) {
            double angle = 2 * Math.PI * i / DIRECTIONS - Math.PI;
            double z = plane.z(inner[i] * Math.cos(angle), inner[i] * Math.sin(angle));
            fold(i, angle, z, head);
            suture[i] = (float) suture(angle, z, inner[i]);
            skin[i] += (float) decoys.swelling(angle, z);
            most = Math.max(most, skin[i]);
        }
        greatest = most;
    }

    /** The direction whose folds show at a depth (mm) below the inner skull: sulci are not straight. */
    int folded(int direction, double depth) {
        int d = depth <= 0 ? 0 : (int) Math.min(DEPTHS - 1, depth * 2);
        return (int) (direction + bend[0][direction] * DEPTH_WAVE[0][d] + bend[1][direction] * DEPTH_WAVE[1][d]
                + DIRECTIONS) & (DIRECTIONS - 1);
    }

    private static float[][] depthWave() {
        float[][] wave = new float[2][DEPTHS];
        for (int d = 0; d < DEPTHS; d++) {
            wave[0][d] = (float) Math.sin(d / 9.);
            wave[1][d] = (float) (Math.cos(d / 7.) - 1);
        }
        return wave;
    }

    /** The nearest tabulated direction of a point; the arc tangent is off by a fraction of one at most. */
    static int direction(double x, double y) {
        double ax = Math.abs(x);
        double ay = Math.abs(y);
        double q = Math.min(ax, ay) / (Math.max(ax, ay) + 1e-9);
        double s = q * q;
        // Minimax polynomial of the arc tangent on [0, 1].
        double a = ((-.0464964749 * s + .15931422) * s - .327622764) * s * q + q;
        if (ay > ax) {
            a = Math.PI / 2 - a;
        }
        if (x < 0) {
            a = Math.PI - a;
        }
        if (y < 0) {
            a = -a;
        }
        return (int) ((a + Math.PI) * (DIRECTIONS / (2 * Math.PI)) + .5) & (DIRECTIONS - 1);
    }

    /** The angle of a tabulated direction, −π to π. */
    static double angle(int direction) {
        return 2 * Math.PI * direction / DIRECTIONS - Math.PI;
    }

    /**
     * The radius at which the plane meets an outline. The height depends on the radius: iterated from a guess, or
     * halved where the plane grazes the vault and iterating would not settle.
     */
    private double cut(double cos, double sin, DoubleUnaryOperator outline, double guess, int steps) {
        if (grazing) {
            double low = 0;
            double high = 120;
            for (int i = 0; i < 9; i++) {
                double r = (low + high) / 2;
                if (outline.applyAsDouble(plane.z(r * cos, r * sin)) > r) {
                    low = r;
                } else {
                    high = r;
                }
            }
            return low;
        }
        double r = guess;
        for (int i = 0; i < steps; i++) {
            r = .2 * r + .8 * outline.applyAsDouble(plane.z(r * cos, r * sin));
        }
        return r;
    }

    /** Sulci: the surface dips where a wave over the direction crosses zero; the cortex follows both banks. */
    private void fold(int i, double angle, double z, Head head) {
        double r = inner[i];
        double[] p = head.foldPhase;
        double wave = head.sulci * angle / 2 + 1.4 * Math.sin(4 * angle + z / 10 + p[0])
                + 1.1 * Math.sin(9 * angle - z / 7 + p[1]) + 1.2 * Math.sin(2 * angle + z / 16 + p[2]);
        double arc = Math.abs(Math.sin(wave)) * 2 * r / head.sulci;
        // Each sulcus has a depth and a width of its own, which change slowly from slice to slice.
        double own = Math.rint(wave / Math.PI);
        double deep = .5 + .5 * Math.sin(own * 2.4 + p[3] + z / 12);
        double wide = .5 + .5 * Math.sin(own * 3.9 + p[4] - z / 17);
        double depth = Math.min(.5 * r, 2 + (8 + 10 * Smooth.step(5, 50, z) + 4 * head.atrophy) * deep);
        double half = .3 + .5 * wide + (.5 + 1.5 * wide) * head.atrophy;
        double gap = .6 + 2 * head.atrophy;
        pial[i] = (float) (r - gap - depth * Math.sqrt(Smooth.clamp(1 - arc / half)));
        white[i] = (float) Math.max(0, r - gap - CORTEX
                - (depth + .5) * Math.sqrt(Smooth.clamp(1 - arc / (half + CORTEX))));
        bend[0][i] = (float) (DIRECTIONS * .011 * Math.sin(own * 1.7 + p[5]));
        bend[1][i] = (float) (DIRECTIONS * .013 * Math.sin(own * 2.9 + p[0]));
    }

    /** Coronal and lambdoid sutures: narrow gaps in the bone that run on a slant and zigzag. */
    private static double suture(double angle, double z, double r) {
        double back = Math.abs(Smooth.turn(Math.PI / 2, angle));
        double front = Math.abs(Smooth.turn(-Math.PI / 2, angle));
        double zigzag = .012 * Math.sin(z * 2.1);
        double coronal = z > 5 ? Math.abs(front - 1.25 + z / 110 + zigzag) * r : 9;
        double lambdoid = z > -25 && z < 50 ? Math.abs(back - .95 + z / 70 - zigzag) * r : 9;
        return .35 + .65 * Smooth.clamp(Math.min(coronal, lambdoid) / 1.1);
    }
}
