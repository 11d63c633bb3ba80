package org.slicelstm.phantom;

import java.util.ArrayList;
import java.util.List;
import org.slicelstm.phantom.Solid.Capsule;
import org.slicelstm.phantom.Solid.Ellipsoid;
import org.slicelstm.phantom.Solid.Place;

/** What lies in the head besides its layers, in the order of painting. Places and sizes are rough adult anatomy. */
final class Anatomy {
    private static final double AIR = -1000;
    private static final double FAT = -95;

    private final List<Solid> solids = new ArrayList<>();
    private final Head head;
    private final Draw draw;

    private Anatomy(Head head, Draw draw) {
        this.head = head;
        this.draw = draw;
    }

    static List<Solid> solids(Head head, Decoys decoys, Draw draw) {
        Anatomy anatomy = new Anatomy(head, draw);
        anatomy.face();
        anatomy.base();
        anatomy.cisterns();
        anatomy.deepGrey();
        anatomy.ventricles();
        anatomy.vessels(decoys);
        anatomy.solids.addAll(decoys.solids());
        return List.copyOf(anatomy.solids);
    }

    private void face() {
        double eyeY = -head.halfLength + draw.uniform(4, 9);
        double eyeZ = -head.floor - draw.uniform(17, 21);
        for (int side = -1; side <= 1; side += 2) {
            double x = side * draw.uniform(29, 33);
            double[] orbit = {x, eyeY + 10, eyeZ};
            ball(orbit, 20, 29, 18.5, 850);
            ball(new double[] {x, eyeY + 8, eyeZ}, 17, 29, 16, FAT);
            rod(x, eyeY + 6, eyeZ, side * 11, eyeY + 38, eyeZ + 2, 2.1, 1.8, 38);
            rod(x + side * 11, eyeY + 2, eyeZ, side * 16, eyeY + 36, eyeZ, 1.6, 1.4, 48);
            rod(x - side * 11, eyeY + 2, eyeZ, side * 11, eyeY + 36, eyeZ, 1.6, 1.4, 48);
            double[] eye = {x, eyeY - 3, eyeZ};
            ball(eye, 12.4, 12.8, 12.4, 45);
            ball(eye, 11.2, 11.6, 11.2, 10);
            ball(new double[] {x, eyeY - 12, eyeZ}, 4.2, 2, 4.2, 75);
            // Cheekbone, its arch and the sinus below the orbit.
            rod(side * 48, eyeY + 12, eyeZ - 8, side * 46, eyeY + 10, eyeZ + 12, 4, 3.5, 950);
            rod(side * 50, eyeY + 14, eyeZ - 17, side * 68, -8, eyeZ - 19, 3, 2.5, 950);
            rod(side * 52, -14, eyeZ - 18, side * 50, -16, eyeZ - 50, 5, 6, 1000);
            ball(new double[] {side * 29, eyeY + 10, eyeZ - 34}, 17, 21, 17, 800);
            ball(new double[] {side * 29, eyeY + 10, eyeZ - 34}, 15.4, 19.4, 15.6, draw.chance(.1) ? 30 : AIR);
            rod(side * 15, -18, eyeZ - 15, side * 20, -14, eyeZ - 45, 3, 2.5, 900);
        }
        double front = -head.halfLength;
        ball(new double[] {0, eyeY + 15, eyeZ - 2}, 12, 26, 17, 500);
        for (int i = 0; i < 16; i++) {
            double x = (i % 2 * 2 - 1) * draw.uniform(2.8, 7.5);
            ball(new double[] {x, eyeY - 4 + 2.6 * i, eyeZ + draw.uniform(-9, 8)}, draw.uniform(2, 4), draw.uniform(2.4, 4.4), draw.uniform(6, 11), AIR);
        }
        ball(new double[] {0, eyeY + 8, eyeZ - 32}, 12, 26, 18, AIR);
        rod(0, eyeY - 10, eyeZ - 30, 0, eyeY + 34, eyeZ - 30, 1.2, 1.5, 500);
        rod(0, front - 3, eyeZ + 6, 0, front - 14, eyeZ - 8, 3.2, 2.2, 700);
        if (draw.chance(.75)) {
            for (int side = -1; side <= 1; side += 2) {
                double x = side * draw.uniform(9, 15);
                double[] at = {x, front + draw.uniform(0, 2), -head.floor + draw.uniform(-3, 3)};
                double wide = draw.uniform(8, 16);
                double high = draw.uniform(6, 13);
                ball(at, wide + 2, 7.5, high + 2, 1000);
                ball(at, wide, 5, high, AIR);
            }
        }
    }

    private void base() {
        double petrousZ = -30 + draw.normal(0, 1.5);
        for (int side = -1; side <= 1; side += 2) {
            rod(side * 16, -2, petrousZ - 4, side * 44, 22, petrousZ, 5, 9, 1250);
            rod(side * 44, 22, petrousZ - 2, side * 56, 30, petrousZ - 14, 11, 13, 950);
            int cells = draw.integer(12, 26);
            for (int i = 0; i < cells; i++) {
                ball(new double[] {side * draw.uniform(42, 62), draw.uniform(16, 40), petrousZ + draw.uniform(-22, 4)},
                        draw.uniform(1.2, 3.4), draw.uniform(1.2, 3.4), draw.uniform(1.2, 3.4), AIR);
            }
            // Ear canal.
            rod(side * 46, 12, petrousZ - 6, side * 72, 10, petrousZ - 6, 3, 4, AIR);
            rod(side * 12, -14, -24, side * 46, -34, -19, 3, 2.2, 900);
        }
        rod(0, -8, -26, 0, 6, -50, 8, 6, 800);
        ball(new double[] {0, -20, -35}, 14, 14, 10, 900);
        ball(new double[] {0, -20, -35}, 12, 12, 8.4, draw.chance(.08) ? 25 : AIR);
        ball(new double[] {0, -12, -23}, 7, 4, 4, 36);
        rod(-6, -3, -21, 6, -3, -21, 1.6, 1.6, 900);
        rod(-13, -17, -19, 13, -17, -19, 1.4, 1.4, 700);
    }

    private void cisterns() {
        double wide = 1 + .6 * head.atrophy;
        double csf = head.csf;
        brain(0, -8, -17, 10 * wide, 9 * wide, 5, csf);
        brainRod(0, -8, -17, 0, -22, -14, 4 * wide, 1.5, csf);
        for (int side = -1; side <= 1; side += 2) {
            brainRod(side * 5, -8, -17, side * 24, -15, -14, 3.4 * wide, 2.4 * wide, csf);
            brainRod(side * 24, -15, -14, side * 41, -14, -2, 2.4 * wide, 1.6 * wide, csf);
            brainRod(side * 6, -2, -17, side * 17, 14, -10, 2.6 * wide, 2 * wide, csf);
            brainRod(side * 17, 14, -10, side * 8, 27, -3, 2 * wide, 2.4 * wide, csf);
            // Sylvian fissure over the insula, and out to the surface.
            double x = side * draw.uniform(38, 42);
            double[][] insula = {{x - side * 4, -23, 0}, {x, -13, 3}, {x + side, -2, 6}, {x - side * 2, 8, 9},
                {x - side * 6, 16, 11}};
            insula(insula, head.grey, 5, 4);
            insula(insula, csf, .5 + 1.3 * head.atrophy, .7 + 1.4 * head.atrophy);
            brainRod(x + side, -12, 3, side * 52, -17, 6, .8 + head.atrophy, .8 + 1.3 * head.atrophy, csf);
            brainRod(side * 52, -17, 6, side * 66, -15, 8, .8 + head.atrophy, 1 + 2.2 * head.atrophy, csf);
            brainRod(x - side * 2, 8, 9, side * 56, 13, 15, .5 + head.atrophy, .6 + .8 * head.atrophy, csf);
            brainRod(side * 5, 10, -36, side * 20, 16, -34, 3 * wide, 2.2 * wide, csf);
        }
        brainRod(0, 27, -2, 0, 30, 4, 3 * wide, 2.4 * wide, csf);
        brainRod(0, 8, -8, 0, 12, -62, 14.2, 14.2, csf);
        brainRod(0, 13, -6, 0, 21, -70, 12.5, 12.5, 31);
        brainRod(0, 62, -38, 0, 52, -62, 1.5 + 2 * head.atrophy, 6, csf);
        brain(0, 35, -33, 6 * wide, 4.5 * wide, 8, csf);
    }

    private void deepGrey() {
        double grey = head.grey;
        for (int side = -1; side <= 1; side += 2) {
            brain(side * (11 + 2.5 * head.ventricles), -20, 12, 5.5, 9, 11, grey);
            brain(side * (14 + 3 * head.ventricles), -4, 24, 4, 14, 5, grey);
            brain(side * 25, -3, 5, 7, 17, 11, grey + 1.5);
            brain(side * 11, 11, 8, 9, 14, 9, grey - .5);
        }
    }

    private void ventricles() {
        double csf = head.csf;
        double v = head.ventricles;
        for (int side = -1; side <= 1; side += 2) {
            double s = v * draw.uniform(.85, 1.15);
            brainRod(side * (6 + 4.5 * s), -31 - 3 * s, 8, side * (3 + 2.5 * s), -10, 15, 2.6 * s, 3.4 * s, csf);
            brainRod(side * (8 + 4.5 * s), -29, 13, side * (4 + 3 * s), -8, 20, 2.4 * s, 3.6 * s, csf);
            brainRod(side * (3 + 2.5 * s), -10, 17, side * (9 + 3 * s), 14, 25, 3.4 * s, 4.2 * s, csf);
            brainRod(side * (9 + 3 * s), 14, 25, side * (20 + 3 * s), 34, 14, 4.2 * s, 5 * s, csf);
            brainRod(side * (20 + 3 * s), 34, 14, side * (19 + 2 * s), 51, 6, 4.6 * s, 1.6 * s, csf);
            brainRod(side * (21 + 3 * s), 33, 11, side * 33, 8, -13, 3.2 * s, 1.6 * s, csf);
            brainRod(side * 33, 8, -13, side * 31, -5, -20, 1.5 * s, 1.9 * s, csf);
            // Choroid plexus, denser than what surrounds it.
            brainRod(side * 21, 29, 13, side * 22, 34, 12, 2.2, 2.2, 42);
        }
        brain(0, 3, 3, 1 + 1.8 * v * v, 13, 10, csf);
        brain(draw.normal(0, .5), -12, 17, 1.1, 11, 7, 30);
    }

    private void vessels(Decoys decoys) {
        brainRod(0, 3, -34, 0, -1, -20, 1.7, 1.6, decoys.artery);
        double back = head.halfLength;
        for (int side = -1; side <= 1; side += 2) {
            brainRod(side * 6, -10, -17, side * 32, -15, -9, 1.5, 1.1, decoys.artery);
            double wide = draw.uniform(2.2, 4.6);
            brainRod(0, back - 6, -10, side * 38, back - 24, -17, wide, wide, decoys.sinus);
            brainRod(side * 38, back - 24, -17, side * 56, 38, -22, wide, wide, decoys.sinus);
            brainRod(side * 56, 38, -22, side * 46, 34, -48, wide, wide, decoys.sinus);
        }
        brainRod(0, back - 5, -14, 0, back - 6, 2, 4, 4, decoys.sinus);
        brainRod(0, 30, 6, 0, back - 8, -6, 1.6, 2.4, decoys.sinus);
        // The superior sagittal sinus follows the vault.
        double[][] vault = {{0, .93, .1}, {0, .86, .42}, {0, .7, .66}, {0, .4, .87}, {0, 0, .955}, {0, -.4, .87},
            {0, -.72, .64}, {0, -.88, .38}};
        for (int i = 0; i + 1 < vault.length; i++) {
            double[] p = vault[i];
            double[] q = vault[i + 1];
            double from = 3.6 - .25 * i;
            brainRod(0, p[1] * back, p[2] * head.height, 0, q[1] * back, q[2] * head.height, from, from - .25,
                    decoys.sinus);
        }
    }

    /** A sheet over the insula: three curved rods above each other. */
    private void insula(double[][] bend, double density, double from, double to) {
        for (int level = -1; level <= 1; level++) {
            for (int i = 0; i + 1 < bend.length; i++) {
                double[] p = bend[i];
                double[] q = bend[i + 1];
                brainRod(p[0], p[1], p[2] + 4.5 * level, q[0], q[1], q[2] + 4.5 * level, from, to, density);
            }
        }
    }

    private void ball(double[] centre, double rx, double ry, double rz, double density) {
        solids.add(new Ellipsoid(centre, new double[] {rx, ry, rz}, .3, density, Place.ANYWHERE));
    }

    private void rod(double x, double y, double z, double x2, double y2, double z2, double r, double r2,
                     double density) {
        solids.add(new Capsule(new double[] {x, y, z}, new double[] {x2, y2, z2}, r, r2, .4, density, Place.ANYWHERE));
    }

    private void brain(double x, double y, double z, double rx, double ry, double rz, double density) {
        double edge = density >= 30 ? 2.5 : .8;
        solids.add(new Ellipsoid(new double[] {x, y, z}, new double[] {rx, ry, rz}, edge, density, Place.INTRACRANIAL));
    }

    private void brainRod(double x, double y, double z, double x2, double y2, double z2, double r, double r2,
                          double density) {
        solids.add(new Capsule(new double[] {x, y, z}, new double[] {x2, y2, z2}, r, r2, .4, density,
                Place.INTRACRANIAL));
    }
}
