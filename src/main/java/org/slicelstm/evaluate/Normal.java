package org.slicelstm.evaluate;

/** The standard normal distribution. */
final class Normal {
    private static final double FAR = 3;
    private static final int TERMS = 200;

    private Normal() {
    }

    /** The chance of a value at least as far from 0 as z: the p of a two-sided test. */
    static double twoSided(double z) {
        double x = Math.abs(z);
        double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
        if (x < FAR) {
            // Φ(x) = 1/2 + φ(x) · (x + x³/3 + x⁵/(3·5) + …), Marsaglia (2004).
            double term = x;
            double sum = x;
            for (int i = 3; i < TERMS && term > 0; i += 2) {
                term *= x * x / i;
                sum += term;
            }
            return 1 - 2 * density * sum;
        }
        // Laplace's continued fraction of the tail.
        double fraction = x;
        for (int i = TERMS; i > 0; i--) {
            fraction = x + i / fraction;
        }
        return 2 * density / fraction;
    }
}
