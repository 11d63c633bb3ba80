package org.slicelstm.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.slicelstm.phantom.Lesion.Effect;
import org.slicelstm.phantom.Lesion.Extent;
import org.slicelstm.phantom.Lesion.Spot;

/**
 * Draws the lesions of a patient. Densities are those of the acute, unenhanced lesion: blood mostly 64 to 80 HU, some
 * 46 to 58 and a few nearly isodense; infarct 8 to 14 HU below brain with the loss of the grey-white border; tumour 36 to 52 HU.
 */
final class Lesions {
    /** From the darkest first, so that blood lies over oedema. */
    private static final List<Disease> ORDER =
            List.of(Disease.EDEMA, Disease.ISCHEMIA, Disease.MASS, Disease.HEMORRHAGE, Disease.FRACTURE);

    private final Head head;
    private final Acquisition acquisition;
    private final IntFunction<Cut> cuts;
    private final List<Lesion> lesions = new ArrayList<>();

    private Lesions(Head head, Acquisition acquisition, IntFunction<Cut> cuts) {
        this.head = head;
        this.acquisition = acquisition;
        this.cuts = cuts;
    }

    /**
     * Draws.
     *
     * @param cuts where each slice cuts the head
     * @return in the order of painting
     */
    static List<Lesion> draw(Set<Disease> diseases, long seed, int patient, Head head, Acquisition acquisition,
                             IntFunction<Cut> cuts) {
        Lesions lesions = new Lesions(head, acquisition, cuts);
        for (Disease disease : ORDER) {
            if (diseases.contains(disease)) {
                Draw draw = Draw.of(seed, patient, Draw.Purpose.LESIONS, disease.ordinal());
                switch (disease) {
                    case HEMORRHAGE -> lesions.hemorrhage(draw);
                    case ISCHEMIA -> lesions.ischemia(draw);
                    case FRACTURE -> lesions.fracture(draw);
                    case MASS -> lesions.mass(draw);
                    case EDEMA -> lesions.edema(draw);
                }
            }
        }
        return List.copyOf(lesions.lesions);
    }

    private void hemorrhage(Draw draw) {
        double age = draw.unit();
        double density = age < .01 ? draw.uniform(40, 46) : age < .03 ? draw.uniform(46, 58)
                : draw.uniform(64, 80);
        Effect blood = (hu, inside) -> mix(hu, density, soft(inside, 1.2) * tissue(hu));
        double kind = draw.unit();
        if (kind < .94) {
            double radius = draw.uniform(19, 30);
            Span span = span(draw, 2.2 * radius, -8, 48);
            Extent blob = blob(draw, span, .2, .68, radius);
            if (draw.chance(.5)) {
                double rim = draw.uniform(3, 8);
                double drop = draw.uniform(6, 10);
                lesions.add(span.lesion(Disease.HEMORRHAGE, (s, f) -> blob.inside(s, f) + rim,
                        (hu, inside) -> hu - drop * soft(inside - 1, 3) * matter(hu)));
            }
            lesions.add(span.lesion(Disease.HEMORRHAGE, blob, blood));
        } else {
            boolean lens = kind > .97;
            double thickness = lens ? draw.uniform(16, 26) : draw.uniform(11, 18);
            double half = Math.toRadians(lens ? draw.uniform(20, 32) : draw.uniform(34, 60));
            double shape = lens ? 1 : .5;
            // Beside the midline: neither crescent nor lens crosses it.
            double middle = (draw.chance(.5) ? 0 : Math.PI) + Math.toRadians(draw.uniform(-25, 25));
            Span span = span(draw, draw.uniform(30, 60), 4, 46);
            lesions.add(span.lesion(Disease.HEMORRHAGE, (s, f) -> {
                double turn = Smooth.turn(middle, Contours.angle(s.direction())) / half;
                double thick = turn * turn < 1 ? thickness * f * Math.pow(1 - turn * turn, shape) : -2;
                return Math.min(thick - s.depth(), s.depth() + .5);
            }, blood));
        }
    }

    private void ischemia(Draw draw) {
        Span span = span(draw, draw.uniform(20, 45), -2, 46);
        double target = (head.grey + head.white) / 2 - draw.uniform(8, 14);
        double middle = (draw.chance(.5) ? 0 : Math.PI) + Math.toRadians(draw.uniform(-55, 55));
        double half = Math.toRadians(draw.uniform(18, 34));
        double start = draw.uniform(.28, .42);
        double wobble = draw.uniform(0, 6);
        lesions.add(span.lesion(Disease.ISCHEMIA, (s, f) -> {
            double turn = Math.abs(Smooth.turn(middle, Contours.angle(s.direction())))
                    + .05 * Math.sin(s.r() / 6 + wobble);
            double edge = (half * f - turn) * s.r();
            return Math.min(Math.min(edge, s.r() - start * s.contours().inner[s.direction()]), s.depth());
        }, (hu, inside) -> mix(hu, target, .85 * soft(inside, 4) * matter(hu))));
    }

    private void edema(Draw draw) {
        double radius = draw.uniform(24, 36);
        Span span = span(draw, draw.uniform(20, 40), 0, 46);
        double drop = draw.uniform(7, 11);
        Extent blob = blob(draw, span, .35, .6, radius);
        double between = (head.grey + head.white) / 2;
        // White matter swells more than grey; sulci and ventricles are pressed shut.
        lesions.add(span.lesion(Disease.EDEMA, (s, f) -> Math.min(blob.inside(s, f), s.depth()), (hu, inside) -> {
            double share = soft(inside, 6);
            double fluid = share * Smooth.step(between - 8, between - 14, hu) * tissue(hu);
            double swollen = hu - drop * share * matter(hu) * (hu < between ? 1 : .6);
            return mix(swollen, head.white - drop, .8 * fluid);
        }));
    }

    private void mass(Draw draw) {
        double radius = draw.uniform(9, 19);
        Span span = span(draw, 2 * radius, -6, 46);
        Extent blob = blob(draw, span, .25, .7, radius);
        double around = draw.uniform(6, 13);
        double drop = draw.uniform(7, 11);
        double solid = draw.uniform(38, 50);
        boolean ring = draw.chance(.5);
        double core = ring ? draw.uniform(14, 24) : solid;
        double wall = ring ? draw.uniform(3, 5) : 0;
        double pressed = head.white - drop;
        lesions.add(span.lesion(Disease.MASS, (s, f) -> Math.min(blob.inside(s, f) + around, s.depth()),
                (hu, inside) -> {
                    double share = soft(inside, 3);
                    double fluid = share * Smooth.step(22, 16, hu) * tissue(hu);
                    return mix(hu - drop * share * matter(hu), pressed, .9 * fluid);
                }));
        lesions.add(span.lesion(Disease.MASS, blob, (hu, inside) -> mix(hu,
                inside > wall ? solid + (core - solid) * soft(inside - wall - .5, 1) : solid,
                soft(inside, 1.2) * tissue(hu))));
    }

    private void fracture(Draw draw) {
        Span span = span(draw, draw.uniform(10, 50), -8, 52);
        double middle = draw.uniform(-Math.PI, Math.PI);
        double gap = draw.uniform(1.4, 2.8);
        double oblique = draw.uniform(-.9, .9);
        double density = draw.uniform(20, 60);
        if (draw.chance(.3)) {
            depressed(draw, span, middle);
        } else {
            double run = draw.uniform(-7, 7);
            double bend = draw.uniform(0, 6);
            lesions.add(span.lesion(Disease.FRACTURE, (s, f) -> {
                double r = s.r();
                double along = Smooth.turn(middle, Contours.angle(s.direction())) * r
                        - oblique * (r - s.contours().inner[s.direction()])
                        - run * (1 - f) - .6 * Math.sin(r / 2 + bend);
                double within = Math.min(s.contours().outer[s.direction()] - r, -s.depth()) + 1;
                return Math.min(gap / 2 - Math.abs(along), within);
            }, (hu, inside) -> hu > 150 ? mix(hu, density, soft(inside, .5)) : hu));
        }
        if (draw.chance(.6)) {
            double swelling = draw.uniform(4, 11);
            double half = draw.uniform(.25, .45);
            lesions.add(span.lesion(Disease.FRACTURE, (s, f) -> {
                double turn = Smooth.turn(middle, Contours.angle(s.direction())) / half;
                double skin = s.contours().skin[s.direction()]
                        + (turn * turn < 1 ? swelling * f * (1 - turn * turn) : -9);
                return Math.min(skin - s.r(), s.r() - s.contours().outer[s.direction()] - 1);
            }, (hu, inside) -> hu < 30 ? mix(hu, 42, soft(inside, .8)) : hu));
        }
    }

    /** A piece of the vault pushed inwards. */
    private void depressed(Draw draw, Span span, double middle) {
        double deep = draw.uniform(4, 9);
        double half = draw.uniform(.14, .26);
        Extent fragment = (s, f) -> {
            double turn = Math.abs(Smooth.turn(middle, Contours.angle(s.direction())));
            double push = deep * (1 - .4 * turn / half) * (.5 + .5 * f);
            return Math.min(Math.min((half - turn) * s.r(), push - s.depth()), s.depth() + 1);
        };
        Extent hole = (s, f) -> {
            double turn = Math.abs(Smooth.turn(middle, Contours.angle(s.direction())));
            double push = deep * (1 - .4 * turn / half) * (.5 + .5 * f);
            double out = s.contours().outer[s.direction()];
            return Math.min((half + .015 - turn) * s.r(), Math.min(s.r() - (out - push), out + .5 - s.r()));
        };
        lesions.add(span.lesion(Disease.FRACTURE, fragment, (hu, inside) -> mix(hu, head.cortical, soft(inside, .5))));
        lesions.add(span.lesion(Disease.FRACTURE, hole, (hu, inside) -> hu > 60 ? mix(hu, 45, soft(inside, .5)) : hu));
    }

    /**
     * An uneven ball in the brain.
     *
     * @param from least and
     * @param to   greatest distance from the middle, as a share of the inner radius
     */
    private Extent blob(Draw draw, Span span, double from, double to, double radius) {
        // Beside the midline, on either side.
        double middle = (draw.chance(.5) ? 0 : Math.PI) + Math.toRadians(draw.uniform(-62, 62));
        int direction = Contours.direction(Math.cos(middle), Math.sin(middle));
        double r = draw.uniform(from, to) * cuts.apply(span.middle()).contours().inner[direction];
        double cx = r * Math.cos(Contours.angle(direction));
        double cy = r * Math.sin(Contours.angle(direction));
        double longer = Math.sqrt(draw.uniform(.7, 1.45));
        double turn = draw.uniform(0, Math.PI);
        double a = draw.uniform(0, .13);
        double b = draw.uniform(0, .1);
        double pa = draw.uniform(0, 6);
        double pb = draw.uniform(0, 6);
        return (s, f) -> {
            double dx = s.x() - cx;
            double dy = s.y() - cy;
            double u = (dx * Math.cos(turn) + dy * Math.sin(turn)) / longer;
            double v = (dy * Math.cos(turn) - dx * Math.sin(turn)) * longer;
            double distance = Math.sqrt(u * u + v * v);
            if (distance > 1.5 * radius + 30) {
                return radius - distance;
            }
            double angle = Math.atan2(v, u);
            double border = 1 + a * Math.cos(2 * angle + pa) + b * Math.cos(3 * angle + pb)
                    + .03 * Math.cos(5 * angle + pa);
            return radius * f * border - distance;
        };
    }

    /** Slices next to each other. */
    private record Span(int first, int count) {
        int middle() {
            return first + count / 2;
        }

        Lesion lesion(Disease disease, Extent extent, Effect effect) {
            return new Lesion(disease, first, count, extent, effect);
        }
    }

    /**
     * Chooses the slices.
     *
     * @param length of the lesion along the table, mm
     * @param low    lowest and
     * @param high   highest place of a slice in the middle of the head, mm
     */
    private Span span(Draw draw, double length, double low, double high) {
        int from = acquisition.slices();
        int to = -1;
        for (int slice = 0; slice < acquisition.slices(); slice++) {
            double z = acquisition.plane(slice, 0).z(0, 0);
            if (z >= low && z <= high) {
                from = Math.min(from, slice);
                to = slice;
            }
        }
        int most = Math.min(Lesion.MOST_SLICES, to - from + 1);
        int count = (int) Math.min(most, Math.max(1, Math.round(length / acquisition.spacing())));
        return new Span(from + draw.integer(0, to - from + 1 - count), count);
    }

    private static double mix(double from, double to, double share) {
        return from + share * (to - from);
    }

    /** 0 outside to 1 inside over a border of the given width, mm. */
    private static double soft(double inside, double width) {
        return Smooth.clamp(.5 + inside / width);
    }

    /** Whether it is brain or fluid, 0 to 1: neither bone, nor calcified, nor fat, nor air. */
    private static double tissue(double hu) {
        return hu < 40 ? Smooth.clamp((hu + 25) / 20) : Smooth.clamp((160 - hu) / 80);
    }

    /** Whether it is brain, 0 to 1. */
    private static double matter(double hu) {
        return Smooth.clamp((hu - 12) / 8) * Smooth.clamp((52 - hu) / 8);
    }
}
