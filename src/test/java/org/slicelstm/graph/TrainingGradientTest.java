package org.slicelstm.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.graph.Reference.Batch;
import org.slicelstm.model.BackboneRecipe;
import org.slicelstm.model.HeadRecipe;
import org.slicelstm.model.HeadRecipe.Activation;
import org.slicelstm.model.HeadRecipe.Dense;
import org.slicelstm.model.HeadRecipe.Sequence;
import org.slicelstm.model.HeadRecipe.SequenceKind;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.WeightSource;
import org.slicelstm.model.network.Architecture;
import org.slicelstm.model.network.VariableSpec;

/**
 * Gradients of TensorFlow in float32 against finite differences of the network in plain loops over doubles, whose own
 * error is below 1e-6 of the value; what is left is float32's rounding over up to 50 steps.
 */
class TrainingGradientTest {
    private static final double TOLERANCE = 1e-3;
    /** Small, so that few ReLUs change sides. */
    private static final double STEP = 2e-5;
    private static final int LABELS = 3;
    private static final float[] POSITIVE = {0.7f, 0.9f, 0.4f};
    private static final float[] NEGATIVE = {0.3f, 0.1f, 0.6f};
    private static final int SIZE = 16;

    private TrainingSession session;

    @AfterEach
    void close() {
        if (session != null) {
            session.close();
        }
    }

    private static Recipe recipe(Architecture architecture, Optional<String> cut, int size) {
        return recipe(architecture, cut, size,
                HeadRecipe.lstm(5, new Dense(7, Activation.RELU), new Dense(6, Activation.NONE)));
    }

    private static Recipe recipe(Architecture architecture, Optional<String> cut, int size, HeadRecipe head) {
        Recipe tiny = Recipes.named("tiny-lstm");
        BackboneRecipe frozen = BackboneRecipe.frozen(architecture);
        return new Recipe("test", cut.map(frozen::trainedAfter).orElse(frozen),
                head, List.of("a", "b", "c"), new InputRecipe(size, size, true, "brain", "none", "auto"),
                tiny.normalisation(), tiny.training());
    }

    private static float[] random(int size, long seed, double scale) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (scale * random.nextDouble());
        }
        return values;
    }

    /** Three patients, the last known of one label only and the second of none; junk in the padding. */
    private TrainingSession.Batch batch(int t) {
        int width = session.featureCount();
        int[] lengths = {t, Math.max(1, t / 3), Math.max(1, t - 1)};
        float[] features = random(3 * t * width, t, 1);
        for (int b = 0; b < 3; b++) {
            Arrays.fill(features, (b * t + lengths[b]) * width, (b + 1) * t * width, 30f);
        }
        return new TrainingSession.Batch(features, lengths, new float[] {1, 0, 1, 0, 1, 1, 0, 1, 0},
                new float[] {1, 1, 1, 0, 0, 0, 0, 1, 0}, 3, t);
    }

    private static TrainingSession.Batch patient(TrainingSession.Batch all, int b, int width) {
        int t = all.lengths()[b];
        return new TrainingSession.Batch(
                Arrays.copyOfRange(all.features(), b * all.steps() * width, (b * all.steps() + t) * width),
                new int[] {t}, Arrays.copyOfRange(all.labels(), b * LABELS, (b + 1) * LABELS),
                Arrays.copyOfRange(all.mask(), b * LABELS, (b + 1) * LABELS), 1, t);
    }

    private Map<String, float[]> gradients(Recipe recipe) {
        Map<String, float[]> gradients = new HashMap<>();
        recipe.trainableVariables().forEach(each -> gradients.put(each.name(), null));
        gradients.putAll(session.gradients());
        return gradients;
    }

    /** The loss by its definition; {@code back} looks so many pictures before each patient's last. */
    private static double loss(Recipe recipe, Map<String, float[]> weights, TrainingSession.Batch batch, int width,
            int back) {
        double loss = 0;
        for (int b = 0; b < batch.patients(); b++) {
            double[][] rows = new double[batch.lengths()[b]][width];
            for (int i = 0; i < rows.length * width; i++) {
                rows[i / width][i % width] = batch.features()[b * batch.steps() * width + i];
            }
            double[][] seen = Arrays.copyOf(rows, Math.max(1, rows.length - back));
            loss += loss(new ReferenceHead(recipe, weights).logits(seen), batch, b);
        }
        return loss;
    }

    private static double loss(double[] logits, TrainingSession.Batch batch, int b) {
        double loss = 0;
        for (int label = 0; label < LABELS; label++) {
            double p = 1 / (1 + Math.exp(-logits[label]));
            double y = batch.labels()[b * LABELS + label];
            loss -= batch.mask()[b * LABELS + label]
                    * (POSITIVE[label] * y * Math.log(p) + NEGATIVE[label] * (1 - y) * Math.log(1 - p));
        }
        return loss;
    }

    /** Along a random direction in one tensor and along single weights: what the loss does and what it should. */
    private static void compare(VariableSpec spec, Map<String, float[]> weights, float[] gradient,
            ToDoubleFunction<Map<String, float[]>> loss, int singles) {
        Random random = new Random(spec.name().hashCode());
        double largest = 0;
        for (float each : gradient) {
            largest = Math.max(largest, Math.abs(each));
        }
        assertThat(largest).as(spec + " has a gradient").isGreaterThan(1e-6);
        for (int sample = 0; sample <= singles; sample++) {
            float[] original = weights.get(spec.name());
            float[] up = original.clone();
            float[] down = original.clone();
            int only = random.nextInt(original.length);
            for (int i = 0; i < original.length; i++) {
                if (sample == 0 || i == only) {
                    float step = (float) (STEP * (sample == 0 ? random.nextGaussian() / Math.sqrt(original.length) : 1));
                    up[i] += step;
                    down[i] -= step;
                }
            }
            double expected = 0;
            double length = 0;
            for (int i = 0; i < original.length; i++) {
                expected += gradient[i] * ((double) up[i] - down[i]);
                length += Math.pow((double) up[i] - down[i], 2);
            }
            Map<String, float[]> changed = new HashMap<>(weights);
            changed.put(spec.name(), up);
            double above = loss.applyAsDouble(changed);
            changed.put(spec.name(), down);
            double found = above - loss.applyAsDouble(changed);
            length = Math.sqrt(length);
            assertThat(found / length).as(spec + ", sample " + sample)
                    .isCloseTo(expected / length, within(TOLERANCE * largest + 1e-6));
        }
    }

    private static HeadRecipe head(SequenceKind kind) {
        return new HeadRecipe(List.of(new Dense(7, Activation.RELU), new Dense(6, Activation.NONE)),
                switch (kind) {
                    case LSTM, BILSTM, ATTENTION -> new Sequence(kind, 5);
                    case TRANSFORMER -> new Sequence(kind, 16, Optional.of(2), Optional.of(3));
                    case MEAN, MAX -> new Sequence(kind, 0);
                }, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 24, 50})
    void oneByOneIsThePaddedBatchIsTheFiniteDifference(int t) {
        assertOneByOneIsThePaddedBatchIsTheFiniteDifference(head(SequenceKind.LSTM), t);
    }

    @ParameterizedTest
    @EnumSource(SequenceKind.class)
    void everyHeadHasTheGradientOfFiniteDifferences(SequenceKind kind) {
        assertOneByOneIsThePaddedBatchIsTheFiniteDifference(head(kind), 7);
    }

    @ParameterizedTest
    @EnumSource(names = {"LSTM", "TRANSFORMER"})
    void aWindowOfFourSlicesHasTheGradientOfFiniteDifferences(SequenceKind kind) {
        assertOneByOneIsThePaddedBatchIsTheFiniteDifference(head(kind).withSlicesWindow(3), 7);
    }

    private void assertOneByOneIsThePaddedBatchIsTheFiniteDifference(HeadRecipe head, int t) {
        Recipe recipe = recipe(Architecture.TINY, Optional.empty(), SIZE, head);
        RandomWeights weights = RandomWeights.of(recipe, 5);
        session = TrainingSession.open(recipe, POSITIVE, NEGATIVE, 1, weights, DeviceChoice.CPU, 0);
        TrainingSession.Batch batch = batch(t);
        int width = session.featureCount();

        TrainingSession.Step step = session.accumulate(batch, 0);
        Map<String, float[]> together = gradients(recipe);
        session.apply(1e-30);
        double lossOneByOne = 0;
        for (int b = 0; b < batch.patients(); b++) {
            TrainingSession.Step one = session.accumulate(patient(batch, b, width), 0);
            lossOneByOne += one.loss();
            for (int label = 0; label < LABELS; label++) {
                assertThat(one.logits()[label]).isCloseTo(step.logits()[b * LABELS + label], within(1e-5f));
            }
        }
        Map<String, float[]> oneByOne = gradients(recipe);

        double expected = loss(recipe, weights.values(), batch, width, 0);
        assertThat(step.loss()).isCloseTo(expected, within(1e-5));
        assertThat(lossOneByOne).isCloseTo(expected, within(1e-5));
        for (VariableSpec each : recipe.trainableVariables()) {
            float[] a = together.get(each.name());
            float[] b = oneByOne.get(each.name());
            for (int i = 0; i < a.length; i++) {
                assertThat(b[i]).as(each.name()).isCloseTo(a[i], within(2e-6f + 1e-4f * Math.abs(a[i])));
            }
            compare(each, weights.values(), a, changed -> loss(recipe, changed, batch, width, 0), 4);
        }
        // One picture less is another answer, unless it is one that the window or the maximum leaves out.
        if (t > 2 && head.slicesWindow().isEmpty() && head.sequence().kind() != SequenceKind.MAX) {
            assertThat(loss(recipe, weights.values(), batch, width, 1)).as("the loss of a wrong last picture")
                    .isNotCloseTo(step.loss(), within(1e-3));
        }
    }

    @ParameterizedTest
    @EnumSource(SequenceKind.class)
    void onlyThePicturesOfPatientsWithAKnownLabelHaveAGradient(SequenceKind kind) {
        Recipe recipe = recipe(Architecture.TINY, Optional.of(BackboneRecipe.INPUT), SIZE, head(kind));
        session = TrainingSession.open(recipe, POSITIVE, NEGATIVE, 1, RandomWeights.of(recipe, 5), DeviceChoice.CPU,
                0);
        TrainingSession.Batch batch = batch(6);
        int width = session.featureCount();

        float[] gradient = session.accumulate(batch, 0).featureGradient();

        for (int b = 0; b < batch.patients(); b++) {
            for (int t = 0; t < batch.steps(); t++) {
                double norm = 0;
                for (int i = 0; i < width; i++) {
                    norm += Math.abs(gradient[(b * batch.steps() + t) * width + i]);
                }
                boolean counts = b != 1 && t < batch.lengths()[b];
                // The maximum may be reached by no number of a picture.
                assertThat(norm > 0).as("patient " + b + ", picture " + t)
                        .isEqualTo(counts && (norm > 0 || kind != SequenceKind.MAX));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {BackboneRecipe.INPUT, "backbone.conv4"})
    void gradientsOfTheBackboneInChunksAreThoseInOnePieceAndFiniteDifferences(String cut) {
        Recipe recipe = recipe(Architecture.TINY, Optional.of(cut), SIZE);
        assertChunked(recipe, 6, 2, 3);
        assertThat(recipe.trainableVariables().stream().map(VariableSpec::name))
                .as("a frozen layer is not trained").doesNotContain("backbone.conv1.weight".repeat(
                        cut.equals(BackboneRecipe.INPUT) ? 2 : 1));
    }

    @Test
    void gradientsOfADenseNetAfterItsCutAreFiniteDifferences() {
        String cut = Recipes.named("densenet121-lstm").backbone().trainableAfter().orElseThrow();
        Recipe recipe = recipe(Architecture.DENSENET121, Optional.of(cut), 32);
        Map<String, float[]> before = new HashMap<>(RandomWeights.of(recipe, 5).values());
        assertChunked(recipe, 2, 1, 0);
        session.apply(0.01);
        int changed = 0;
        WeightSource now = session.weights();
        for (VariableSpec each : recipe.variables()) {
            boolean trained = recipe.trainableVariables().contains(each);
            float[] values = now.get(each.name(), each.shape());
            if (!trained) {
                assertThat(values).as(each.name()).containsExactly(before.get(each.name()));
            } else if (!Arrays.equals(values, before.get(each.name()))) {
                changed++;
            }
        }
        assertThat(changed).isEqualTo(recipe.trainableVariables().size());
    }

    /** One patient of n pictures, whose gradients at the features go back in parts and at once. */
    private void assertChunked(Recipe recipe, int n, int chunk, int singles) {
        RandomWeights weights = RandomWeights.of(recipe, 5);
        session = TrainingSession.open(recipe, POSITIVE, NEGATIVE, 1, weights, DeviceChoice.CPU, 0);
        int pixels = recipe.input().height() * recipe.input().width() * 3;
        int width = session.featureCount();
        float[] images = random(n * pixels, 3, 255);
        float[] features = session.features(FloatBuffer.wrap(images), n);
        TrainingSession.Batch batch = new TrainingSession.Batch(features, new int[] {n}, new float[] {1, 0, 1},
                new float[] {1, 1, 0}, 1, n);

        float[] above = session.accumulate(batch, 0).featureGradient();
        session.accumulateBackbone(FloatBuffer.wrap(images), n, above);
        Map<String, float[]> whole = gradients(recipe);
        session.apply(1e-30);
        above = session.accumulate(batch, 0).featureGradient();
        for (int from = 0; from < n; from += chunk) {
            int size = Math.min(chunk, n - from);
            session.accumulateBackbone(FloatBuffer.wrap(images, from * pixels, size * pixels), size,
                    Arrays.copyOfRange(above, from * width, (from + size) * width));
        }
        Map<String, float[]> parts = gradients(recipe);

        ToDoubleFunction<Map<String, float[]>> loss = changed -> {
            Batch rows = Reference.features(recipe, new Reference(recipe.backbone(), changed), images, n);
            double[][] split = new double[n][];
            for (int i = 0; i < n; i++) {
                split[i] = Arrays.copyOfRange(rows.values(), i * width, (i + 1) * width);
            }
            return loss(new ReferenceHead(recipe, changed).logits(split), batch, 0);
        };
        List<VariableSpec> trained = recipe.trainableVariables();
        for (VariableSpec each : trained) {
            float[] a = whole.get(each.name());
            float[] b = parts.get(each.name());
            float largest = 0;
            for (float value : a) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < a.length; i++) {
                assertThat(b[i]).as(each.name()).isCloseTo(a[i], within(1e-4f * largest + 1e-9f));
            }
        }
        boolean few = trained.size() < 30;
        for (int i = 0; i < trained.size(); i += few ? 1 : trained.size() - 20) {
            compare(trained.get(i), weights.values(), whole.get(trained.get(i).name()), loss, singles);
        }
    }
}
