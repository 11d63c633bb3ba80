package org.slicelstm.graph;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slicelstm.graph.ShownSlices.Shown;
import org.slicelstm.model.HeadRecipe.Activation;
import org.slicelstm.model.HeadRecipe.Dense;
import org.slicelstm.model.Recipe;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A recipe's head in a graph: dense layers on each picture, a layer that joins the pictures of a patient, a linear
 * layer to the logits.
 */
final class HeadGraph {
    private final Ops tf;
    private final Recipe recipe;
    private final GraphVariables variables;
    private final SequenceLayer sequence;
    private final ShownSlices shown;
    private final int width;
    private final int outputWidth;

    HeadGraph(Ops tf, Recipe recipe, GraphVariables variables) {
        this.tf = tf.withSubScope("head");
        this.recipe = recipe;
        this.variables = variables;
        int features = recipe.shapes().featureCount();
        width = recipe.head().inputWidth(features);
        outputWidth = recipe.head().outputWidth(features);
        sequence = SequenceLayer.of(this.tf, recipe.head().sequence(), variables, width);
        shown = new ShownSlices(this.tf, recipe.head());
    }

    /**
     * The logits of b patients after all their pictures.
     *
     * @param features {@code [b, t, F]} with F known; what lies past a patient's length changes nothing
     * @param lengths  pictures of each patient, {@code [b]}, 1 to t
     * @return {@code [b, labels]}
     */
    Operand<TFloat32> patients(Operand<TFloat32> features, Operand<TInt32> lengths) {
        return patients(features, lengths, x -> x, block -> { });
    }

    /**
     * The same for training.
     *
     * @param afterDense what each dense layer's outputs go through, such as dropout
     * @param blocks     gets every LSTM, whose gradient must be wired by hand
     */
    Operand<TFloat32> patients(Operand<TFloat32> features, Operand<TInt32> lengths,
            UnaryOperator<Operand<TFloat32>> afterDense, Consumer<LstmBlock> blocks) {
        Shown seen = recipe.head().isCausal() ? new Shown(features, lengths) : shown.of(features, lengths);
        return output(sequence.summary(denseByPatient(seen.x(), afterDense), seen.lengths(), blocks));
    }

    /**
     * The running logits of b patients: after each picture those of a patient who has no more.
     *
     * @param features {@code [b, t, F]} with F known; rows past a patient's last picture change nothing before them
     * @return {@code [b, t, labels]}
     */
    Operand<TFloat32> running(Operand<TFloat32> features) {
        Operand<TFloat32> x = denseByPatient(features, y -> y);
        Optional<Operand<TFloat32>> all = recipe.head().isCausal() ? sequence.running(x) : Optional.empty();
        Operand<TFloat32> rows = all.map(states -> (Operand<TFloat32>) tf.reshape(states, tf.array(-1, outputWidth)))
                .orElseGet(() -> {
                    Shown prefixes = shown.prefixes(x, width);
                    return sequence.summary(prefixes.x(), prefixes.lengths(), block -> { });
                });
        return Rows.again(tf, output(rows), features, recipe.labels().size());
    }

    /**
     * The logits of pictures that are each a patient of one slice, in operations that can be differentiated.
     *
     * @param features {@code [n, F]}
     * @return {@code [n, labels]}
     */
    Operand<TFloat32> alone(Operand<TFloat32> features) {
        return output(sequence.alone(dense(features, x -> x)));
    }

    /** The dense layers on each picture, {@code [b, t, F]} to {@code [b, t, D]}. */
    private Operand<TFloat32> denseByPatient(Operand<TFloat32> features, UnaryOperator<Operand<TFloat32>> after) {
        Operand<TFloat32> rows = tf.reshape(features, tf.array(-1, recipe.shapes().featureCount()));
        return Rows.again(tf, dense(rows, after), features, width);
    }

    /** The dense layers on each picture, {@code [m, F]} to {@code [m, D]}. */
    private Operand<TFloat32> dense(Operand<TFloat32> features, UnaryOperator<Operand<TFloat32>> after) {
        Operand<TFloat32> x = features;
        List<Dense> layers = recipe.head().dense();
        for (int i = 0; i < layers.size(); i++) {
            x = tf.nn.biasAdd(tf.linalg.matMul(x, variable("dense" + i + ".weight")), variable("dense" + i + ".bias"));
            if (layers.get(i).activation() == Activation.RELU) {
                x = tf.nn.relu(x);
            }
            x = after.apply(x);
        }
        return x;
    }

    /** The logits of what the pictures were joined to, {@code [n, W]} to {@code [n, labels]}. */
    private Operand<TFloat32> output(Operand<TFloat32> joined) {
        return tf.nn.biasAdd(tf.linalg.matMul(joined, variable("output.weight")), variable("output.bias"));
    }

    private Operand<TFloat32> variable(String name) {
        return variables.read(Recipe.HEAD_PREFIX + name);
    }
}
