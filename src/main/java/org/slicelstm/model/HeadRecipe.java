package org.slicelstm.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What follows the backbone: dense layers on each picture's features, one layer that joins the pictures of a patient, a
 * linear layer and one sigmoid a label.
 *
 * @param dense        dense layers before the pictures are joined, may be none
 * @param sequence     the layer that joins them
 * @param slicesWindow how many slices of a patient the head sees at most, as {@link #places} chooses them; all where it
 *                     is not said. Patients with fewer are padded in a batch, and the padding is masked: it changes
 *                     nothing
 */
public record HeadRecipe(List<Dense> dense, Sequence sequence, Optional<Integer> slicesWindow) {
    private static final int MOST_UNITS = 65_536;
    private static final int MOST_SLICES = 10_000;

    public HeadRecipe {
        dense = List.copyOf(dense);
        slicesWindow.ifPresent(most -> Checks.range("head.slices_window", most, 1, MOST_SLICES));
    }

    /** A head of one LSTM after the given dense layers. */
    public static HeadRecipe lstm(int units, Dense... dense) {
        return new HeadRecipe(List.of(dense), new Sequence(SequenceKind.LSTM, units), Optional.empty());
    }

    /**
     * The same dense layers before another layer over the pictures: as wide as the one before or, where that had no
     * units, as what enters it.
     */
    public HeadRecipe with(SequenceKind kind) {
        return kind == sequence.kind() ? this
                : new HeadRecipe(dense, sequence.as(kind, inputWidth(Sequence.USUAL_UNITS)), slicesWindow);
    }

    /** The same head that sees so many slices at most. */
    public HeadRecipe withSlicesWindow(int most) {
        return new HeadRecipe(dense, sequence, Optional.of(most));
    }

    /**
     * Which slices of a patient the head sees: of more than the window holds, those in the middle of as many equal
     * parts of the order. Of a shuffled order that is a random subset, of a sorted one it is evenly thinned.
     *
     * @param slices how many the patient has
     * @return their places in the order, ascending
     */
    public int[] places(int slices) {
        int most = slicesWindow.orElse(slices);
        return slices <= most ? IntStream.range(0, slices).toArray()
                : IntStream.range(0, most).map(j -> (int) ((2L * j + 1) * slices / (2L * most))).toArray();
    }

    /** Whether the answer after a slice depends on nothing that comes later, so that one run gives all of them. */
    public boolean isCausal() {
        return sequence.kind() == SequenceKind.LSTM && slicesWindow.isEmpty();
    }

    /**
     * The length of what enters the layer over the pictures.
     *
     * @param features of the backbone
     */
    public int inputWidth(int features) {
        return dense.isEmpty() ? features : dense.get(dense.size() - 1).units();
    }

    /**
     * The length of what leaves the layer over the pictures, one vector a patient.
     *
     * @param features of the backbone
     */
    public int outputWidth(int features) {
        return switch (sequence.kind()) {
            case LSTM -> sequence.units();
            case BILSTM -> 2 * sequence.units();
            case ATTENTION, TRANSFORMER, MEAN, MAX -> inputWidth(features);
        };
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
     * The layer that joins the pictures of a patient.
     *
     * @param kind   which
     * @param units  length of an LSTM's state, of a two-way one's in each direction; of the hidden layer that gives
     *               attention; of a Transformer's feed-forward layer; 0 for mean and max, which have none
     * @param blocks layers of a Transformer, 1 to 4; 1 where it is not said
     * @param heads  attention heads of a Transformer, which must divide the length of what enters it; 4 where it is not
     *               said
     */
    public record Sequence(SequenceKind kind, int units, Optional<Integer> blocks, Optional<Integer> heads) {
        private static final int USUAL_UNITS = 512;
        /** As Ilse et al. have it. */
        private static final int ATTENTION_UNITS = 128;
        private static final int USUAL_HEADS = 4;
        private static final int MOST_BLOCKS = 4;
        private static final int MOST_HEADS = 64;

        public Sequence {
            if (kind.hasUnits()) {
                Checks.range("head.sequence.units", units, 1, MOST_UNITS);
            } else {
                Checks.require(units == 0, "The setting 'head.sequence.units' must be 0 for " + kind
                        + ", which has none, not " + units + "; correct it.");
            }
            Checks.require(kind == SequenceKind.TRANSFORMER || blocks.isEmpty() && heads.isEmpty(), "The settings "
                    + "'head.sequence.blocks' and 'head.sequence.heads' belong to a transformer, not to " + kind
                    + "; leave them out.");
            blocks.ifPresent(count -> Checks.range("head.sequence.blocks", count, 1, MOST_BLOCKS));
            heads.ifPresent(count -> Checks.range("head.sequence.heads", count, 1, MOST_HEADS));
        }

        /** A layer with the usual settings of a Transformer. */
        public Sequence(SequenceKind kind, int units) {
            this(kind, units, Optional.empty(), Optional.empty());
        }

        /** How many layers a Transformer has. */
        public int blockCount() {
            return blocks.orElse(1);
        }

        /** How many attention heads each of them has. */
        public int headCount() {
            return heads.orElse(USUAL_HEADS);
        }

        private Sequence as(SequenceKind other, int entering) {
            int own = units == 0 ? entering : units;
            return new Sequence(other, switch (other) {
                case LSTM, BILSTM, TRANSFORMER -> own;
                case ATTENTION -> Math.min(own, ATTENTION_UNITS);
                case MEAN, MAX -> 0;
            });
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
        LSTM("an LSTM"),
        /** One LSTM from the first picture to the last and one from the last to the first (Schuster, Paliwal 1997). */
        BILSTM("a two-way LSTM"),
        /** A weighted mean whose weights are learned: gated attention pooling (Ilse et al. 2018, arXiv 1802.04712). */
        ATTENTION("gated attention pooling"),
        /**
         * A Transformer encoder (Vaswani et al. 2017, arXiv 1706.03762) without positional encoding, normalised before
         * each part (Xiong et al. 2020, arXiv 2002.04745), and the mean of what it gives.
         */
        TRANSFORMER("a Transformer encoder without positional encoding"),
        /** The mean over the pictures. */
        MEAN("a mean over the pictures"),
        /** The maximum over the pictures. */
        MAX("a maximum over the pictures");

        private final String title;

        SequenceKind(String title) {
            this.title = title;
        }

        /** What it is in a sentence, with its article where it has one. */
        public String title() {
            return title;
        }

        /** Whether another order of the same pictures gives another answer. */
        public boolean dependsOnOrder() {
            return this == LSTM || this == BILSTM;
        }

        boolean hasUnits() {
            return this != MEAN && this != MAX;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
