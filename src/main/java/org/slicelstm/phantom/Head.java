package org.slicelstm.phantom;

/**
 * The outlines of one head: inner and outer skull and skin as radius over direction and height, and what the tissues
 * look like. Directions are given by cosine (to the patient's left) and sine (to the back). Sizes are those of adult
 * heads (inner skull about 135 by 170 by 130 mm).
 */
final class Head {
    private static final int HARMONICS = 5;

    final double halfWidth;
    final double halfLength;
    final double height;
    final double bone;
    final double scalp;
    final double muscle;
    /** 0 young to 1 old: wider sulci and ventricles. */
    final double atrophy;
    /** Scale of the ventricles. */
    final double ventricles;
    final double grey;
    final double white;
    final double csf;
    final double cortical;
    final double diploe;
    /** How low the floor of the anterior fossa lies, mm below the origin. */
    final double floor;
    /** Slope and height of the tentorium. */
    final double tentorium;
    final double muscleDensity;
    final int sulci;
    /** Where the waves of the folds begin, [6]. */
    final double[] foldPhase = new double[6];
    private final double[] strength = new double[HARMONICS];
    private final double[] phase = new double[HARMONICS];
    private final double[] twist = new double[HARMONICS];
    private final double squareness;
    private final double egg;

    Head(Draw draw) {
        halfWidth = draw.normal(67, 2.6);
        halfLength = draw.normal(84, 3);
        height = draw.normal(73, 3);
        bone = draw.uniform(4.8, 8);
        scalp = draw.uniform(3.5, 7.5);
        muscle = draw.uniform(4, 13);
        atrophy = Math.pow(draw.unit(), 1.4);
        ventricles = .75 + .65 * atrophy + draw.uniform(-.15, .3);
        grey = draw.normal(37, 1.2);
        white = draw.normal(28.5, 1);
        csf = draw.uniform(3, 8);
        cortical = draw.uniform(1150, 1500);
        diploe = draw.uniform(500, 850);
        floor = draw.uniform(7, 13);
        tentorium = draw.uniform(-2, 6);
        muscleDensity = draw.uniform(50, 66);
        sulci = draw.integer(30, 40);
        squareness = draw.uniform(2.05, 2.35);
        egg = draw.uniform(.04, .1);
        for (int k = 0; k < HARMONICS; k++) {
            strength[k] = draw.normal(0, .011 / (1 + .5 * k));
            phase[k] = draw.uniform(0, 2 * Math.PI);
            twist[k] = draw.normal(0, .01);
        }
        for (int k = 0; k < foldPhase.length; k++) {
            foldPhase[k] = draw.uniform(0, 2 * Math.PI);
        }
    }

    /** Radius of the inner skull, mm; 0 above it. */
    double inner(double cos, double sin, double z) {
        return dome(z, height) * base(cos, sin, z);
    }

    /** Radius of the outer skull, mm. */
    double outer(double cos, double sin, double z) {
        double thickness = thickness(cos, sin, z);
        if (z >= 0) {
            return dome(z, height + bone) * (base(cos, sin, z) + thickness);
        }
        // Where the base runs flat, a cut meets the bone obliquely.
        double slope = (base(cos, sin, z + 1) - base(cos, sin, z - 1)) / 2;
        return base(cos, sin, z) + thickness * Math.min(3, Math.sqrt(1 + slope * slope));
    }

    /** Radius of the skin, mm. */
    double skin(double cos, double sin, double z) {
        double low = Math.max(0, -z);
        double cover = scalp + temporalis(cos, sin, z) + neck(sin, z);
        if (z >= 0) {
            return dome(z, height + bone + scalp) * (base(cos, sin, z) + thickness(cos, sin, z) + cover);
        }
        double wide = (halfWidth + bone + 5) * (1 - .10 * Smooth.step(20, 70, low));
        double front = halfLength + bone + scalp + 1;
        double face = sin < 0 ? Math.pow(Math.pow(Math.abs(cos) / wide, 2.3) + Math.pow(-sin / front, 2.3), -1 / 2.3)
                : 0;
        if (sin < 0) {
            face += 19 * Smooth.step(26, 50, low) * Smooth.bell(cos, .13);
        }
        return Math.max(outer(cos, sin, z) + cover, face);
    }

    /** Thickness of muscle on the bone, mm. */
    double muscle(double cos, double sin, double z) {
        return .85 * (temporalis(cos, sin, z) + neck(sin, z));
    }

    private double temporalis(double cos, double sin, double z) {
        return muscle * Smooth.step(45, -15, z) * Smooth.bell(sin + .3, .45) * Smooth.step(.4, .8, Math.abs(cos));
    }

    private double neck(double sin, double z) {
        return sin > 0 ? 24 * Smooth.step(28, 62, -z) * Smooth.step(.2, .8, sin) : 0;
    }

    private double thickness(double cos, double sin, double z) {
        double temporal = .45 * Smooth.step(30, 0, z) * Smooth.step(.75, 1, Math.abs(cos));
        double frontal = .25 * Smooth.step(.6, 1, -sin);
        double crest = .6 * Smooth.bell(cos, .12) * (sin > 0 ? Smooth.bell(z + 18, 12) : 0);
        return bone * (1 - temporal + frontal + crest + .08 * Math.sin(5 * cos + phase[1] + z / 21));
    }

    /** The outline at a height before it is drawn in towards the top. */
    private double base(double cos, double sin, double z) {
        double low = Math.max(0, -z);
        double wide = halfWidth * (1 + egg * sin) * (1 - .08 * Smooth.step(15, 40, low) - .38 * Smooth.step(38, 64, low));
        double length = sin < 0 ? halfLength * (1 - .78 * Smooth.step(floor, floor + 27, low))
                : halfLength * (1 - .34 * Smooth.step(22, 72, low));
        double r = Math.pow(Math.pow(Math.abs(cos) / wide, squareness) + Math.pow(Math.abs(sin) / length, squareness),
                -1 / squareness);
        if (sin < 0 && low > floor) {
            r += 31 * Smooth.step(floor + 3, floor + 17, low) * (1 - Smooth.step(37, 47, low))
                    * Smooth.bell(Math.abs(cos) - .63, .17);
        }
        double angle = Math.atan2(sin, cos);
        double wave = 1;
        for (int k = 0; k < HARMONICS; k++) {
            wave += strength[k] * Math.cos((k + 1) * angle + phase[k] + twist[k] * z);
        }
        return r * wave;
    }

    private static double dome(double z, double top) {
        double f = z <= 0 ? 1 : 1 - Math.pow(z / top, 2.3);
        return f <= 0 ? 0 : Math.sqrt(f);
    }
}
