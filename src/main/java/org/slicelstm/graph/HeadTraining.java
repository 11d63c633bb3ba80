package org.slicelstm.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slicelstm.graph.HeadGraph.Lstm;
import org.slicelstm.model.Recipe;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.nn.BlockLSTMGrad;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * The loss of a padded batch of patients and its gradients. Only the state after a patient's last picture enters the
 * loss, {@code Σ mask · (w₊·y·softplus(−z) + w₋·(1−y)·softplus(z))}: the weighted cross-entropy of CheXNet (Rajpurkar
 * et al. 2017) in logits, not yet divided by {@code Σ mask}, which is known once all batches of an update are.
 */
final class HeadTraining {
    private final Graph graph;
    private final Ops tf;
    private final Recipe recipe;
    private final GraphVariables variables;
    private final HeadGraph head;
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
        head = new HeadGraph(tf, recipe, variables);
        int count = recipe.labels().size();
        features = tf.placeholder(TFloat32.class,
                Placeholder.shape(Shape.of(-1, -1, recipe.shapes().featureCount())));
        lengths = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
        labels = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, count)));
        mask = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, count)));
        dropoutSeed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
        plainLogits = head.output(last(head.lstm(head.timeFirst(features, x -> x)).h()));

        List<Integer> dropouts = new ArrayList<>();
        Operand<TFloat32> x = head.timeFirst(features, y -> {
            dropouts.add(dropouts.size());
            return dropout(y, dropouts.size());
        });
        Lstm lstm = head.lstm(x);
        logits = head.output(last(lstm.h()));
        loss = loss(positive, negative);
        featureGradient = addGradients(lstm);
    }

    /** The gradient of each of the head's variables, by name. */
    Map<String, Operand<TFloat32>> gradients() {
        return gradients;
    }

    /** {@code [t, b, units]} after each patient's last picture, {@code [b, units]}. */
    private Operand<TFloat32> last(Operand<TFloat32> h) {
        Operand<TInt32> patients = tf.range(tf.constant(0), tf.reshape(tf.shape(lengths), tf.constant(new int[0])),
                tf.constant(1));
        Operand<TInt32> places = tf.math.sub(lengths, tf.constant(1));
        return tf.gatherNd(h, tf.concat(List.of(tf.expandDims(places, tf.constant(1)),
                tf.expandDims(patients, tf.constant(1))), tf.constant(1)));
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

    /** From the loss to the LSTM, through it by hand, and from it to what lies before. */
    private Operand<TFloat32> addGradients(Lstm lstm) {
        List<String> outputs = List.of(Recipe.HEAD_PREFIX + "output.weight", Recipe.HEAD_PREFIX + "output.bias");
        List<Output<?>> above = new ArrayList<>();
        outputs.forEach(name -> above.add(variables.read(name).asOutput()));
        above.add(lstm.h());
        Output<?>[] upper = graph.addGradients(loss.asOutput(), above.toArray(Output<?>[]::new));
        for (int i = 0; i < outputs.size(); i++) {
            gradients.put(outputs.get(i), floats(upper[i]));
        }
        BlockLSTMGrad<TFloat32> through = head.lstmGradient(lstm, floats(upper[outputs.size()]));
        gradients.put(Recipe.HEAD_PREFIX + "lstm.kernel", through.wGrad());
        gradients.put(Recipe.HEAD_PREFIX + "lstm.bias", through.bGrad());

        List<String> dense = recipe.trainableVariables().stream().map(each -> each.name())
                .filter(name -> name.startsWith(Recipe.HEAD_PREFIX + "dense")).toList();
        boolean toFeatures = recipe.trainsBackbone();
        List<Output<?>> below = new ArrayList<>();
        dense.forEach(name -> below.add(variables.read(name).asOutput()));
        if (toFeatures) {
            below.add(features.asOutput());
        }
        if (below.isEmpty()) {
            return null;
        }
        Output<?>[] lower = graph.addGradients("below_lstm", new Output<?>[] {lstm.x().asOutput()},
                below.toArray(Output<?>[]::new), new Output<?>[] {through.xGrad()});
        for (int i = 0; i < dense.size(); i++) {
            gradients.put(dense.get(i), floats(lower[i]));
        }
        return toFeatures ? floats(lower[dense.size()]) : null;
    }

    @SuppressWarnings("unchecked")
    static Operand<TFloat32> floats(Output<?> output) {
        return (Output<TFloat32>) output;
    }
}
