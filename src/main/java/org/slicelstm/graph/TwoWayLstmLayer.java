package org.slicelstm.graph;

import java.util.List;
import java.util.function.Consumer;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The last states of two LSTMs, one that meets a patient's pictures from first to last and one that meets them from
 * last to first, side by side.
 */
record TwoWayLstmLayer(Ops tf, GraphVariables variables) implements SequenceLayer {
    private static final String BACK = "lstm_back";

    @Override
    public Operand<TFloat32> summary(Operand<TFloat32> x, Operand<TInt32> lengths, Consumer<LstmBlock> blocks) {
        LstmBlock there = block(LstmLayer.NAME, x);
        LstmBlock back = block(BACK, tf.reverseSequence(x, lengths, 1L));
        blocks.accept(there);
        blocks.accept(back);
        return tf.concat(List.of(there.last(lengths), back.last(lengths)), tf.constant(1));
    }

    private LstmBlock block(String name, Operand<TFloat32> x) {
        return new LstmBlock(tf, variables, name, tf.linalg.transpose(x, tf.array(1, 0, 2)));
    }

    @Override
    public Operand<TFloat32> alone(Operand<TFloat32> x) {
        return tf.concat(List.of(LstmBlock.alone(tf, variables, LstmLayer.NAME, x),
                LstmBlock.alone(tf, variables, BACK, x)), tf.constant(1));
    }
}
