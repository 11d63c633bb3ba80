package org.slicelstm.image;

/**
 * The weights that resample one axis by an antialiased bilinear filter: a triangle one source pixel wide to each side
 * of the target's centre when the axis grows, and as many times wider as the axis shrinks. Taps beyond the picture's
 * edge are left out and the rest sums to 1, as in Pillow's {@code Image.resize(BILINEAR)} and torchvision's
 * {@code antialias=True}.
 *
 * @param in      source pixels
 * @param first   for each target pixel the first source pixel that has a weight; never falls
 * @param count   for each target pixel how many source pixels have one
 * @param stride  places in {@code weights} for each target pixel
 * @param weights the weights, {@code [out, stride]}
 */
record Triangle(int in, int[] first, int[] count, int stride, float[] weights) {

    static Triangle of(int in, int out) {
        double scale = (double) in / out;
        double support = Math.max(scale, 1);
        int stride = 2 * (int) Math.ceil(support) + 1;
        int[] first = new int[out];
        int[] count = new int[out];
        float[] weights = new float[out * stride];
        for (int target = 0; target < out; target++) {
            double centre = (target + 0.5) * scale;
            int from = Math.max(0, (int) Math.floor(centre - support + 0.5));
            int to = Math.min(in, (int) Math.floor(centre + support + 0.5));
            double[] taps = new double[to - from];
            double sum = 0;
            for (int source = from; source < to; source++) {
                double distance = Math.abs(source + 0.5 - centre) / support;
                taps[source - from] = Math.max(0, 1 - distance);
                sum += taps[source - from];
            }
            first[target] = from;
            count[target] = to - from;
            for (int tap = 0; tap < taps.length; tap++) {
                weights[target * stride + tap] = (float) (taps[tap] / sum);
            }
        }
        return new Triangle(in, first, count, stride, weights);
    }

    int out() {
        return first.length;
    }

    /** Resamples lines of {@code [count, in]} to {@code [count, out]}. */
    float[] apply(float[] lines, int numLines) {
        float[] resampled = new float[numLines * first.length];
        for (int line = 0; line < numLines; line++) {
            for (int i = 0; i < first.length; i++) {
                float sum = 0;
                int start = line * in + first[i];
                int weight = i * stride;
                for (int tap = 0; tap < count[i]; tap++) {
                    sum += lines[start + tap] * weights[weight + tap];
                }
                resampled[line * first.length + i] = sum;
            }
        }
        return resampled;
    }

    /** Adds one source line to every target line that it has a weight in; {@code lines} is {@code [out, width]}. */
    void scatter(int source, float[] line, float[] lines) {
        for (int i = firstTargetOf(source); i < first.length && first[i] <= source; i++) {
            float weight = weights[i * stride + source - first[i]];
            int at = i * line.length;
            for (int x = 0; x < line.length; x++) {
                lines[at + x] += weight * line[x];
            }
        }
    }

    /** The first target line whose taps reach the source line; the ends of the taps never fall. */
    private int firstTargetOf(int source) {
        int low = 0;
        int high = first.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (first[middle] + count[middle] > source) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
