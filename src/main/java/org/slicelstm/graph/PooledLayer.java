package org.slicelstm.graph;

import java.util.function.Consumer;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A layer made of operations that TensorFlow differentiates, for which the pictures have no order. */
abstract class PooledLayer implements SequenceLayer {
    /** Far below any number that is reached, and finite, so that no difference of two is undefined. */
    private static final float LOWEST = -1e30f;

    final Ops tf;

    PooledLayer(Ops tf) {
        this.tf = tf;
    }

    /**
     * One vector a patient.
     *
     * @param x     {@code [b, t, D]}, finite
     * @param there {@code [b, t, 1]}: whether the patient has such a picture
     * @return {@code [b, W]}
     */
    abstract Operand<TFloat32> pooled(Operand<TFloat32> x, Operand<TBool> there);

    @Override
    public Operand<TFloat32> summary(Operand<TFloat32> x, Operand<TInt32> lengths, Consumer<LstmBlock> blocks) {
        Operand<TInt32> steps = tf.reshape(tf.slice(tf.shape(x), tf.array(1), tf.array(1)),
                tf.constant(new int[0]));
        Operand<TInt32> places = tf.range(tf.constant(0), steps, tf.constant(1));
        return pooled(x, tf.expandDims(tf.math.less(places, tf.expandDims(lengths, tf.constant(1))),
                tf.constant(2)));
    }

    @Override
    public Operand<TFloat32> alone(Operand<TFloat32> x) {
        Operand<TFloat32> pictures = tf.expandDims(x, tf.constant(1));
        return pooled(pictures, tf.constant(new boolean[][][] {{{true}}}));
    }

    /** The numbers of pictures that are there, 0 in the place of the others. */
    Operand<TFloat32> orZero(Operand<TBool> there, Operand<TFloat32> x) {
        return tf.select(there, x, tf.constant(0f));
    }

    /** The numbers of pictures that are there, less than anything in the place of the others. */
    Operand<TFloat32> orLowest(Operand<TBool> there, Operand<TFloat32> x) {
        return tf.select(there, x, tf.constant(LOWEST));
    }

    /** The mean over a patient's pictures, {@code [b, t, D]} to {@code [b, D]}. */
    Operand<TFloat32> mean(Operand<TFloat32> x, Operand<TBool> there) {
        Operand<TFloat32> count = tf.sum(tf.dtypes.cast(there, TFloat32.class), tf.array(1));
        return tf.math.div(tf.sum(orZero(there, x), tf.array(1)), count);
    }
}
