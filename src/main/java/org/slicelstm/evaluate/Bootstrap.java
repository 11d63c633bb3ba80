package org.slicelstm.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.slicelstm.Progress;

/**
 * The bootstrap over patients (Efron 1979): groups of patients are drawn with replacement, and every measure of every
 * label is taken of the same draw. The draws run on all cores; the same seed gives the same draws.
 *
 * @param draws {@code [draws][samples][measures]}; NaN where a draw does not define a measure
 * @param groups how many groups were drawn from
 */
record Bootstrap(double[][][] draws, int groups) {
    private static final double LOW = .025;
    private static final double HIGH = .975;
    private static final double ENOUGH = .5;

    /**
     * Draws.
     *
     * @param samples answers about the same patients
     * @param group   {@code [patients]}: the group of each, from 0 without gaps
     * @param draws   how often
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    static Bootstrap of(List<Sample> samples, int[] group, int draws, long seed, Progress progress) {
        int groups = Arrays.stream(group).max().orElse(-1) + 1;
        SplittableRandom source = new SplittableRandom(seed);
        SplittableRandom[] randoms = new SplittableRandom[draws];
        for (int draw = 0; draw < draws; draw++) {
            randoms[draw] = source.split();
        }
        double[][][] values = new double[draws][][];
        IntStream.range(0, groups == 0 ? 0 : draws).parallel().forEach(draw -> {
            progress.checkCancelled();
            int[] counts = new int[groups];
            for (int i = 0; i < groups; i++) {
                counts[randoms[draw].nextInt(groups)]++;
            }
            int[] weights = new int[group.length];
            for (int patient = 0; patient < weights.length; patient++) {
                weights[patient] = counts[group[patient]];
            }
            values[draw] = samples.stream().map(sample -> sample.measure(weights)).toArray(double[][]::new);
        });
        return new Bootstrap(groups == 0 ? new double[0][][] : values, groups);
    }

    /** The percentile interval of a measure of one sample. */
    Estimate.Interval interval(int sample, Measure measure) {
        return percentiles(Arrays.stream(draws).mapToDouble(draw -> draw[sample][measure.ordinal()]).toArray());
    }

    /** The percentile interval of the mean over samples; a draw that leaves one of them undefined does not count. */
    Estimate.Interval mean(List<Integer> samples, Measure measure) {
        return percentiles(Arrays.stream(draws).mapToDouble(draw -> samples.stream()
                .mapToDouble(sample -> draw[sample][measure.ordinal()]).average().orElse(Double.NaN)).toArray());
    }

    /** From the 2.5th to the 97.5th percentile; undefined where fewer than half of the draws define the value. */
    private Estimate.Interval percentiles(double[] values) {
        double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        if (groups < 2 || sorted.length == 0 || sorted.length < ENOUGH * values.length) {
            return Estimate.Interval.none("bootstrap");
        }
        return new Estimate.Interval(quantile(sorted, LOW), quantile(sorted, HIGH), "bootstrap");
    }

    /** With linear interpolation, as NumPy takes it. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
