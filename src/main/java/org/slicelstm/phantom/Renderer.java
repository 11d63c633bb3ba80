package org.slicelstm.phantom;

import java.util.Arrays;
import java.util.List;

/** Cuts a head without lesions into slices in HU: before blur and noise, averaged over the slice's thickness. */
final class Renderer {
    private static final float AIR = -1000;
    /** Thicker parts of a slice are cut into several planes, mm. */
    private static final double PART = 3.2;
    private static final double FALX = 47;

    private final Head head;
    private final Decoys decoys;
    private final List<Solid> solids;
    private final Acquisition acquisition;

    Renderer(Head head, Decoys decoys, List<Solid> solids, Acquisition acquisition) {
        this.head = head;
        this.decoys = decoys;
        this.solids = solids;
        this.acquisition = acquisition;
    }

    Cut cut(int slice) {
        SlicePlane plane = acquisition.plane(slice, 0);
        return new Cut(slice, plane, new Contours(head, decoys, plane, acquisition.thickness()));
    }

    /** HU of a slice, row by row, [size · size]. */
    float[] render(int slice) {
        int parts = (int) Math.min(3, Math.max(1, Math.round(acquisition.thickness() / PART)));
        int pixels = acquisition.size() * acquisition.size();
        float[] sum = new float[pixels];
        float[] one = new float[pixels];
        boolean[] intracranial = new boolean[pixels];
        double step = acquisition.thickness() / parts;
        for (int part = 0; part < parts; part++) {
            SlicePlane plane = acquisition.plane(slice, (part - (parts - 1) / 2.) * step);
            Contours contours = new Contours(head, decoys, plane, step);
            layers(plane, contours, one, intracranial);
            for (Solid solid : solids) {
                paint(solid, plane, one, intracranial);
            }
            for (int i = 0; i < pixels; i++) {
                sum[i] += one[i] / parts;
            }
        }
        return sum;
    }

    private void layers(SlicePlane plane, Contours contours, float[] hu, boolean[] intracranial) {
        Arrays.fill(hu, AIR);
        Arrays.fill(intracranial, false);
        double far = contours.greatest + 2;
        int size = plane.size();
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                double x = plane.at(0, column, row);
                double y = plane.at(1, column, row);
                double square = x * x + y * y;
                int i = row * size + column;
                if (square > far * far) {
                    hu[i] = (float) headrest(x, y, Math.sqrt(square), plane.pixel());
                    continue;
                }
                double r = Math.sqrt(square);
                int k = Contours.direction(x, y);
                double edge = plane.pixel() + contours.slant[k];
                double within = Smooth.clamp(.5 + (contours.inner[k] - r) / edge);
                double value = 0;
                if (within < 1) {
                    value = (1 - within) * cover(contours, k, r, x, y, edge);
                }
                if (within > 0) {
                    value += within * brain(contours, k, r, x, y, plane.at(2, column, row), plane.pixel());
                    intracranial[i] = within > .5;
                }
                hu[i] = (float) value;
            }
        }
    }

    private double headrest(double x, double y, double r, double pixel) {
        double[] rest = acquisition.headrest();
        if (rest[0] == 0 || y < 0 || Math.abs(x) > r * Math.sin(rest[3])) {
            return AIR;
        }
        double share = Smooth.clamp(.5 + (rest[1] / 2 - Math.abs(r - rest[0] - rest[1] / 2)) / pixel);
        return AIR + share * (rest[2] - AIR);
    }

    /** Bone, muscle, fat, skin and the air around. */
    private double cover(Contours c, int k, double r, double x, double y, double edge) {
        double out = c.outer[k];
        double bone = Smooth.clamp(.5 + (out - r) / edge);
        double value = 0;
        if (bone > 0) {
            double thick = out - c.inner[k] + .01;
            double q = (r - c.inner[k]) / thick;
            double table = Math.min(.5, 1.7 / thick);
            double marrow = Smooth.clamp((Math.min(q, 1 - q) - table) * thick / 1.2);
            value = bone * c.suture[k] * (head.cortical + marrow * (head.diploe - head.cortical));
        }
        if (bone < 1) {
            double skin = c.skin[k];
            double body = Smooth.clamp(.5 + (skin - r) / edge);
            double depth = r - out;
            double muscle = Smooth.clamp((c.muscle[k] - depth) / 1.2 + .5);
            double density = head.muscleDensity;
            if (skin - out > 18 && c.atFace) {
                density = head.faceDensity;
                muscle = Math.max(.9 * muscle, Math.min(fibres(x, y), (skin - r) / 6)) * fibres(y + 40, x);
            }
            double soft = -88 + muscle * (density + 88);
            double rind = Smooth.clamp(.5 + (r - skin + 2) / 1.2);
            soft += rind * (35 - soft);
            value += (1 - bone) * (body * soft + (1 - body) * AIR);
        }
        return value;
    }

    /** Muscles between planes of fat, 0 to 1. */
    private static double fibres(double x, double y) {
        double wave = Math.sin(x / 6.3 + 1.9 * Math.sin(y / 8.1)) + Math.sin(y / 7.7 + 1.6 * Math.sin(x / 10.3 + 1));
        return Smooth.clamp(.5 + 2.2 * (wave + .75));
    }

    private double brain(Contours c, int k, double r, double x, double y, double z, double pixel) {
        int bent = c.folded(k, c.inner[k] - r);
        double soft = pixel + .4;
        double tent = head.tentorium - .5 * Math.abs(x) / (1 + Math.max(-26, y - 40) / 46);
        double value;
        if (y > 14 && z < tent && z > -70) {
            double folia = Math.sin((y + .5 * Math.abs(x)) * 1.1 + z * .5);
            value = head.grey - 1.5 + 1.6 * folia - 3 * Smooth.bell(Math.abs(x) - 20, 9) * Smooth.bell(y - 46, 10);
            value += Smooth.clamp(.5 + (r - c.inner[k] + .8 + 2 * head.atrophy) / soft) * (head.csf - value);
        } else {
            double grey = Smooth.clamp(.5 + (r - c.white[bent]) / (soft + .8));
            value = head.white + grey * (head.grey - head.white);
            double fluid = Smooth.clamp(.5 + (r - c.pial[bent]) / soft);
            value += fluid * (head.csf - value);
            value = midline(value, x, y, z, soft);
        }
        if (y > 12) {
            // The tentorium is met on a slant.
            value += Smooth.clamp(1.3 - Math.abs(z - tent) / .75) * (FALX - value) * Smooth.step(12, 20, y);
        }
        return value;
    }

    /** The fissure between the hemispheres, its cortex and the falx. */
    private double midline(double before, double x, double y, double z, double soft) {
        double off = Math.abs(x - .9 * Math.sin(y / 17 + z / 23));
        if (off > 9 || z < -22) {
            return before;
        }
        double ey = (y + 1) / 50;
        double ez = (z - 8) / 27;
        double beyond = ey * ey + ez * ez - 1;
        if (beyond < 0) {
            return before;
        }
        double value = before;
        double[] p = head.foldPhase;
        double scallop = 3.1 + 1.1 * Math.sin(y / 5.3 + z / 7 + p[0]) * Math.sin(y / 8.9 + p[1])
                + (y < 0 ? head.atrophy : 0);
        value += Smooth.clamp(.5 + (scallop - off) / (soft + .8)) * Smooth.clamp(beyond * 8)
                * Math.max(0, head.grey - value);
        double gap = .5 + (y < 0 ? 1.6 : .8) * head.atrophy + .6 * Math.sin(y / 4.3 + z / 9 + p[2]);
        value += Smooth.clamp(.5 + (gap - off) / soft) * (head.csf - value);
        if (beyond > .35 && z > -16) {
            value += Smooth.clamp(.5 + (.75 - off) / soft) * (FALX - value);
        }
        return value;
    }

    private void paint(Solid solid, SlicePlane plane, float[] hu, boolean[] intracranial) {
        double[] p = solid.centre();
        double reach = (solid.reach() + solid.edge() + 1) / plane.pixel();
        double column = plane.column(p[0], p[1], p[2]);
        double row = plane.row(p[0], p[1], p[2]);
        // Far from the plane nothing of the body can show.
        double dx = plane.at(0, column, row) - p[0];
        double dy = plane.at(1, column, row) - p[1];
        double dz = plane.at(2, column, row) - p[2];
        double width = plane.pixel() + solid.edge();
        double left = solid.reach() + width;
        if (dx * dx + dy * dy + dz * dz > left * left) {
            return;
        }
        int size = plane.size();
        boolean anywhere = solid.place() == Solid.Place.ANYWHERE;
        float density = (float) solid.density();
        int lastRow = (int) Math.min(size - 1, row + reach);
        int lastColumn = (int) Math.min(size - 1, column + reach);
        for (int j = (int) Math.max(0, row - reach); j <= lastRow; j++) {
            for (int i = (int) Math.max(0, column - reach); i <= lastColumn; i++) {
                int at = j * size + i;
                if (intracranial[at] || anywhere && hu[at] > AIR) {
                    double inside = solid.inside(plane.at(0, i, j), plane.at(1, i, j), plane.at(2, i, j));
                    if (inside > -width / 2) {
                        float share = (float) Smooth.clamp(.5 + inside / width);
                        hu[at] += share * (density - hu[at]);
                    }
                }
            }
        }
    }
}
