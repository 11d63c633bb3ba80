package org.slicelstm.graph;

import java.util.List;
import org.slicelstm.model.HeadRecipe.Activation;
import org.slicelstm.model.HeadRecipe.Dense;
import org.slicelstm.model.Recipe;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
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
        Operand<TFloat32> x = features;
        List<Dense> layers = recipe.head().dense();
        for (int i = 0; i < layers.size(); i++) {
            x = tf.nn.biasAdd(tf.linalg.matMul(x, variable("dense" + i + ".weight")), variable("dense" + i + ".bias"));
            if (layers.get(i).activation() == Activation.RELU) {
                x = tf.nn.relu(x);
            }
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
        Operand<TInt32> patients = tf.slice(sizes, tf.array(0), tf.array(1));
        Operand<TFloat32> rows = dense(tf.reshape(features, tf.array(-1L, features.shape().get(2))));
        Operand<TFloat32> patientFirst = tf.reshape(rows,
                tf.concat(List.of(sizes, tf.array((int) inputSize())), tf.constant(0)));
        Operand<TFloat32> timeFirst = tf.linalg.transpose(patientFirst, tf.array(1, 0, 2));
        Operand<TFloat32> h = tf.linalg.transpose(lstm(timeFirst, patients), tf.array(1, 0, 2));
        Operand<TFloat32> logits = output(tf.reshape(h, tf.array(-1L, units)));
        return tf.reshape(logits, tf.concat(List.of(sizes, tf.array(labels)), tf.constant(0)));
    }

    /** {@code [t, b, D]} to {@code [t, b, units]}. */
    private Operand<TFloat32> lstm(Operand<TFloat32> x, Operand<TInt32> patients) {
        Operand<TInt64> steps = tf.reshape(
                tf.slice(tf.shape(x, TInt64.class), tf.array(0), tf.array(1)), tf.constant(new int[0]));
        Operand<TFloat32> state = tf.fill(tf.concat(List.of(patients, tf.array(units)), tf.constant(0)),
                tf.constant(0f));
        Operand<TFloat32> noPeephole = tf.constant(new float[units]);
        return tf.nn.blockLSTM(steps, x, state, state, variable("lstm.kernel"), noPeephole, noPeephole, noPeephole,
                variable("lstm.bias")).h();
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

    private Operand<TFloat32> output(Operand<TFloat32> h) {
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
