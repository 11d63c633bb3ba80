package org.slicelstm.jpeg;

import java.util.SplittableRandom;

/** Pictures for the encoders of tests: an ellipse with structure and noise on a flat ground. */
public final class DrawnSamples {
    private DrawnSamples() {
    }

    /**
     * Draws one.
     *
     * @param bits  of each sample; both ends of the range occur
     * @param noise standard deviation as a part of the range
     * @return {@code [rows][columns][components]}
     */
    public static int[] draw(int columns, int rows, int components, int bits, double noise) {
        SplittableRandom random = new SplittableRandom(bits * 31L + components);
        int most = (1 << bits) - 1;
        int[] samples = new int[rows * columns * components];
        for (int i = 0; i < samples.length; i++) {
            int c = i % components;
            double x = (i / components % columns - columns / 2. - 3 * c) / (columns * 0.42);
            double y = (i / components / columns - rows / 2.) / (rows * 0.45);
            double from = x * x + y * y;
            if (from > 1) {
                samples[i] = c;
                continue;
            }
            double value = from > 0.85 ? 0.95 : 0.5 + 0.2 * Math.sin(9 * x + c) * Math.cos(7 * y)
                    + noise * random.nextGaussian();
            samples[i] = (int) Math.max(0, Math.min(most, Math.round(value * most)));
        }
        samples[samples.length / 2] = most;
        samples[samples.length / 3] = 0;
        return samples;
    }
}
