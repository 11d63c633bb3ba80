package org.slicelstm.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.network.VariableSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * The loss of a padded batch of patients and its gradients. Only the answer after a patient's last picture enters
 * the loss, {@code Σ mask · (w₊·y·softplus(−z) + w₋·(1−y)·softplus(z))}: the weighted cross-entropy of CheXNet
 * (Rajpurkar et al. 2017) in logits, not yet divided by {@code Σ mask}, which is known once all batches of an update
 * are.
 */
final class HeadTraining {
    private final Graph graph;
    private final Ops tf;
    private final Recipe recipe;
    private final GraphVariables variables;
    private final Map<String, Operand<TFloat32>> gradients = new LinkedHashMap<>();

    /** {@code [b, t, F]}. */
    final Placeholder<TFloat32> features;
    /** {@code [b]}. */
    final Placeholder<TInt32> lengths;
    /** {@code [b, labels]}, 1 where present. */
    final Placeholder<TFloat32> labels;
    /** {@code [b, labels]}, 1 where known. */
    final Placeholder<TFloat32> mask;
    /** {@code [2]}: what the dropout depends on. */
    final Placeholder<TInt64> dropoutSeed;
    /** The logits after each patient's last picture in training, {@code [b, labels]}. */
    final Operand<TFloat32> logits;
    /** The same without dropout. */
    final Operand<TFloat32> plainLogits;
    /** The sum over patients and labels. */
    final Operand<TFloat32> loss;
    /** The loss's gradient at the features, {@code [b, t, F]}; null where the backbone is frozen. */
    final Operand<TFloat32> featureGradient;

    /**
     * Adds the operations.
     *
     * @param positive w₊ of each label
     * @param negative w₋ of each label
     */
    HeadTraining(Graph graph, Ops all, Recipe recipe, GraphVariables variables, float[] positive, float[] negative) {
        this.graph = graph;
        this.tf = all.withSubScope("training");
        this.recipe = recipe;
        this.variables = variables;
        int count = recipe.labels().size();
        features = tf.placeholder(TFloat32.class,
                Placeholder.shape(Shape.of(-1, -1, recipe.shapes().featureCount())));
        lengths = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
        labels = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, count)));
        mask = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, count)));
        dropoutSeed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
        HeadGraph head = new HeadGraph(tf, recipe, variables);
        plainLogits = head.patients(features, lengths);
        int[] dropouts = {0};
        List<LstmBlock> blocks = new ArrayList<>();
        logits = head.patients(features, lengths, x -> dropout(x, ++dropouts[0]), blocks::add);
        loss = loss(positive, negative);
        featureGradient = addGradients(blocks);
    }

    /** The gradient of each of the head's variables, by name. */
    Map<String, Operand<TFloat32>> gradients() {
        return gradients;
    }

    /** Inverted dropout (Srivastava et al. 2014), the same for the same seed, layer and shape. */
    private Operand<TFloat32> dropout(Operand<TFloat32> x, int layer) {
        double rate = recipe.training().how().dropout();
        if (rate == 0) {
            return x;
        }
        float keep = (float) (1 - rate);
        Operand<TInt64> seed = tf.math.add(dropoutSeed, tf.constant(new long[] {0, layer}));
        Operand<TFloat32> uniform = tf.random.statelessRandomUniform(tf.shape(x), seed);
        Operand<TFloat32> kept = tf.math.floor(tf.math.add(uniform, tf.constant(keep)));
        return tf.math.mul(x, tf.math.div(kept, tf.constant(keep)));
    }

    private Operand<TFloat32> loss(float[] positive, float[] negative) {
        Operand<TFloat32> present = tf.math.mul(tf.math.mul(labels, tf.constant(positive)),
                tf.math.softplus(tf.math.neg(logits)));
        Operand<TFloat32> absent = tf.math.mul(
                tf.math.mul(tf.math.sub(tf.constant(1f), labels), tf.constant(negative)), tf.math.softplus(logits));
        return tf.sum(tf.math.mul(mask, tf.math.add(present, absent)), tf.array(0, 1));
    }

    /**
     * From the loss to the features, null where the backbone is frozen. TensorFlow finds the way; where LSTMs lie on
     * it, it is asked for the parts above and below them.
     */
    private Operand<TFloat32> addGradients(List<LstmBlock> blocks) {
        List<String> own = recipe.trainableVariables().stream().map(VariableSpec::name)
                .filter(name -> name.startsWith(Recipe.HEAD_PREFIX)).toList();
        if (blocks.isEmpty()) {
            return below("head", List.of(loss.asOutput()), List.of(), own);
        }
        List<String> above = own.stream().filter(name -> name.startsWith(Recipe.HEAD_PREFIX + "output")).toList();
        List<Output<?>> ends = new ArrayList<>();
        above.forEach(name -> ends.add(variables.read(name).asOutput()));
        blocks.forEach(block -> ends.add(block.h()));
        Output<?>[] upper = graph.addGradients(loss.asOutput(), ends.toArray(Output<?>[]::new));
        for (int i = 0; i < above.size(); i++) {
            gradients.put(above.get(i), floats(upper[i]));
        }
        List<Output<?>> from = new ArrayList<>();
        List<Output<?>> with = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            from.add(blocks.get(i).x().asOutput());
            with.add(blocks.get(i).gradient(floats(upper[above.size() + i]), gradients));
        }
        return below("below_lstm", from, with,
                own.stream().filter(name -> name.startsWith(Recipe.HEAD_PREFIX + "dense")).toList());
    }

    /**
     * The gradients of some variables, and at the features where the backbone is trained.
     *
     * @param from what the loss depends on
     * @param with the loss's gradients there; none where it is the loss itself
     */
    private Operand<TFloat32> below(String prefix, List<Output<?>> from, List<Output<?>> with, List<String> names) {
        boolean toFeatures = recipe.trainsBackbone();
        List<Output<?>> to = new ArrayList<>();
        names.forEach(name -> to.add(variables.read(name).asOutput()));
        if (toFeatures) {
            to.add(features.asOutput());
        }
        if (to.isEmpty()) {
            return null;
        }
        Output<?>[] found = graph.addGradients(prefix, from.toArray(Output<?>[]::new), to.toArray(Output<?>[]::new),
                with.isEmpty() ? null : with.toArray(Output<?>[]::new));
        for (int i = 0; i < names.size(); i++) {
            gradients.put(names.get(i), floats(found[i]));
        }
        return toFeatures ? floats(found[names.size()]) : null;
    }

    @SuppressWarnings("unchecked")
    static Operand<TFloat32> floats(Output<?> output) {
        return (Output<TFloat32>) output;
    }
}
