package org.slicelstm.model.network;

import java.util.List;

/**
 * The words a backbone is written in. A backbone is described once ({@link Vgg}, {@link DenseNet121}, …) and read
 * twice: {@link LayerShapes} computes shapes and lists the variables without TensorFlow, the graph room builds the
 * operations. Every picture batch is {@code [n, H, W, C]}, every vector batch {@code [n, C]}. Layer names are those
 * of the PyTorch {@code state_dict} without the {@code backbone.} prefix; a layer {@code features.0} owns the
 * variables {@code features.0.weight} and, where it has one, {@code features.0.bias}.
 *
 * @param <T> what stands for a batch: a shape, or an operand of a graph
 */
public interface Layers<T> {
    /**
     * A dense convolution, {@code [n, H, W, in]} to {@code [n, H', W', out]}; weights {@code [size, size, in, out]}.
     */
    T convolution(String name, T x, Convolution convolution);

    /**
     * A convolution of each channel by itself, {@code [n, H, W, C]} to {@code [n, H', W', C]}; weights
     * {@code [size, size, C, 1]}, no bias.
     */
    T depthwise(String name, T x, int size, int stride);

    /**
     * Batch normalisation with the stored statistics; variables {@code weight}, {@code bias}, {@code running_mean}
     * and {@code running_var}, each {@code [C]}.
     */
    T batchNorm(String name, T x);

    /** {@code max(x, 0)}. */
    T relu(T x);

    /** {@code min(max(x, 0), 6)}. */
    T relu6(T x);

    /** Maximum pooling; {@code padding} pixels of minus infinity on every side. */
    T maxPool(T x, int size, int stride, int padding);

    /** Average pooling without padding. */
    T averagePool(T x, int size, int stride);

    /** PyTorch's adaptive average pooling to {@code [n, size, size, C]}, the identity where that is its size. */
    T adaptiveAveragePool(T x, int size);

    /** The mean over height and width, {@code [n, C]}. */
    T globalAverage(T x);

    /** The greatest over height and width, {@code [n, C]}. */
    T globalMax(T x);

    /** {@code [n, H, W, C]} to {@code [n, H·W·C]}, rows first, channels last. */
    T flatten(T x);

    /** A fully connected layer with bias; weights {@code [in, out]}. */
    T dense(String name, T x, int units);

    /** Joins along the channels. */
    T concat(List<T> parts);

    /** The sum of two batches of one shape. */
    T add(T a, T b);

    /** Names the feature map {@code [n, h, w, C]} that class activation maps are computed on, and returns it. */
    T map(T x);

    /**
     * A dense convolution's form.
     *
     * @param out    channels out
     * @param size   height and width of the kernel, odd
     * @param stride step in both directions; padding is {@code (size − 1) / 2} on every side, or TensorFlow's SAME
     *               where the recipe says so, which differs only where the stride is above 1
     * @param bias   whether it has a bias
     */
    record Convolution(int out, int size, int stride, boolean bias) {
    }
}
