package org.slicelstm.cluster;

import org.apache.spark.util.AccumulatorV2;

/** Counts, and tells how many a second there were since it was made. */
final class Rate extends AccumulatorV2<Long, Double> {
    private static final double NANOS_A_SECOND = 1e9;

    /** Meant for the driver, which alone asks for the value. */
    private final long startedAt;
    private long sum;

    Rate() {
        this(System.nanoTime(), 0);
    }

    private Rate(long startedAt, long sum) {
        this.startedAt = startedAt;
        this.sum = sum;
    }

    @Override
    public boolean isZero() {
        return sum == 0;
    }

    @Override
    public AccumulatorV2<Long, Double> copy() {
        return new Rate(startedAt, sum);
    }

    @Override
    public void reset() {
        sum = 0;
    }

    @Override
    public void add(Long count) {
        sum += count;
    }

    @Override
    public void merge(AccumulatorV2<Long, Double> other) {
        sum += ((Rate) other).sum;
    }

    @Override
    public Double value() {
        return sum / Math.max(1e-3, (System.nanoTime() - startedAt) / NANOS_A_SECOND);
    }
}
