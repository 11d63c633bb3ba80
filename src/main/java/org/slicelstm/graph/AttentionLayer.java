package org.slicelstm.graph;

import org.slicelstm.model.Recipe;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Max;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * Gated attention pooling (Ilse, Tomczak and Welling 2018, arXiv 1802.04712, equation 9): the mean over a patient's
 * pictures with weights {@code softmax_t(w · (tanh(V·x_t + v) ⊙ σ(U·x_t + u)))}.
 */
final class AttentionLayer extends PooledLayer {
    private final GraphVariables variables;

    AttentionLayer(Ops tf, GraphVariables variables) {
        super(tf);
        this.variables = variables;
    }

    @Override
    Operand<TFloat32> pooled(Operand<TFloat32> x, Operand<TBool> there) {
        Operand<TFloat32> score = read("score.weight");
        Operand<TFloat32> hidden = tf.math.mul(tf.math.tanh(dense(x, "value")), tf.math.sigmoid(dense(x, "gate")));
        // A sum instead of a product of matrices: [b, t, L] · [L] over the last axis.
        Operand<TFloat32> scores = tf.sum(tf.math.mul(hidden, tf.reshape(score, tf.array(-1))), tf.array(2),
                Sum.keepDims(true));
        Operand<TFloat32> known = orLowest(there, scores);
        Operand<TFloat32> powers = tf.math.exp(tf.math.sub(known,
                tf.stopGradient(tf.max(known, tf.array(1), Max.keepDims(true)))));
        return tf.math.div(tf.sum(tf.math.mul(powers, x), tf.array(1)), tf.sum(powers, tf.array(1)));
    }

    private Operand<TFloat32> dense(Operand<TFloat32> x, String name) {
        return Rows.dense(tf, x, read(name + ".weight"), read(name + ".bias"));
    }

    private Operand<TFloat32> read(String name) {
        return variables.read(Recipe.HEAD_PREFIX + "attention." + name);
    }
}
