package org.slicelstm.graph;

import java.util.List;
import java.util.Map;
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
 * One LSTM in a graph, with all that its gradient needs: {@code z = [x, h] · kernel + bias}, split into i, f, c, o;
 * {@code c' = σ(f)·c + σ(i)·tanh(c)}, {@code h' = σ(o)·tanh(c')}, from a state of zeros.
 */
final class LstmBlock {
    private final Ops tf;
    private final String name;
    private final Operand<TFloat32> x;
    private final Operand<TFloat32> kernel;
    private final Operand<TFloat32> bias;
    private final Operand<TInt64> steps;
    private final Operand<TFloat32> state;
    private final Operand<TFloat32> noPeephole;
    private final BlockLSTM<TFloat32> block;

    /**
     * Adds the LSTM.
     *
     * @param name of its variables, such as {@code lstm}
     * @param x    {@code [t, b, D]}
     */
    LstmBlock(Ops tf, GraphVariables variables, String name, Operand<TFloat32> x) {
        this.tf = tf;
        this.name = name;
        this.x = x;
        kernel = variables.read(kernelName());
        bias = variables.read(biasName());
        int units = units(bias);
        Operand<TInt32> patients = tf.slice(tf.shape(x), tf.array(1), tf.array(1));
        steps = tf.reshape(tf.slice(tf.shape(x, TInt64.class), tf.array(0), tf.array(1)), tf.constant(new int[0]));
        state = tf.fill(tf.concat(List.of(patients, tf.array(units)), tf.constant(0)), tf.constant(0f));
        noPeephole = tf.constant(new float[units]);
        block = tf.nn.blockLSTM(steps, x, state, state, kernel, noPeephole, noPeephole, noPeephole, bias);
    }

    /** What entered, {@code [t, b, D]}. */
    Operand<TFloat32> x() {
        return x;
    }

    /** The state after each picture, {@code [t, b, units]}. */
    Output<TFloat32> h() {
        return block.h();
    }

    /** The state after each patient's last picture, {@code [b, units]}. */
    Operand<TFloat32> last(Operand<TInt32> lengths) {
        Operand<TInt32> patients = tf.range(tf.constant(0), tf.reshape(tf.shape(lengths), tf.constant(new int[0])),
                tf.constant(1));
        Operand<TInt32> places = tf.math.sub(lengths, tf.constant(1));
        return tf.gatherNd(h(), tf.concat(List.of(tf.expandDims(places, tf.constant(1)),
                tf.expandDims(patients, tf.constant(1))), tf.constant(1)));
    }

    /**
     * The gradient that TensorFlow's C interface does not know: BlockLSTMGrad, wired by hand.
     *
     * @param dh        the loss's gradient at {@link #h()}
     * @param gradients gets those of the LSTM's variables, by name
     * @return the gradient at {@link #x()}
     */
    Output<TFloat32> gradient(Operand<TFloat32> dh, Map<String, Operand<TFloat32>> gradients) {
        BlockLSTMGrad<TFloat32> through = tf.nn.blockLSTMGrad(steps, x, state, state, kernel, noPeephole, noPeephole,
                noPeephole, bias, block.i(), block.cs(), block.f(), block.o(), block.ci(), block.co(), block.h(),
                tf.zerosLike(dh), dh, false);
        gradients.put(kernelName(), through.wGrad());
        gradients.put(biasName(), through.bGrad());
        return through.xGrad();
    }

    /**
     * The state after one picture, in operations that can be differentiated: from a state of zeros the forget gate and
     * the recurrent rows of the kernel have no effect.
     *
     * @param x {@code [n, D]}
     * @return {@code [n, units]}
     */
    static Operand<TFloat32> alone(Ops tf, GraphVariables variables, String name, Operand<TFloat32> x) {
        Operand<TFloat32> kernel = variables.read(Recipe.HEAD_PREFIX + name + ".kernel");
        Operand<TFloat32> bias = variables.read(Recipe.HEAD_PREFIX + name + ".bias");
        Operand<TFloat32> cell = tf.math.mul(tf.math.sigmoid(gate(tf, kernel, bias, x, 0)),
                tf.math.tanh(gate(tf, kernel, bias, x, 2)));
        return tf.math.mul(tf.math.sigmoid(gate(tf, kernel, bias, x, 3)), tf.math.tanh(cell));
    }

    private static Operand<TFloat32> gate(Ops tf, Operand<TFloat32> kernel, Operand<TFloat32> bias,
            Operand<TFloat32> x, int place) {
        int units = units(bias);
        int from = place * units;
        Operand<TFloat32> weight = tf.slice(kernel, tf.array(0, from),
                tf.array((int) kernel.shape().get(0) - units, units));
        return tf.nn.biasAdd(tf.linalg.matMul(x, weight), tf.slice(bias, tf.array(from), tf.array(units)));
    }

    private static int units(Operand<TFloat32> bias) {
        int gates = 4;
        return (int) bias.shape().get(0) / gates;
    }

    private String kernelName() {
        return Recipe.HEAD_PREFIX + name + ".kernel";
    }

    private String biasName() {
        return Recipe.HEAD_PREFIX + name + ".bias";
    }
}
