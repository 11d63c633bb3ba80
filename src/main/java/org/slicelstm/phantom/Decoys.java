package org.slicelstm.phantom;

import java.util.ArrayList;
import java.util.List;
import org.slicelstm.phantom.Solid.Capsule;
import org.slicelstm.phantom.Solid.Ellipsoid;
import org.slicelstm.phantom.Solid.Place;

/** What looks like a lesion and is none; drawn without knowing any label. */
final class Decoys {
    private final List<Solid> solids = new ArrayList<>();
    private final double swellingAngle;
    private final double swellingHeight;
    private final double swellingThickness;
    /** Density of the venous sinuses, HU. */
    final double sinus;
    /** Density of the arteries at the base, HU. */
    final double artery;

    Decoys(Draw draw, Head head) {
        swellingAngle = draw.uniform(-Math.PI, Math.PI);
        swellingHeight = draw.uniform(-10, 60);
        swellingThickness = draw.chance(.3) ? draw.uniform(4, 13) : 0;
        sinus = draw.chance(.25) ? draw.uniform(56, 68) : draw.uniform(40, 52);
        artery = draw.chance(.2) ? draw.uniform(52, 66) : draw.uniform(38, 48);
        if (draw.chance(.65)) {
            double r = draw.uniform(1.2, 3.4);
            solid(0, 26, 6, r, r * 1.2, r, draw.uniform(90, 400));
        }
        for (int side = -1; side <= 1; side += 2) {
            if (draw.chance(.55)) {
                double r = draw.uniform(1.5, 4);
                solid(side * draw.uniform(20, 25), draw.uniform(28, 36), draw.uniform(8, 14), r, r * 1.5, r,
                        draw.uniform(70, 350));
            }
            if (draw.chance(.12)) {
                solid(side * draw.uniform(17, 21), draw.uniform(-8, 2), draw.uniform(0, 6), 3, draw.uniform(3, 6), 3,
                        draw.uniform(50, 140));
            }
            // The roof of the orbit bulges into the floor of the brain: bone, partly in the slice.
            solid(side * draw.uniform(25, 31), draw.uniform(-56, -44), -head.floor - draw.uniform(-1, 3),
                    draw.uniform(5, 10), draw.uniform(6, 11), draw.uniform(1, 2.6), draw.uniform(300, 800));
            // Petrous tip and jugular tubercle.
            solid(side * draw.uniform(26, 34), draw.uniform(12, 20), draw.uniform(-24, -19), 5, 3, 2,
                    draw.uniform(300, 900));
        }
        int plaques = draw.chance(.45) ? draw.integer(1, 4) : 0;
        for (int i = 0; i < plaques; i++) {
            double z = draw.uniform(28, 58);
            solid(draw.normal(0, .5), draw.uniform(-.55, .5) * head.halfLength * (1 - z / 110), z,
                    draw.uniform(1, 2.4), draw.uniform(3, 11), draw.uniform(2, 7), draw.uniform(80, 500));
        }
        if (draw.chance(.5)) {
            double depth = draw.uniform(.5, .93);
            double angle = draw.uniform(-Math.PI, Math.PI);
            double x = depth * head.halfWidth * Math.cos(angle);
            double y = depth * head.halfLength * Math.sin(angle);
            double z = draw.uniform(5, 35);
            solids.add(new Capsule(new double[] {x, y, z},
                    new double[] {x + draw.normal(0, 7), y + draw.normal(0, 7), z + draw.normal(0, 7)},
                    draw.uniform(.7, 1.6), draw.uniform(.7, 1.6), .3, draw.uniform(55, 90), Place.INTRACRANIAL));
        }
    }

    private void solid(double x, double y, double z, double rx, double ry, double rz, double density) {
        solids.add(new Ellipsoid(new double[] {x, y, z}, new double[] {rx, ry, rz}, .3, density, Place.INTRACRANIAL));
    }

    /** Calcifications and bone that reaches into the brain. */
    List<Solid> solids() {
        return List.copyOf(solids);
    }

    /** How much the scalp is swollen, mm. */
    double swelling(double angle, double z) {
        if (swellingThickness == 0) {
            return 0;
        }
        return swellingThickness * Smooth.bell(Smooth.turn(swellingAngle, angle), .35)
                * Smooth.bell(z - swellingHeight, 22);
    }
}
