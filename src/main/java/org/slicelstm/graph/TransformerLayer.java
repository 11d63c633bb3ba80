package org.slicelstm.graph;

import java.util.List;
import org.slicelstm.model.Recipe;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A Transformer encoder without positional encoding (Vaswani et al. 2017, arXiv 1706.03762), each part after a layer
 * normalisation (Xiong et al. 2020, arXiv 2002.04745), and the mean of what it gives:
 * {@code x += joined(attention(norm(x)))}, {@code x += forward1(relu(forward0(norm(x))))}, {@code mean_t(norm(x_t))}.
 */
final class TransformerLayer extends PooledLayer {
    private static final float EPSILON = 1e-5f;

    private final GraphVariables variables;
    private final int blocks;
    private final int heads;
    private final int width;

    /** @param width D, a multiple of the heads */
    TransformerLayer(Ops tf, GraphVariables variables, int blocks, int heads, int width) {
        super(tf);
        this.variables = variables;
        this.blocks = blocks;
        this.heads = heads;
        this.width = width;
    }

    @Override
    Operand<TFloat32> pooled(Operand<TFloat32> x, Operand<TBool> there) {
        Operand<TFloat32> y = x;
        for (int i = 0; i < blocks; i++) {
            String block = "block" + i + ".";
            y = tf.math.add(y, attention(norm(y, block + "attention_norm"), there, block));
            Operand<TFloat32> hidden = tf.nn.relu(dense(norm(y, block + "forward_norm"), block + "forward0"));
            y = tf.math.add(y, dense(hidden, block + "forward1"));
        }
        return mean(norm(y, "norm"), there);
    }

    /** Every picture asks all pictures of its patient, in each head: {@code softmax(Q·Kᵀ/√d)·V}. */
    private Operand<TFloat32> attention(Operand<TFloat32> x, Operand<TBool> there, String block) {
        Operand<TFloat32> query = heads(dense(x, block + "query"));
        Operand<TFloat32> key = heads(Rows.dense(tf, x, read(block + "key.weight"), null));
        Operand<TFloat32> value = heads(dense(x, block + "value"));
        Operand<TFloat32> scores = tf.math.mul(
                tf.train.batchMatMul(query, key, TFloat32.class, BatchMatMul.adjY(true)),
                tf.constant((float) (1 / Math.sqrt((double) width / heads))));
        // [b, t, 1] to [b, 1, 1, t]: who is asked.
        Operand<TBool> asked = tf.expandDims(tf.linalg.transpose(there, tf.array(0, 2, 1)), tf.constant(1));
        Operand<TFloat32> weights = tf.nn.softmax(orLowest(asked, scores));
        Operand<TFloat32> answers = tf.linalg.transpose(
                tf.train.batchMatMul(weights, value, TFloat32.class), tf.array(0, 2, 1, 3));
        return dense(Rows.again(tf, answers, x, width), block + "joined");
    }

    /** {@code [b, t, D]} to {@code [b, heads, t, D / heads]}. */
    private Operand<TFloat32> heads(Operand<TFloat32> x) {
        Operand<TInt32> sizes = tf.slice(tf.shape(x), tf.array(0), tf.array(2));
        Operand<TFloat32> split = tf.reshape(x,
                tf.concat(List.of(sizes, tf.array(heads, width / heads)), tf.constant(0)));
        return tf.linalg.transpose(split, tf.array(0, 2, 1, 3));
    }

    /** Layer normalisation (Ba, Kiros and Hinton 2016, arXiv 1607.06450) of each picture. */
    private Operand<TFloat32> norm(Operand<TFloat32> x, String name) {
        Operand<TFloat32> centred = tf.math.sub(x, tf.math.mean(x, tf.array(2), Mean.keepDims(true)));
        Operand<TFloat32> variance = tf.math.mean(tf.math.square(centred), tf.array(2), Mean.keepDims(true));
        Operand<TFloat32> unit = tf.math.mul(centred, tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON))));
        return tf.math.add(tf.math.mul(unit, read(name + ".scale")), read(name + ".offset"));
    }

    private Operand<TFloat32> dense(Operand<TFloat32> x, String name) {
        return Rows.dense(tf, x, read(name + ".weight"), read(name + ".bias"));
    }

    private Operand<TFloat32> read(String name) {
        return variables.read(Recipe.HEAD_PREFIX + name);
    }
}
