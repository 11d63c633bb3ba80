package org.slicelstm.graph;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** The mean over a patient's pictures. */
final class MeanLayer extends PooledLayer {
    MeanLayer(Ops tf) {
        super(tf);
    }

    @Override
    Operand<TFloat32> pooled(Operand<TFloat32> x, Operand<TBool> there) {
        return mean(x, there);
    }
}
