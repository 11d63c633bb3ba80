package org.slicelstm.graph;

import java.util.Optional;
import java.util.function.Consumer;
import org.slicelstm.model.HeadRecipe.Sequence;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The layer of a head that joins the pictures of a patient to one vector. */
interface SequenceLayer {
    /**
     * One vector a patient.
     *
     * @param x       {@code [b, t, D]}, finite; what lies past a patient's length changes nothing
     * @param lengths pictures of each patient, {@code [b]}, 1 to t
     * @param blocks  gets every LSTM, whose gradient TensorFlow's C interface does not know
     * @return {@code [b, W]}
     */
    Operand<TFloat32> summary(Operand<TFloat32> x, Operand<TInt32> lengths, Consumer<LstmBlock> blocks);

    /**
     * The vectors after each picture where one run gives all of them; empty where each needs a run of its own.
     *
     * @param x {@code [b, t, D]}; what lies past a patient's length may be anything
     * @return {@code [b, t, W]}
     */
    default Optional<Operand<TFloat32>> running(Operand<TFloat32> x) {
        return Optional.empty();
    }

    /**
     * The vectors of pictures that are each a patient of one slice, in operations that can be differentiated.
     *
     * @param x {@code [n, D]}
     * @return {@code [n, W]}
     */
    Operand<TFloat32> alone(Operand<TFloat32> x);

    /**
     * The layer that a recipe names.
     *
     * @param width D
     */
    static SequenceLayer of(Ops tf, Sequence sequence, GraphVariables variables, int width) {
        return switch (sequence.kind()) {
            case LSTM -> new LstmLayer(tf, variables);
            case BILSTM -> new TwoWayLstmLayer(tf, variables);
            case ATTENTION -> new AttentionLayer(tf, variables);
            case TRANSFORMER -> new TransformerLayer(tf, variables, sequence.blockCount(), sequence.headCount(), width);
            case MEAN -> new MeanLayer(tf);
            case MAX -> new MaxLayer(tf);
        };
    }
}
