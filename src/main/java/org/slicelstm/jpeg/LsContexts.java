package org.slicelstm.jpeg;

import java.util.Arrays;

/** The adaptive part of JPEG-LS: Golomb codes that follow what was coded in their context (T.87 annex A). */
final class LsContexts {
    /** How long runs are that one bit stands for, as powers of two, by run index (T.87 A.2.1). */
    private static final int[] RUN_BITS = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9,
        10, 11, 12, 13, 14, 15};
    private static final int REGULAR = 365;

    private final int near;
    private final int step;
    private final int maximum;
    private final int range;
    private final int rangeBits;
    private final int limit;
    private final int reset;
    /** Sums of error magnitudes and errors, corrections, and counts; two more contexts interrupt runs. */
    private final int[] magnitudes = new int[REGULAR + 2];
    private final int[] biases = new int[REGULAR];
    private final int[] corrections = new int[REGULAR];
    private final int[] counts = new int[REGULAR + 2];
    private final int[] negatives = new int[2];

    LsContexts(LsPreset preset, int near) {
        this.near = near;
        step = 2 * near + 1;
        maximum = preset.maximum();
        range = (maximum + 2 * near) / step + 1;
        rangeBits = 32 - Integer.numberOfLeadingZeros(range - 1);
        int bits = Math.max(2, 32 - Integer.numberOfLeadingZeros(maximum));
        limit = 2 * (bits + Math.max(8, bits));
        reset = preset.reset();
    }

    /** Begins a scan or a restart interval. */
    void clear() {
        Arrays.fill(magnitudes, Math.max(2, (range + 32) / 64));
        Arrays.fill(counts, 1);
        Arrays.fill(biases, 0);
        Arrays.fill(corrections, 0);
        Arrays.fill(negatives, 0);
    }

    static int runBits(int runIndex) {
        return RUN_BITS[runIndex];
    }

    /**
     * Reads a sample in regular mode (T.87 A.4 to A.6).
     *
     * @param context  1 to 364 for gradients whose first is above zero, below zero for those mirrored
     * @param predicted from the neighbours
     */
    int regular(BitReader bits, int context, int predicted) throws JpegException {
        int q = Math.abs(context);
        int correction = context < 0 ? -corrections[q] : corrections[q];
        int corrected = Math.max(0, Math.min(maximum, predicted + correction));
        int count = counts[q];
        int k = parameter(magnitudes[q], count);
        int mapped = golomb(bits, k, limit);
        // Even numbers stand for errors from 0 up, odd ones for those below; the other way round where errors lean.
        int error = mapped >>> 1 ^ -(mapped & 1);
        if (near == 0 && k == 0 && 2 * biases[q] <= -count) {
            error = ~error;
        }
        update(q, error);
        return reconstruct(bits, corrected, context < 0 ? -error : error);
    }

    private void update(int q, int error) {
        int bias = biases[q] + error * step;
        int count = counts[q];
        magnitudes[q] += Math.abs(error);
        if (count == reset) {
            magnitudes[q] >>= 1;
            bias = bias >= 0 ? bias >> 1 : -(1 - bias >> 1);
            count >>= 1;
        }
        count++;
        if (bias <= -count) {
            bias = Math.max(bias + count, 1 - count);
            corrections[q] = Math.max(-128, corrections[q] - 1);
        } else if (bias > 0) {
            bias = Math.min(bias - count, 0);
            corrections[q] = Math.min(127, corrections[q] + 1);
        }
        biases[q] = bias;
        counts[q] = count;
    }

    /**
     * Reads the sample that ends a run (T.87 A.7.2).
     *
     * @param left     the sample of the run
     * @param above    the sample above
     * @param alike    whether the two are the same but for the error that is allowed
     * @param runIndex before it is lowered
     */
    int interruption(BitReader bits, int left, int above, boolean alike, int runIndex) throws JpegException {
        int type = alike ? 1 : 0;
        int q = REGULAR + type;
        int count = counts[q];
        int k = parameter(magnitudes[q] + (alike ? count >> 1 : 0), count);
        int mapped = golomb(bits, k, limit - RUN_BITS[runIndex] - 1);
        int doubled = mapped + type;
        int map = doubled & 1;
        int error = doubled + map >> 1;
        boolean leansDown = k != 0 || 2 * negatives[type] >= count;
        if (leansDown == (map == 1)) {
            error = -error;
        }
        if (error < 0) {
            negatives[type]++;
        }
        magnitudes[q] += mapped + 1 - type >> 1;
        if (count == reset) {
            magnitudes[q] >>= 1;
            count >>= 1;
            negatives[type] >>= 1;
        }
        counts[q] = count + 1;
        return alike ? reconstruct(bits, left, error) : reconstruct(bits, above, left > above ? -error : error);
    }

    private static int parameter(int magnitude, int count) {
        int k = 0;
        while ((long) count << k < magnitude) {
            k++;
        }
        return k;
    }

    /** A Golomb code of limited length (T.87 A.5.3). */
    private int golomb(BitReader bits, int k, int most) throws JpegException {
        int escape = most - rangeBits - 1;
        int zeros = bits.zeros(escape);
        int mapped = zeros < escape ? (zeros << k) + bits.read(k) : bits.read(rangeBits) + 1;
        // The error of a sample is less than the range, and its mapping twice as much at most.
        if (mapped > 2 * range) {
            throw bits.damaged("an error of %,d in a range of %,d", mapped, range);
        }
        return mapped;
    }

    private int reconstruct(BitReader bits, int predicted, int error) throws JpegException {
        int value = predicted + error * step;
        if (value < -near) {
            value += range * step;
        } else if (value > maximum + near) {
            value -= range * step;
        }
        if (value < -near || value > maximum + near) {
            throw bits.damaged("a sample of %,d where %,d is the greatest", value, maximum);
        }
        return Math.max(0, Math.min(maximum, value));
    }
}
