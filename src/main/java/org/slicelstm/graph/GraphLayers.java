package org.slicelstm.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slicelstm.model.BackboneRecipe;
import org.slicelstm.model.network.LayerShapes;
import org.slicelstm.model.network.Layers;
import org.slicelstm.model.network.Padding;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/** A backbone read for its operations. Each is one that TensorFlow's C interface can differentiate. */
final class GraphLayers implements Layers<Operand<TFloat32>> {
    private static final String VALID = "VALID";
    private static final String SAME = "SAME";

    private final Ops tf;
    private final BackboneRecipe recipe;
    private final GraphVariables variables;
    private final Map<String, Operand<TFloat32>> convolutions = new LinkedHashMap<>();
    private final boolean measuring;
    private final Map<String, Operand<TFloat32>> statistics = new LinkedHashMap<>();
    private Operand<TFloat32> map;

    /** @param measuring whether batch normalisations take the statistics of the batch, not the stored ones */
    GraphLayers(Ops tf, BackboneRecipe recipe, GraphVariables variables, boolean measuring) {
        this.tf = tf;
        this.recipe = recipe;
        this.variables = variables;
        this.measuring = measuring;
    }

    /** What was measured, by the names of the variables that store it, each {@code [C]}. */
    Map<String, Operand<TFloat32>> statistics() {
        return statistics;
    }

    /** What each convolution gave, {@code [n, h, w, C]}, by its layer's name, in forward order. */
    Map<String, Operand<TFloat32>> convolutions() {
        return convolutions;
    }

    /** The feature map that class activation maps are computed on, {@code [n, h, w, C]}. */
    Operand<TFloat32> map() {
        return map;
    }

    @Override
    public Operand<TFloat32> convolution(String name, Operand<TFloat32> x, Convolution c) {
        Operand<TFloat32> y = tf.nn.conv2d(padded(x, c.size(), c.stride()), weight(name),
                steps(c.stride()), padding(c.stride()));
        if (c.bias()) {
            y = tf.nn.biasAdd(y, variable(name + ".bias"));
        }
        convolutions.put(LayerShapes.PREFIX + name, y);
        return y;
    }

    @Override
    public Operand<TFloat32> depthwise(String name, Operand<TFloat32> x, int size, int stride) {
        Operand<TFloat32> y = tf.nn.depthwiseConv2dNative(padded(x, size, stride), weight(name),
                steps(stride), padding(stride));
        convolutions.put(LayerShapes.PREFIX + name, y);
        return y;
    }

    /** Zeros around the picture where a strided convolution pads symmetrically. */
    private Operand<TFloat32> padded(Operand<TFloat32> x, int size, int stride) {
        return padding(stride).equals(SAME) ? x : bordered(x, (size - 1) / 2, 0);
    }

    /** Without a stride and with an odd kernel, SAME is symmetric. */
    private String padding(int stride) {
        return stride == 1 || recipe.padding() == Padding.SAME ? SAME : VALID;
    }

    private Operand<TFloat32> bordered(Operand<TFloat32> x, int border, float value) {
        if (border == 0) {
            return x;
        }
        int[][] borders = {{0, 0}, {border, border}, {border, border}, {0, 0}};
        return tf.pad(x, tf.constant(borders), tf.constant(value));
    }

    @Override
    public Operand<TFloat32> batchNorm(String name, Operand<TFloat32> x) {
        String mean = name + ".running_mean";
        String variance = name + ".running_var";
        FusedBatchNorm.Options epsilon = FusedBatchNorm.epsilon((float) recipe.bnEpsilon());
        if (!measuring) {
            return tf.nn.fusedBatchNorm(x, weight(name), variable(name + ".bias"), variable(mean), variable(variance),
                    FusedBatchNorm.isTraining(false), epsilon).y();
        }
        Operand<TFloat32> none = tf.constant(new float[0]);
        FusedBatchNorm<TFloat32, TFloat32> measured = tf.nn.fusedBatchNorm(x, weight(name), variable(name + ".bias"),
                none, none, FusedBatchNorm.isTraining(true), epsilon);
        statistics.put(LayerShapes.PREFIX + mean, measured.batchMean());
        statistics.put(LayerShapes.PREFIX + variance, measured.batchVariance());
        return measured.y();
    }

    @Override
    public Operand<TFloat32> relu(Operand<TFloat32> x) {
        return tf.nn.relu(x);
    }

    @Override
    public Operand<TFloat32> relu6(Operand<TFloat32> x) {
        return tf.nn.relu6(x);
    }

    @Override
    public Operand<TFloat32> maxPool(Operand<TFloat32> x, int size, int stride, int border) {
        return tf.nn.maxPool(bordered(x, border, Float.NEGATIVE_INFINITY), tf.array(1, size, size, 1),
                tf.array(1, stride, stride, 1), VALID);
    }

    @Override
    public Operand<TFloat32> averagePool(Operand<TFloat32> x, int size, int stride) {
        return tf.nn.avgPool(x, steps(size), steps(stride), VALID);
    }

    @Override
    public Operand<TFloat32> adaptiveAveragePool(Operand<TFloat32> x, int size) {
        long height = x.shape().get(1);
        long width = x.shape().get(2);
        long channels = x.shape().get(3);
        if (height == size && width == size) {
            return x;
        }
        Operand<TFloat32> rows = pooledLast(tf.linalg.transpose(x, tf.array(0, 3, 2, 1)), height, size);
        Operand<TFloat32> both = pooledLast(tf.linalg.transpose(
                tf.reshape(rows, tf.array(-1L, channels, width, size)), tf.array(0, 1, 3, 2)), width, size);
        return tf.linalg.transpose(tf.reshape(both, tf.array(-1L, channels, size, size)), tf.array(0, 2, 3, 1));
    }

    /** Averages along the last axis, {@code [..., length]} to {@code [m, size]}. */
    private Operand<TFloat32> pooledLast(Operand<TFloat32> x, long length, int size) {
        float[][] weights = new float[(int) length][size];
        for (int cell = 0; cell < size; cell++) {
            int from = (int) (cell * length / size);
            int to = (int) (((cell + 1) * length + size - 1) / size);
            for (int i = from; i < to; i++) {
                weights[i][cell] = 1f / (to - from);
            }
        }
        return tf.linalg.matMul(tf.reshape(x, tf.array(-1L, length)), tf.constant(weights));
    }

    @Override
    public Operand<TFloat32> globalAverage(Operand<TFloat32> x) {
        return tf.math.mean(x, tf.array(1, 2));
    }

    @Override
    public Operand<TFloat32> globalMax(Operand<TFloat32> x) {
        return tf.reduceMax(x, tf.array(1, 2));
    }

    @Override
    public Operand<TFloat32> flatten(Operand<TFloat32> x) {
        return tf.reshape(x, tf.array(-1L, x.shape().get(1) * x.shape().get(2) * x.shape().get(3)));
    }

    @Override
    public Operand<TFloat32> dense(String name, Operand<TFloat32> x, int units) {
        return tf.nn.biasAdd(tf.linalg.matMul(x, weight(name)), variable(name + ".bias"));
    }

    @Override
    public Operand<TFloat32> concat(List<Operand<TFloat32>> parts) {
        return tf.concat(new ArrayList<>(parts), tf.constant(3));
    }

    @Override
    public Operand<TFloat32> add(Operand<TFloat32> a, Operand<TFloat32> b) {
        return tf.math.add(a, b);
    }

    @Override
    public Operand<TFloat32> map(Operand<TFloat32> x) {
        map = x;
        return x;
    }

    private Operand<TFloat32> weight(String name) {
        return variable(name + ".weight");
    }

    private Operand<TFloat32> variable(String name) {
        return variables.read(LayerShapes.PREFIX + name);
    }

    private static List<Long> steps(long step) {
        return List.of(1L, step, step, 1L);
    }
}
