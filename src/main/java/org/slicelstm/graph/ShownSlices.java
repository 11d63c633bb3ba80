package org.slicelstm.graph;

import java.util.List;
import org.slicelstm.model.HeadRecipe;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Which slices a head sees: {@link HeadRecipe#places} in a graph. What lies past a patient's last slice is replaced by
 * that one, so that it is finite.
 */
record ShownSlices(Ops tf, HeadRecipe head) {
    /**
     * Some patients with the slices that are seen.
     *
     * @param x       {@code [b, m, D]}
     * @param lengths of each patient, {@code [b]}, 1 to m
     */
    record Shown(Operand<TFloat32> x, Operand<TInt32> lengths) { }

    /**
     * Patients.
     *
     * @param x       {@code [b, t, D]}; what lies past a patient's length may be anything
     * @param lengths {@code [b]}, 1 to t
     */
    Shown of(Operand<TFloat32> x, Operand<TInt32> lengths) {
        Operand<TInt32> places = places(lengths, size(x, 1));
        Operand<TInt32> patients = tf.math.add(tf.zerosLike(places),
                tf.expandDims(range(size(x, 0)), tf.constant(1)));
        return new Shown(tf.gatherNd(x, tf.stack(List.of(patients, places), org.tensorflow.op.core.Stack.axis(2L))),
                atMost(lengths));
    }

    /**
     * Every patient's first slice, first two, and so on, each as a patient.
     *
     * @param x     {@code [b, t, D]}
     * @param width D
     * @return {@code b · t} patients; those past a patient's length may hold anything
     */
    Shown prefixes(Operand<TFloat32> x, int width) {
        Operand<TInt32> steps = size(x, 1);
        Operand<TInt32> lengths = tf.math.add(range(steps), tf.constant(1));
        Operand<TInt32> places = places(lengths, steps);
        // [b, t, m, D]
        Operand<TFloat32> all = tf.gather(x, places, tf.constant(1));
        Operand<TInt32> seen = tf.slice(tf.shape(places), tf.array(1), tf.array(1));
        return new Shown(tf.reshape(all, tf.concat(List.of(tf.array(-1), seen, tf.array(width)), tf.constant(0))),
                tf.tile(atMost(lengths), tf.slice(tf.shape(x), tf.array(0), tf.array(1))));
    }

    /** The places of the slices of patients with so many, {@code [r]} to {@code [r, m]}. */
    private Operand<TInt32> places(Operand<TInt32> lengths, Operand<TInt32> steps) {
        Operand<TInt64> n = tf.expandDims(tf.dtypes.cast(lengths, TInt64.class), tf.constant(1));
        Operand<TInt64> last = tf.math.sub(n, tf.constant(1L));
        Operand<TInt64> j = tf.expandDims(tf.dtypes.cast(range(atMost(steps)), TInt64.class), tf.constant(0));
        Operand<TInt64> place = j;
        if (head.slicesWindow().isPresent()) {
            long most = head.slicesWindow().get();
            Operand<TInt64> middle = tf.math.floorDiv(
                    tf.math.mul(tf.math.add(tf.math.mul(j, tf.constant(2L)), tf.constant(1L)), n),
                    tf.constant(2 * most));
            place = tf.select(tf.math.greater(n, tf.constant(most)), middle, j);
        }
        return tf.dtypes.cast(tf.math.minimum(place, last), TInt32.class);
    }

    private Operand<TInt32> atMost(Operand<TInt32> slices) {
        return head.slicesWindow().isEmpty() ? slices
                : tf.math.minimum(slices, tf.constant(head.slicesWindow().get()));
    }

    private Operand<TInt32> size(Operand<TFloat32> x, int axis) {
        return tf.reshape(tf.slice(tf.shape(x), tf.array(axis), tf.array(1)), tf.constant(new int[0]));
    }

    private Operand<TInt32> range(Operand<TInt32> size) {
        return tf.range(tf.constant(0), size, tf.constant(1));
    }
}
