package org.slicelstm.model;

import java.util.ArrayList;
import java.util.List;
import org.slicelstm.model.HeadRecipe.Activation;
import org.slicelstm.model.HeadRecipe.Dense;
import org.slicelstm.model.HeadRecipe.Sequence;
import org.slicelstm.model.HeadRecipe.SequenceKind;
import org.slicelstm.model.network.VariableSpec;
import org.slicelstm.model.network.VariableSpec.Init;

/** The variables of a head in forward order. Biases that a softmax over the pictures would cancel are left out. */
final class HeadVariables {
    private static final int GATES = 4;

    private final List<VariableSpec> all = new ArrayList<>();

    private HeadVariables() {
    }

    /** Refuses a head that cannot follow so many features. */
    static void check(HeadRecipe head, int features) {
        int width = head.inputWidth(features);
        Sequence sequence = head.sequence();
        Checks.require(sequence.kind() != SequenceKind.TRANSFORMER || width % sequence.headCount() == 0,
                "The setting 'head.sequence.heads' is " + sequence.headCount() + ", which does not divide the " + width
                        + " numbers of a picture that enter the transformer; write a divisor of " + width + ".");
    }

    /**
     * The variables.
     *
     * @param features of the backbone
     * @param labels   outputs
     */
    static List<VariableSpec> of(HeadRecipe head, int features, int labels) {
        HeadVariables variables = new HeadVariables();
        int in = features;
        for (int i = 0; i < head.dense().size(); i++) {
            Dense layer = head.dense().get(i);
            variables.dense("dense" + i, layer.activation() == Activation.RELU ? Init.HE : Init.GLOROT, in,
                    layer.units());
            in = layer.units();
        }
        variables.sequence(head.sequence(), in);
        variables.dense("output", Init.GLOROT, head.outputWidth(features), labels);
        return List.copyOf(variables.all);
    }

    private void sequence(Sequence sequence, int in) {
        int units = sequence.units();
        switch (sequence.kind()) {
            case LSTM -> lstm("lstm", in, units);
            case BILSTM -> {
                lstm("lstm", in, units);
                lstm("lstm_back", in, units);
            }
            case ATTENTION -> {
                dense("attention.value", Init.GLOROT, in, units);
                dense("attention.gate", Init.GLOROT, in, units);
                add("attention.score.weight", Init.GLOROT, units, 1);
            }
            case TRANSFORMER -> {
                for (int i = 0; i < sequence.blockCount(); i++) {
                    block("block" + i + ".", in, units);
                }
                norm("norm", in);
            }
            case MEAN, MAX -> { }
        }
    }

    private void block(String prefix, int width, int units) {
        norm(prefix + "attention_norm", width);
        dense(prefix + "query", Init.GLOROT, width, width);
        add(prefix + "key.weight", Init.GLOROT, width, width);
        dense(prefix + "value", Init.GLOROT, width, width);
        dense(prefix + "joined", Init.GLOROT, width, width);
        norm(prefix + "forward_norm", width);
        dense(prefix + "forward0", Init.HE, width, units);
        dense(prefix + "forward1", Init.GLOROT, units, width);
    }

    private void lstm(String name, long in, long units) {
        add(name + ".kernel", Init.GLOROT, in + units, GATES * units);
        add(name + ".bias", Init.CHRONO, GATES * units);
    }

    private void dense(String name, Init init, long in, long out) {
        add(name + ".weight", init, in, out);
        add(name + ".bias", Init.ZEROS, out);
    }

    private void norm(String name, long width) {
        add(name + ".scale", Init.ONES, width);
        add(name + ".offset", Init.ZEROS, width);
    }

    private void add(String name, Init init, long... shape) {
        all.add(new VariableSpec(Recipe.HEAD_PREFIX + name, init, shape));
    }
}
