package org.slicelstm.model;

import java.util.List;
import java.util.Locale;

/**
 * What follows the backbone: dense layers on each picture's features, a recurrent layer over the pictures, a linear
 * layer and one sigmoid a label.
 *
 * @param dense    dense layers before the sequence, may be none
 * @param sequence the layer over the pictures
 */
public record HeadRecipe(List<Dense> dense, Sequence sequence) {
    private static final int MOST_UNITS = 65_536;

    public HeadRecipe {
        dense = List.copyOf(dense);
    }

    /** A head of one LSTM after the given dense layers. */
    public static HeadRecipe lstm(int units, Dense... dense) {
        return new HeadRecipe(List.of(dense), new Sequence(SequenceKind.LSTM, units));
    }

    /**
     * A fully connected layer.
     *
     * @param units      outputs
     * @param activation what follows it
     */
    public record Dense(int units, Activation activation) {
        public Dense {
            Checks.range("head.dense.units", units, 1, MOST_UNITS);
        }
    }

    /**
     * The layer over the pictures of a patient.
     *
     * @param kind  which
     * @param units length of its state
     */
    public record Sequence(SequenceKind kind, int units) {
        public Sequence {
            Checks.range("head.sequence.units", units, 1, MOST_UNITS);
        }
    }

    /** What follows a dense layer. */
    public enum Activation {
        NONE, RELU;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The kinds of layers over the pictures. */
    public enum SequenceKind {
        /** One layer without peepholes (Hochreiter and Schmidhuber 1997), gates in the order i, f, c, o. */
        LSTM;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
