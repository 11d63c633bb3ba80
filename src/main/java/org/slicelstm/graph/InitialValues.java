package org.slicelstm.graph;

import java.util.Arrays;
import org.slicelstm.model.network.VariableSpec;

/** Values for new variables, the same on every machine for the same seed and name. */
final class InitialValues {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final int GATES = 4;
    /** About the most slices that one patient of the paper has. */
    private static final int STEPS = 50;

    private InitialValues() {
    }

    /** The values of a variable, last axis fastest. */
    static float[] of(VariableSpec spec, long seed) {
        float[] values = new float[Math.toIntExact(spec.size())];
        switch (spec.init()) {
            case HE -> uniform(values, Math.sqrt(6.0 / fanIn(spec)), streamOf(spec, seed));
            case GLOROT -> uniform(values, Math.sqrt(6.0 / (fanIn(spec) + fanOut(spec))), streamOf(spec, seed));
            case ONES -> Arrays.fill(values, 1);
            case CHRONO -> chrono(values, streamOf(spec, seed));
            case ZEROS -> { }
        }
        return values;
    }

    private static void chrono(float[] values, long stream) {
        int units = values.length / GATES;
        long state = stream;
        for (int i = 0; i < units; i++) {
            state += GOLDEN_GAMMA;
            float bias = (float) Math.log(1 + unit(state) * (STEPS - 2));
            values[i] = -bias;
            values[units + i] = bias;
        }
    }

    /** Uniform between −limit and limit. */
    private static void uniform(float[] values, double limit, long stream) {
        long state = stream;
        for (int i = 0; i < values.length; i++) {
            state += GOLDEN_GAMMA;
            values[i] = (float) ((2 * unit(state) - 1) * limit);
        }
    }

    /** A number from 0 to 1. */
    private static double unit(long state) {
        return (mixed(state) >>> 11) * 0x1p-53;
    }

    private static long streamOf(VariableSpec spec, long seed) {
        return mixed(mixed(seed + GOLDEN_GAMMA) ^ spec.name().hashCode());
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mixed(long z) {
        long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
        return y ^ (y >>> 31);
    }

    /** Inputs that one output sums: a depthwise convolution sums one channel's window only. */
    private static double fanIn(VariableSpec spec) {
        long[] shape = spec.shape();
        boolean depthwise = shape.length == 4 && shape[3] == 1;
        return depthwise ? shape[0] * shape[1] : (double) spec.size() / shape[shape.length - 1];
    }

    private static double fanOut(VariableSpec spec) {
        return spec.shape()[spec.shape().length - 1];
    }
}
