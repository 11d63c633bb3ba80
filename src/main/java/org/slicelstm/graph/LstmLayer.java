package org.slicelstm.graph;

import java.util.Optional;
import java.util.function.Consumer;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The paper's head: the state of an LSTM after a patient's last picture. */
record LstmLayer(Ops tf, GraphVariables variables) implements SequenceLayer {
    /** What its variables are called. */
    static final String NAME = "lstm";

    @Override
    public Operand<TFloat32> summary(Operand<TFloat32> x, Operand<TInt32> lengths, Consumer<LstmBlock> blocks) {
        LstmBlock block = block(x);
        blocks.accept(block);
        return block.last(lengths);
    }

    @Override
    public Optional<Operand<TFloat32>> running(Operand<TFloat32> x) {
        return Optional.of(tf.linalg.transpose(block(x).h(), tf.array(1, 0, 2)));
    }

    @Override
    public Operand<TFloat32> alone(Operand<TFloat32> x) {
        return LstmBlock.alone(tf, variables, NAME, x);
    }

    private LstmBlock block(Operand<TFloat32> x) {
        return new LstmBlock(tf, variables, NAME, tf.linalg.transpose(x, tf.array(1, 0, 2)));
    }
}
