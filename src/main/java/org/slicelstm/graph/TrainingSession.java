package org.slicelstm.graph;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slicelstm.UserException;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.WeightSource;
import org.slicelstm.model.network.LayerShapes;
import org.slicelstm.model.network.VariableSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * A model being trained: its recipe as operations with the gradients of what the recipe trains. Holds native memory
 * until it is closed; for one thread. Arrays are last axis fastest.
 */
public final class TrainingSession implements AutoCloseable {
    private final Recipe recipe;
    private final Graph graph;
    private final Session session;
    private final VariableValues values;
    private final VariableValues slotValues;
    private final VariableValues accumulatorValues;
    private final GraphVariables slots;
    private final HeadTraining head;
    private final Updates updates;
    private final Placeholder<TFloat32> images;
    private final Operand<TFloat32> features;
    private final Placeholder<TFloat32> gradientAtFeatures;
    private final Op headStart;
    private final Op headAdd;
    private final Op backboneStart;
    private final Op backboneAdd;
    private final Map<String, VariableSpec> trained = new LinkedHashMap<>();
    private final MeasuredStatistics statistics;
    private final DeviceRun run;
    private final String weightsSha256;

    private boolean headStarted;
    private boolean backboneStarted;
    private double known;
    private long updatesDone;

    /**
     * Patients of one padded batch.
     *
     * @param features {@code [b, t, F]}; what lies past a patient's length is not read
     * @param lengths  pictures of each patient, {@code [b]}, 1 to t
     * @param labels   {@code [b, labels]}, 1 where present
     * @param mask     {@code [b, labels]}, 1 where known
     * @param patients b
     * @param steps    t
     */
    public record Batch(float[] features, int[] lengths, float[] labels, float[] mask, int patients, int steps) {
        public Batch {
            for (int length : lengths) {
                if (length < 1 || length > steps) {
                    throw new IllegalArgumentException("a patient of " + length + " pictures in " + steps + " steps");
                }
            }
        }
    }

    /**
     * What a batch gave.
     *
     * @param loss            Σ mask·w·CE over the batch
     * @param logits          {@code [b, labels]} after each patient's last picture
     * @param featureGradient the loss's gradient at the features, {@code [b, t, F]}; empty where the backbone is frozen
     */
    public record Step(double loss, float[] logits, float[] featureGradient) {
    }

    private TrainingSession(Recipe recipe, float[] positive, float[] negative, long seed, WeightSource weights,
            DeviceChoice choice, int threads) {
        this.recipe = recipe;
        weightsSha256 = weights.sha256();
        graph = new Graph();
        Ops tf = Ops.create(graph);
        List<VariableSpec> trainable = recipe.trainableVariables();
        trainable.forEach(each -> trained.put(each.name(), each));
        List<VariableSpec> unknown = recipe.variables().stream().filter(each -> recipe.trainsBackbone()
                && each.statistic() && !weights.has(each.name())).toList();
        unknown.forEach(each -> trained.put(each.name(), each));
        GraphVariables variables = new GraphVariables(tf, recipe.variables());
        values = new VariableValues(tf, variables);
        images = tf.placeholder(TFloat32.class, Placeholder.shape(
                Shape.of(-1, recipe.input().height(), recipe.input().width(), 3)));
        features = BackboneGraph.build(tf, recipe, variables, images).features();
        statistics = new MeasuredStatistics(tf, recipe, variables, images, unknown);
        gradientAtFeatures = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, featureCount())));
        head = new HeadTraining(graph, tf, recipe, variables, positive, negative);
        updates = new Updates(tf, recipe.training().how(), trainable, variables);
        slots = updates.slots();
        slotValues = new VariableValues(tf, slots);
        accumulatorValues = new VariableValues(tf, updates.accumulators());
        headStart = updates.start(head.gradients());
        headAdd = updates.add(head.gradients());
        Map<String, Operand<TFloat32>> below = backboneGradients(variables);
        backboneStart = updates.start(below);
        backboneAdd = updates.add(below);
        choice.device().ifPresent(chosen -> Devices.put(graph, chosen));
        session = new Session(graph, choice.config(threads));
        try {
            values.fill(session, spec -> weights.has(spec.name())
                    ? ModelWriter.checked(spec, weights.get(spec.name(), spec.shape()))
                    : InitialValues.of(spec, seed));
            slotValues.fill(session, spec -> new float[Math.toIntExact(spec.size())]);
            // What a trained backbone computes stays until the gradient has come back.
            run = DeviceRun.of(choice, placed(choice), recipe.input().height(), recipe.input().width(),
                    recipe.trainsBackbone() ? DeviceRun.CPU_CHUNK : DeviceRun.MOST);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Map<String, Operand<TFloat32>> backboneGradients(GraphVariables variables) {
        List<String> names = recipe.trainableVariables().stream().map(VariableSpec::name)
                .filter(name -> name.startsWith(LayerShapes.PREFIX)).toList();
        Map<String, Operand<TFloat32>> gradients = new LinkedHashMap<>();
        if (!names.isEmpty()) {
            Output<?>[] reads = names.stream().map(name -> variables.read(name).asOutput()).toArray(Output<?>[]::new);
            Output<?>[] found = graph.addGradients("backbone_gradient", new Output<?>[] {features.asOutput()}, reads,
                    new Output<?>[] {gradientAtFeatures.asOutput()});
            for (int i = 0; i < found.length; i++) {
                gradients.put(names.get(i), HeadTraining.floats(found[i]));
            }
        }
        return gradients;
    }

    /**
     * Builds a recipe for training.
     *
     * @param recipe   what is trained, and how
     * @param positive w₊ of each label in the loss
     * @param negative w₋ of each label in the loss
     * @param seed     of the weights that are drawn
     * @param weights  where the other weights come from
     * @param choice   where it should run
     * @param threads  threads of one operation, 0 for one a core; the first session of a process fixes the number
     * @throws UserException if TensorFlow is missing, the device is not there, or weights do not fit
     */
    public static TrainingSession open(Recipe recipe, float[] positive, float[] negative, long seed,
            WeightSource weights, DeviceChoice choice, int threads) {
        TensorFlowLibrary.require();
        Devices.require(choice);
        return new TrainingSession(recipe, positive, negative, seed, weights, choice, threads);
    }

    private String placed(DeviceChoice choice) {
        try (TFloat32 black = TFloat32.tensorOf(imageShape(1), tensor -> { });
                Result result = session.runner().feed(images, black).fetch(features).setOptions(Placement.OPTIONS)
                        .runAndFetchMetadata()) {
            return Placement.checked(result.getMetadata().orElseThrow(), choice);
        }
    }

    /** The device that ran, how many pictures go through the backbone together, and what the user should know. */
    public DeviceRun deviceRun() {
        return run;
    }

    /** How many features a picture has. */
    public int featureCount() {
        return recipe.shapes().featureCount();
    }

    /** Whether batch normalisations wait for statistics, since no weights came with any: see {@link #measure}. */
    public boolean needsStatistics() {
        return statistics.missing();
    }

    /**
     * Stores what some pictures give as the statistics of the batch normalisations, once, before the first update: from
     * drawn weights each layer then starts with mean 0 and variance 1 (Krähenbühl et al. 2016, arXiv 1511.06856).
     * Without that, a network with fixed statistics and without skip connections hardly learns.
     *
     * @param pictures as for {@link #features}, of many patients
     */
    public void measure(FloatBuffer pictures, int n) {
        try (TFloat32 input = pictures(pictures, n)) {
            statistics.store(session, session.runner().feed(images, input), values);
        }
    }

    /**
     * The backbone on some pictures, with the weights as they are now.
     *
     * @param pictures RGB from 0 to 255 after the window, {@code [n, H, W, 3]}, from the buffer's position
     * @return {@code [n, F]}
     */
    public float[] features(FloatBuffer pictures, int n) {
        try (TFloat32 input = pictures(pictures, n);
                Result result = session.runner().feed(images, input).fetch(features).run()) {
            return VariableValues.finite(result, 0);
        }
    }

    /** The logits of patients after their last picture, without dropout, {@code [b, labels]}. */
    public float[] logits(float[] rows, int[] lengths, int steps) {
        try (TFloat32 input = TFloat32.tensorOf(Shape.of(lengths.length, steps, featureCount()),
                        DataBuffers.of(rows, true, false));
                TInt32 sizes = TInt32.vectorOf(lengths);
                Result result = session.runner().feed(head.features, input).feed(head.lengths, sizes)
                        .fetch(head.plainLogits).run()) {
            return VariableValues.finite(result, 0);
        }
    }

    /**
     * Adds a batch's gradients to those of the coming update.
     *
     * @param dropoutSeed the same seed leaves out the same
     */
    public Step accumulate(Batch batch, long dropoutSeed) {
        int count = recipe.labels().size();
        Shape perLabel = Shape.of(batch.patients(), count);
        try (TFloat32 input = TFloat32.tensorOf(Shape.of(batch.patients(), batch.steps(), featureCount()),
                        DataBuffers.of(batch.features(), true, false));
                TInt32 sizes = TInt32.vectorOf(batch.lengths());
                TFloat32 truth = TFloat32.tensorOf(perLabel, DataBuffers.of(batch.labels(), true, false));
                TFloat32 mask = TFloat32.tensorOf(perLabel, DataBuffers.of(batch.mask(), true, false));
                TInt64 seed = TInt64.vectorOf(dropoutSeed, 0)) {
            Session.Runner runner = session.runner().feed(head.features, input).feed(head.lengths, sizes)
                    .feed(head.labels, truth).feed(head.mask, mask).feed(head.dropoutSeed, seed)
                    .fetch(head.loss).fetch(head.logits).addTarget(headStarted ? headAdd : headStart);
            if (head.featureGradient != null) {
                runner.fetch(head.featureGradient);
            }
            try (Result result = runner.run()) {
                headStarted = true;
                for (float each : batch.mask()) {
                    known += each;
                }
                return new Step(VariableValues.floats(result, 0)[0], VariableValues.finite(result, 1),
                        head.featureGradient == null ? new float[0] : VariableValues.floats(result, 2));
            }
        }
    }

    /**
     * Sends a gradient at the features back into the backbone; the forward pass is computed again. The pictures of a
     * batch may come in any number of parts.
     *
     * @param pictures as for {@link #features}
     * @param gradient at their features, {@code [n, F]}
     */
    public void accumulateBackbone(FloatBuffer pictures, int n, float[] gradient) {
        try (TFloat32 input = pictures(pictures, n);
                TFloat32 above = TFloat32.tensorOf(Shape.of(n, featureCount()),
                        DataBuffers.of(gradient, true, false))) {
            session.runner().feed(images, input).feed(gradientAtFeatures, above)
                    .addTarget(backboneStarted ? backboneAdd : backboneStart).run().close();
            backboneStarted = true;
        }
    }

    /**
     * Changes the weights by the mean of the accumulated gradients, {@code Σ gradients / Σ mask}, and forgets them.
     *
     * @param rate learning rate
     * @return the gradients' norm before any limit
     * @throws UserException if it is not finite: the training has diverged
     */
    public double apply(double rate) {
        if (!headStarted || recipe.trainsBackbone() != backboneStarted) {
            throw new IllegalStateException("not all gradients of the update are there");
        }
        updatesDone++;
        try (TFloat32 by = TFloat32.scalarOf((float) rate);
                TFloat32 scale = TFloat32.scalarOf((float) (1 / Math.max(known, 1)));
                TFloat32 power1 = TFloat32.scalarOf((float) Math.pow(Updates.beta1(), updatesDone));
                TFloat32 power2 = TFloat32.scalarOf((float) Math.pow(Updates.beta2(), updatesDone));
                Result result = session.runner().feed(updates.rate, by).feed(updates.scale, scale)
                        .feed(updates.beta1Power, power1).feed(updates.beta2Power, power2)
                        .fetch(updates.norm).addTarget(updates.apply).run()) {
            headStarted = false;
            backboneStarted = false;
            known = 0;
            return VariableValues.finite(result, 0)[0];
        }
    }

    /** What a checkpoint must hold besides {@link #updatesDone()}: the trained weights and the optimiser's memory. */
    public List<VariableSpec> state() {
        List<VariableSpec> all = new ArrayList<>(trained.values());
        all.addAll(slots.specs());
        return all;
    }

    /** How many updates there were. */
    public long updatesDone() {
        return updatesDone;
    }

    /** The values of one of {@link #state()} or of any weight. */
    public float[] get(String name) {
        boolean slot = slots.specs().stream().anyMatch(each -> each.name().equals(name));
        return (slot ? slotValues : values).get(session, name);
    }

    /** Reads {@link #state()}, in its order, as long as nothing changes the weights. */
    public Function<VariableSpec, float[]> stateReader() {
        Function<VariableSpec, float[]> weights = values.reader(session, trained());
        Function<VariableSpec, float[]> memory = slotValues.reader(session, slots.specs());
        return each -> trained.containsKey(each.name()) ? weights.apply(each) : memory.apply(each);
    }

    /**
     * Goes on where a checkpoint was written.
     *
     * @param state the values of each of {@link #state()}
     */
    public void restore(WeightSource state, long updates) {
        setTrained(state);
        slotValues.fill(session, spec -> ModelWriter.checked(spec, state.get(spec.name(), spec.shape())));
        updatesDone = updates;
        headStarted = false;
        backboneStarted = false;
        known = 0;
    }

    /** What a run changes: the part of {@link #state()} that a model needs. */
    public List<VariableSpec> trained() {
        return List.copyOf(trained.values());
    }

    /** Puts other values into the trained weights, such as those of the best epoch. */
    public void setTrained(WeightSource source) {
        values.fill(session, trained(), spec -> ModelWriter.checked(spec, source.get(spec.name(), spec.shape())));
    }

    /** All weights as they are now, for a model directory. */
    public WeightSource weights() {
        return values.source(session, weightsSha256);
    }

    /** SHA-256 over names and values of the backbone's weights that are not trained. */
    public String frozenSha256() {
        List<VariableSpec> frozen = recipe.variables().stream().filter(each -> !trained.containsKey(each.name()))
                .toList();
        return WeightHash.of(frozen, values.reader(session, frozen));
    }

    /** What has been accumulated for a trained tensor since the last update; for tests. */
    float[] gradient(String name) {
        return accumulatorValues.get(session, Updates.accumulator(name));
    }

    /** All that has been accumulated, by the tensor's name; for tests. */
    Map<String, float[]> gradients() {
        List<VariableSpec> specs = updates.accumulators().specs();
        Function<VariableSpec, float[]> reader = accumulatorValues.reader(session, specs);
        Map<String, float[]> gradients = new LinkedHashMap<>();
        specs.forEach(each -> gradients.put(each.name().substring(Updates.accumulator("").length()),
                reader.apply(each)));
        return gradients;
    }

    private TFloat32 pictures(FloatBuffer pictures, int n) {
        FloatBuffer exact = pictures.slice();
        exact.limit(Math.toIntExact(imageShape(n).size()));
        return TFloat32.tensorOf(imageShape(n), DataBuffers.of(exact));
    }

    private Shape imageShape(int n) {
        return Shape.of(n, recipe.input().height(), recipe.input().width(), 3);
    }

    /** Gives the memory back. */
    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
