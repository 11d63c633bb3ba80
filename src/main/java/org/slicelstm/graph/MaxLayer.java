package org.slicelstm.graph;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** The maximum over a patient's pictures, number by number. */
final class MaxLayer extends PooledLayer {
    MaxLayer(Ops tf) {
        super(tf);
    }

    @Override
    Operand<TFloat32> pooled(Operand<TFloat32> x, Operand<TBool> there) {
        return tf.max(orLowest(there, x), tf.array(1));
    }
}
