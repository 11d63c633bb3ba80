package org.slicelstm.phantom;

import java.util.SplittableRandom;

/**
 * Random numbers of one patient for one purpose. Streams of different purposes share nothing, so that no label can
 * show in the anatomy, the acquisition or the file names.
 */
final class Draw {
    /** What a stream is for; the lesions of each disease have a stream of their own below {@link #LESIONS}. */
    enum Purpose { LABELS, ANATOMY, DECOYS, ACQUISITION, NOISE, NAMES, IDENTIFIERS, LESIONS }

    private final SplittableRandom random;

    private Draw(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * A stream.
     *
     * @param index tells streams of one purpose apart: a disease or a slice
     */
    static Draw of(long seed, int patient, Purpose purpose, int index) {
        return new Draw(mix(mix(mix(mix(seed) + patient) + purpose.ordinal()) + index));
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014) over a shifted input, so that 0 does not stay 0. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** 53 random bits over [0, 1); written out so that no Java version changes the phantoms. */
    double unit() {
        return (random.nextLong() >>> 11) * 0x1p-53;
    }

    double uniform(double low, double high) {
        return low + (high - low) * unit();
    }

    /** An integer from low to high, both included. */
    int integer(int low, int high) {
        return low + (int) Math.floor(unit() * (high - low + 1));
    }

    boolean chance(double probability) {
        return unit() < probability;
    }

    /** −1 or 1. */
    int side() {
        return chance(.5) ? 1 : -1;
    }

    /**
     * About normal, never farther than 3.46 standard deviations: the sum of the four 16-bit parts of one draw
     * (Irwin–Hall), made for a draw a pixel.
     */
    double normal(double mean, double deviation) {
        long bits = random.nextLong();
        long sum = (bits & 0xFFFF) + ((bits >>> 16) & 0xFFFF) + ((bits >>> 32) & 0xFFFF) + (bits >>> 48);
        return mean + deviation * (sum - 131_070) * (1 / 37_837.2);
    }

    /** Puts the numbers 0 to n − 1 in random order (Fisher–Yates). */
    int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = integer(0, i);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
