package org.slicelstm.phantom;

/**
 * The outlines of one head: inner and outer skull and skin as radius over direction and height, and what the tissues
 * look like. Directions are numbered from −π on, by the angle of (x to the patient's left, y to the back). Sizes are
 * those of adult heads (inner skull about 135 by 170 by 130 mm).
 */
final class Head {
    /** Directions in which the outlines are known, from −π on. */
    static final int DIRECTIONS = 256;
    private static final int HARMONICS = 5;
    private static final int LOWEST = -100;
    private static final int HIGHEST = 110;

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
    /** Of the muscles of the face and jaw; bright ones are as dense as blood, so that brightness alone tells nothing. */
    final double faceDensity;
    final int sulci;
    /** Where the waves of the folds begin, [6]. */
    final double[] foldPhase = new double[6];
    private final double[] strength = new double[HARMONICS];
    private final double[] phase = new double[HARMONICS];
    private final double[] twist = new double[HARMONICS];
    private final double[] cos = new double[DIRECTIONS];
    private final double[] sin = new double[DIRECTIONS];
    /** The outline before the vault draws it in, by direction and height in mm above the lowest. */
    private final float[][] base = new float[DIRECTIONS][HIGHEST - LOWEST + 1];
    private final double squareness;
    private final double egg;

    Head(Draw draw) {
        halfWidth = draw.normal(67, 2.6);
        halfLength = draw.normal(84, 3);
        height = draw.normal(73, 3);
        bone = draw.uniform(4, 9.5);
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
        muscleDensity = draw.uniform(42, 58);
        faceDensity = draw.uniform(50, 78);
        sulci = draw.integer(30, 40);
        squareness = draw.uniform(2.05, 2.35);
        egg = draw.uniform(.04, .1);
        for (int k = 0; k < HARMONICS; k++) {
            strength[k] = draw.normal(0, .011 / (1 + .5 * k));
            phase[k] = draw.uniform(0, 2 * Math.PI);
            twist[k] = draw.normal(0, .01);
        }
        for (int i = 0; i < DIRECTIONS; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / DIRECTIONS - Math.PI);
            sin[i] = Math.sin(2 * Math.PI * i / DIRECTIONS - Math.PI);
            for (int z = LOWEST; z <= HIGHEST; z++) {
                base[i][z - LOWEST] = (float) outline(cos[i], sin[i], z);
            }
        }
        for (int k = 0; k < foldPhase.length; k++) {
            foldPhase[k] = draw.uniform(0, 2 * Math.PI);
        }
    }

    /** Radius of the inner skull, mm; 0 above it. */
    double inner(int direction, double z) {
        return dome(z, height) * base(direction, z);
    }

    /** Radius of the outer skull, mm. */
    double outer(int direction, double z) {
        double thickness = thickness(cos[direction], sin[direction], z);
        if (z >= 0) {
            return dome(z, height + bone) * (base(direction, z) + thickness);
        }
        // Where the base runs flat, a cut meets the bone obliquely.
        double inner = base(direction, z);
        double slope = z > 2 - floor ? 0 : inner - base(direction, z - 1);
        return inner + thickness * Math.min(3, Math.sqrt(1 + slope * slope));
    }

    /** Radius of the skin, mm. */
    double skin(int direction, double z) {
        double low = Math.max(0, -z);
        double c = cos[direction];
        double s = sin[direction];
        double cover = scalp + temporalis(c, s, z) + neck(s, z);
        if (z >= 0) {
            return dome(z, height + bone + scalp) * (base(direction, z) + thickness(c, s, z) + cover);
        }
        double wide = (halfWidth + bone + 5) * (1 - .10 * Smooth.step(20, 70, low));
        double front = halfLength + bone + scalp + 1;
        double face = 0;
        if (s < 0) {
            face = Math.pow(Math.pow(Math.abs(c) / wide, 2.3) + Math.pow(-s / front, 2.3), -1 / 2.3)
                    + 19 * Smooth.step(26, 50, low) * Smooth.bell(c, .13);
        }
        return Math.max(outer(direction, z) + cover, face);
    }

    /** Thickness of muscle on the bone, mm. */
    double muscle(int direction, double z) {
        return .85 * (temporalis(cos[direction], sin[direction], z) + neck(sin[direction], z));
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

    private double base(int direction, double z) {
        double up = Math.max(0, Math.min(HIGHEST - LOWEST - 1, z - LOWEST));
        int below = (int) up;
        float[] radius = base[direction];
        return radius[below] + (up - below) * (radius[below + 1] - radius[below]);
    }

    /** The outline at a height before it is drawn in towards the top. */
    private double outline(double cos, double sin, double z) {
        double low = Math.max(0, -z);
        double wide = halfWidth * (1 + egg * sin)
                * (1 - .08 * Smooth.step(15, 40, low) - .38 * Smooth.step(38, 64, low));
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
