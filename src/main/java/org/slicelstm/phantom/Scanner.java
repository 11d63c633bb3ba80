package org.slicelstm.phantom;

/** What a scanner does to the densities of a slice: beam hardening, noise and the kernel, which blurs both alike. */
final class Scanner {
    private final Acquisition acquisition;
    private final long seed;
    private final int patient;
    private final float[] kernel;
    private final double whiteNoise;

    Scanner(Acquisition acquisition, long seed, int patient) {
        this.acquisition = acquisition;
        this.seed = seed;
        this.patient = patient;
        this.kernel = kernel(acquisition.blur() / acquisition.pixel(), acquisition.sharpening());
        double power = 0;
        for (float each : kernel) {
            power += each * each;
        }
        // Filtered once along rows and once along columns, white noise keeps this share of its deviation.
        this.whiteNoise = acquisition.noise() / power;
    }

    /** Scans densities (HU, [size · size]) into a picture (HU); the same noise whatever the densities. */
    float[] scan(float[] densities, Cut cut) {
        SlicePlane plane = cut.plane();
        int size = acquisition.size();
        float[] hu = densities.clone();
        Draw draw = Draw.of(seed, patient, Draw.Purpose.NOISE, cut.slice());
        double[] streak = new double[6];
        for (int i = 0; i < streak.length; i++) {
            streak[i] = draw.uniform(-1, 1);
        }
        double hardening = acquisition.hardening();
        double waveX = draw.uniform(0, 6);
        double waveY = draw.uniform(0, 6);
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                int i = row * size + column;
                double x = plane.at(0, column, row);
                double y = plane.at(1, column, row);
                double square = x * x + y * y;
                hu[i] += (float) draw.normal(0, whiteNoise * (.55 + .45 / (1 + square / 4000)));
                if (square < 11_000) {
                    double depth = cut.contours().inner[Contours.direction(x, y)] - Math.sqrt(square);
                    if (depth > -1) {
                        double z = plane.at(2, column, row);
                        double near = 1 / (1 + depth * depth / 30);
                        hu[i] += (float) (hardening * (7 * near + base(x, y, z, streak)));
                    }
                }
            }
        }
        unevenness(hu, size, waveX, waveY);
        filter(hu, size);
        return hu;
    }

    /** Dark bar between the petrous bones and streaks beside it. */
    private static double base(double x, double y, double z, double[] streak) {
        double level = (z + 31) / 11;
        if (level * level > 5) {
            return 0;
        }
        double strength = Math.exp(-level * level);
        double value = -11 * Smooth.bell(y - 14, 6) * Smooth.bell(x, 34);
        for (int k = 0; k < streak.length; k++) {
            double across = (y - 16 - 12 * streak[k]) - x * streak[streak.length - 1 - k] * .8;
            value += 9 * streak[k] * Smooth.bell(across, 2.2 + k * .5);
        }
        return strength * value;
    }

    /** A slow wave of about 1 HU: no scanner is even. */
    private static void unevenness(float[] hu, int size, double waveX, double waveY) {
        float[] alongX = new float[size];
        float[] alongY = new float[size];
        for (int i = 0; i < size; i++) {
            alongX[i] = (float) Math.sin(waveX + 9. * i / size);
            alongY[i] = (float) Math.sin(waveY + 8. * i / size);
        }
        for (int i = 0; i < hu.length; i++) {
            hu[i] += 1.1f * alongX[i % size] * alongY[i / size];
        }
    }

    private void filter(float[] hu, int size) {
        int reach = kernel.length / 2;
        float[] line = new float[size + 2 * reach];
        for (int row = 0; row < size; row++) {
            pad(line, hu, row * size, size, reach);
            filterLine(line, hu, row * size, size);
        }
        // Down the columns a whole row at a time: the rows above and below are added up.
        float[] source = hu.clone();
        for (int row = 0; row < size; row++) {
            int to = row * size;
            for (int column = 0; column < size; column++) {
                hu[to + column] = 0;
            }
            for (int k = 0; k < kernel.length; k++) {
                int from = Math.min(size - 1, Math.max(0, row + k - reach)) * size;
                float weight = kernel[k];
                for (int column = 0; column < size; column++) {
                    hu[to + column] += weight * source[from + column];
                }
            }
        }
    }

    private static void pad(float[] line, float[] hu, int from, int size, int reach) {
        for (int i = 0; i < line.length; i++) {
            line[i] = hu[from + Math.min(size - 1, Math.max(0, i - reach))];
        }
    }

    private void filterLine(float[] line, float[] hu, int to, int size) {
        for (int i = 0; i < size; i++) {
            float sum = 0;
            for (int k = 0; k < kernel.length; k++) {
                sum += kernel[k] * line[i + k];
            }
            hu[to + i] = sum;
        }
    }

    /** A bell less a share of one three times as wide, of sum 1, so that edges overshoot as with a sharp kernel. */
    private static float[] kernel(double deviation, double sharpening) {
        int reach = (int) Math.max(1, Math.ceil(deviation * (sharpening > .05 ? 5 : 2.6)));
        float[] kernel = new float[2 * reach + 1];
        double sum = 0;
        for (int i = 0; i < kernel.length; i++) {
            double t = (i - reach) / Math.max(deviation, .3);
            double value = (1 + sharpening) * Math.exp(-t * t / 2) - sharpening / 3 * Math.exp(-t * t / 18);
            kernel[i] = (float) value;
            sum += value;
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= (float) sum;
        }
        return kernel;
    }
}
