package org.slicelstm.model.network;

import java.util.Arrays;

/**
 * A variable of a model: what it is called, its shape and how it starts where no weights are given. The layouts are
 * TensorFlow's: convolution {@code [height, width, in, out]}, depthwise {@code [height, width, channels, 1]}, dense
 * {@code [in, out]}. The rows of VGG's first dense layer are in {@code H·W·C} order.
 *
 * @param name      such as {@code backbone.features.0.weight}
 * @param shape     lengths of the axes
 * @param init      how it starts
 * @param statistic true for stored statistics of a batch normalisation, which no gradient changes
 */
public record VariableSpec(String name, long[] shape, Init init, boolean statistic) {
    /** How a variable starts. */
    public enum Init {
        /** Uniform with variance 2 / fan-in (He et al. 2015, arXiv 1502.01852): before a ReLU. */
        HE,
        /** Uniform with variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010). */
        GLOROT,
        ZEROS,
        ONES,
        /**
         * An LSTM bias in gate order i, f, c, o: ln u for f and −ln u for i with u uniform from 1 to 49, else 0 (the
         * chrono initialisation of Tallec and Ollivier 2018, arXiv 1804.11188, for 50 steps). With f at 1, what the
         * first of 25 slices has left in the cell fades to a thousandth, and so does its gradient.
         */
        CHRONO
    }

    public VariableSpec {
        shape = shape.clone();
    }

    /** A variable that can be trained. */
    public VariableSpec(String name, Init init, long... shape) {
        this(name, shape, init, false);
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** How many numbers it holds. */
    public long size() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VariableSpec that && name.equals(that.name) && Arrays.equals(shape, that.shape)
                && init == that.init && statistic == that.statistic;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name + Arrays.toString(shape);
    }
}
