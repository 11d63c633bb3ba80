package org.slicelstm.graph;

import java.util.List;
import java.util.function.UnaryOperator;
import org.slicelstm.model.HeadRecipe.Activation;
import org.slicelstm.model.HeadRecipe.Dense;
import org.slicelstm.model.Recipe;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.BlockLSTM;
import org.tensorflow.op.nn.BlockLSTMGrad;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * A recipe's head in a graph: dense layers on each picture, one LSTM over the pictures, a linear layer to the logits.
 * The LSTM: {@code z = [x, h] · kernel + bias}, split into i, f, c, o; {@code c' = σ(f)·c + σ(i)·tanh(c)},
 * {@code h' = σ(o)·tanh(c')}, from a state of zeros.
 */
final class HeadGraph {
    private final Ops tf;
    private final Recipe recipe;
    private final GraphVariables variables;
    private final int units;
    private final int labels;

    HeadGraph(Ops tf, Recipe recipe, GraphVariables variables) {
        this.tf = tf.withSubScope("head");
        this.recipe = recipe;
        this.variables = variables;
        units = recipe.head().sequence().units();
        labels = recipe.labels().size();
    }

    /** The dense layers on each picture, {@code [m, F]} to {@code [m, D]}. */
    Operand<TFloat32> dense(Operand<TFloat32> features) {
        return dense(features, x -> x);
    }

    /**
     * The dense layers with something after each.
     *
     * @param after what each layer's outputs go through, such as dropout
     */
    Operand<TFloat32> dense(Operand<TFloat32> features, UnaryOperator<Operand<TFloat32>> after) {
        Operand<TFloat32> x = features;
        List<Dense> layers = recipe.head().dense();
        for (int i = 0; i < layers.size(); i++) {
            x = tf.nn.biasAdd(tf.linalg.matMul(x, variable("dense" + i + ".weight")), variable("dense" + i + ".bias"));
            if (layers.get(i).activation() == Activation.RELU) {
                x = tf.nn.relu(x);
            }
            x = after.apply(x);
        }
        return x;
    }

    /**
     * The running logits of b patients.
     *
     * @param features {@code [b, t, F]} with F known; rows past a patient's last picture change nothing before them
     * @return {@code [b, t, labels]}
     */
    Operand<TFloat32> running(Operand<TFloat32> features) {
        Operand<TInt32> sizes = tf.slice(tf.shape(features), tf.array(0), tf.array(2));
        Lstm lstm = lstm(timeFirst(features, x -> x));
        Operand<TFloat32> h = tf.linalg.transpose(lstm.h(), tf.array(1, 0, 2));
        Operand<TFloat32> logits = output(tf.reshape(h, tf.array(-1L, units)));
        return tf.reshape(logits, tf.concat(List.of(sizes, tf.array(labels)), tf.constant(0)));
    }

    /** What enters the LSTM: {@code [b, t, F]} through the dense layers to {@code [t, b, D]}. */
    Operand<TFloat32> timeFirst(Operand<TFloat32> features, UnaryOperator<Operand<TFloat32>> afterDense) {
        Operand<TInt32> sizes = tf.slice(tf.shape(features), tf.array(0), tf.array(2));
        Operand<TFloat32> rows = dense(tf.reshape(features, tf.array(-1L, features.shape().get(2))), afterDense);
        Operand<TFloat32> patientFirst = tf.reshape(rows,
                tf.concat(List.of(sizes, tf.array((int) inputSize())), tf.constant(0)));
        return tf.linalg.transpose(patientFirst, tf.array(1, 0, 2));
    }

    /**
     * The LSTM with all that its gradient needs.
     *
     * @param x          {@code [t, b, D]}
     * @param steps      t
     * @param state      the zeros it starts from, {@code [b, units]}
     * @param noPeephole zeros in the place of peephole weights
     * @param block      the operation
     */
    record Lstm(Operand<TFloat32> x, Operand<TInt64> steps, Operand<TFloat32> state, Operand<TFloat32> noPeephole,
            BlockLSTM<TFloat32> block) {
        /** The state after each picture, {@code [t, b, units]}. */
        Output<TFloat32> h() {
            return block.h();
        }
    }

    /** The LSTM over {@code [t, b, D]}. */
    Lstm lstm(Operand<TFloat32> x) {
        Operand<TInt32> patients = tf.slice(tf.shape(x), tf.array(1), tf.array(1));
        Operand<TInt64> steps = tf.reshape(
                tf.slice(tf.shape(x, TInt64.class), tf.array(0), tf.array(1)), tf.constant(new int[0]));
        Operand<TFloat32> state = tf.fill(tf.concat(List.of(patients, tf.array(units)), tf.constant(0)),
                tf.constant(0f));
        Operand<TFloat32> noPeephole = tf.constant(new float[units]);
        return new Lstm(x, steps, state, noPeephole, tf.nn.blockLSTM(steps, x, state, state, variable("lstm.kernel"),
                noPeephole, noPeephole, noPeephole, variable("lstm.bias")));
    }

    /**
     * The gradient that TensorFlow's C interface does not know: BlockLSTMGrad, wired by hand.
     *
     * @param dh the loss's gradient at {@link Lstm#h()}
     */
    BlockLSTMGrad<TFloat32> lstmGradient(Lstm lstm, Operand<TFloat32> dh) {
        BlockLSTM<TFloat32> b = lstm.block();
        return tf.nn.blockLSTMGrad(lstm.steps(), lstm.x(), lstm.state(), lstm.state(), variable("lstm.kernel"),
                lstm.noPeephole(), lstm.noPeephole(), lstm.noPeephole(), variable("lstm.bias"), b.i(), b.cs(), b.f(),
                b.o(), b.ci(), b.co(), b.h(), tf.zerosLike(dh), dh, false);
    }

    /**
     * The logits of pictures that are each a patient of one slice, in operations that can be differentiated.
     *
     * @param features {@code [n, F]}
     * @return {@code [n, labels]}
     */
    Operand<TFloat32> alone(Operand<TFloat32> features) {
        Operand<TFloat32> x = dense(features);
        // From a state of zeros the forget gate and the recurrent rows of the kernel have no effect.
        Operand<TFloat32> cell = tf.math.mul(tf.math.sigmoid(gate(x, 0)), tf.math.tanh(gate(x, 2)));
        Operand<TFloat32> h = tf.math.mul(tf.math.sigmoid(gate(x, 3)), tf.math.tanh(cell));
        return output(h);
    }

    private Operand<TFloat32> gate(Operand<TFloat32> x, int place) {
        int from = place * units;
        Operand<TFloat32> kernel = tf.slice(variable("lstm.kernel"), tf.array(0, from),
                tf.array((int) inputSize(), units));
        Operand<TFloat32> bias = tf.slice(variable("lstm.bias"), tf.array(from), tf.array(units));
        return tf.nn.biasAdd(tf.linalg.matMul(x, kernel), bias);
    }

    /** The logits of states, {@code [n, units]} to {@code [n, labels]}. */
    Operand<TFloat32> output(Operand<TFloat32> h) {
        return tf.nn.biasAdd(tf.linalg.matMul(h, variable("output.weight")), variable("output.bias"));
    }

    /** The width of what enters the LSTM. */
    private long inputSize() {
        return variable("lstm.kernel").shape().get(0) - units;
    }

    private Operand<TFloat32> variable(String name) {
        return variables.read(Recipe.HEAD_PREFIX + name);
    }
}
