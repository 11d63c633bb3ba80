package org.slicelstm.graph;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The same for every picture of every patient. */
final class Rows {
    private Rows() {
    }

    /**
     * {@code x · weight + bias}.
     *
     * @param x      {@code [b, t, D]} with D known
     * @param weight {@code [D, U]}
     * @param bias   {@code [U]}, or null for none
     * @return {@code [b, t, U]}
     */
    static Operand<TFloat32> dense(Ops tf, Operand<TFloat32> x, Operand<TFloat32> weight, Operand<TFloat32> bias) {
        Operand<TFloat32> product = tf.linalg.matMul(tf.reshape(x, tf.array(-1, (int) weight.shape().get(0))), weight);
        return again(tf, bias == null ? product : tf.nn.biasAdd(product, bias), x, (int) weight.shape().get(1));
    }

    /**
     * Rows by patient again.
     *
     * @param rows  {@code [b · t, U]}
     * @param like  {@code [b, t, …]}
     * @param width U
     * @return {@code [b, t, U]}
     */
    static Operand<TFloat32> again(Ops tf, Operand<TFloat32> rows, Operand<?> like, int width) {
        Operand<TInt32> sizes = tf.slice(tf.shape(like.asOutput()), tf.array(0), tf.array(2));
        return tf.reshape(rows, tf.concat(List.of(sizes, tf.array(width)), tf.constant(0)));
    }
}
