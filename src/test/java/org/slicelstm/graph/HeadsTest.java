package org.slicelstm.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slicelstm.Progress;
import org.slicelstm.graph.Reference.Batch;
import org.slicelstm.graph.SignatureRunner.Answer;
import org.slicelstm.model.BackboneRecipe;
import org.slicelstm.model.HeadRecipe;
import org.slicelstm.model.HeadRecipe.Activation;
import org.slicelstm.model.HeadRecipe.Dense;
import org.slicelstm.model.HeadRecipe.Sequence;
import org.slicelstm.model.HeadRecipe.SequenceKind;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.SignatureNames;
import org.slicelstm.model.network.Architecture;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt32;

/** Every head in a written model against plain loops. */
class HeadsTest {
    private static final int SIZE = 16;
    private static final int LABELS = 3;
    private static final int WIDTH = 128;

    @TempDir
    Path folder;

    private static HeadRecipe head(SequenceKind kind) {
        Sequence sequence = switch (kind) {
            case LSTM, BILSTM, ATTENTION -> new Sequence(kind, 5);
            case TRANSFORMER -> new Sequence(kind, 16, Optional.of(2), Optional.of(3));
            case MEAN, MAX -> new Sequence(kind, 0);
        };
        return new HeadRecipe(List.of(new Dense(7, Activation.RELU), new Dense(6, Activation.NONE)), sequence,
                Optional.empty());
    }

    private static Recipe recipe(HeadRecipe head) {
        Recipe tiny = Recipes.named("tiny-lstm");
        return new Recipe("test", BackboneRecipe.frozen(Architecture.TINY), head, List.of("a", "b", "c"),
                new InputRecipe(SIZE, SIZE, true, "brain", "none", "auto"), tiny.normalisation(), tiny.training());
    }

    private static float[] random(int size, long seed, double scale) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (scale * random.nextDouble());
        }
        return values;
    }

    private static double[][] rows(float[] features, int from, int count) {
        double[][] rows = new double[count][WIDTH];
        for (int i = 0; i < count * WIDTH; i++) {
            rows[i / WIDTH][i % WIDTH] = features[from * WIDTH + i];
        }
        return rows;
    }

    private ModelDirectory write(Recipe recipe, RandomWeights weights) throws IOException {
        return ModelWriter.write(recipe, 1, weights, folder.resolve("model"), Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource({"LSTM, 0", "BILSTM, 0", "ATTENTION, 0", "TRANSFORMER, 0", "MEAN, 0", "MAX, 0", "LSTM, 3",
        "ATTENTION, 2"})
    void aWrittenModelIsTheHeadByItsDefinition(SequenceKind kind, int window) throws IOException {
        HeadRecipe head = window == 0 ? head(kind) : head(kind).withSlicesWindow(window);
        Recipe recipe = recipe(head);
        RandomWeights weights = RandomWeights.of(recipe, 11);
        ReferenceHead reference = new ReferenceHead(recipe, weights.values());
        ModelDirectory model = write(recipe, weights);
        int[] lengths = {3, 7, 1};
        float[] batch = random(3 * 7 * WIDTH, 2, 2);
        Arrays.fill(batch, 3 * WIDTH, 7 * WIDTH, Float.NaN);
        Arrays.fill(batch, 15 * WIDTH, 21 * WIDTH, 1e30f);
        double[][][] expected = new double[3][][];
        for (int b = 0; b < 3; b++) {
            expected[b] = reference.running(rows(batch, b * 7, lengths[b]));
        }

        try (ModelSession session = ModelSession.open(model, DeviceChoice.CPU, 0)) {
            SequenceResult running = session.sequence(batch, 3, 7, lengths);
            assertRows(running, expected);
            try (FeatureRows rows = new FeatureRows(3, 7, WIDTH)) {
                rows.add(batch);
                SequenceResult last = session.patients(rows, lengths);
                for (int b = 0; b < 3; b++) {
                    for (int label = 0; label < LABELS; label++) {
                        assertThat(last.logit(b, 0, label))
                                .isCloseTo(running.logit(b, lengths[b] - 1, label), within(1e-6f));
                    }
                }
            }
            int n = 5;
            FloatBuffer images = FloatBuffer.wrap(random(n * SIZE * SIZE * 3, 4, 255));
            float[] features = session.features(images, n);
            assertRows(session.serving(images, n), new double[][][] {reference.running(rows(features, 0, n))});
        }
        assertSequenceSignature(model, batch, lengths, expected);
    }

    private static void assertRows(SequenceResult found, double[][][] expected) {
        for (int b = 0; b < expected.length; b++) {
            for (int t = 0; t < expected[b].length; t++) {
                for (int label = 0; label < LABELS; label++) {
                    assertThat((double) found.logit(b, t, label)).as("patient " + b + ", slice " + t)
                            .isCloseTo(expected[b][t][label], within(2e-5));
                }
            }
        }
    }

    /** The signature as Python runs it, whatever our own session makes of the head. */
    private static void assertSequenceSignature(ModelDirectory model, float[] batch, int[] lengths,
            double[][][] expected) {
        try (FeatureRows rows = new FeatureRows(3, 7, WIDTH);
                TInt32 sizes = TInt32.vectorOf(lengths);
                SignatureRunner runner = SignatureRunner.open(model.path(), model.info(), DeviceChoice.CPU, 0,
                        opened -> opened)) {
            rows.add(batch);
            try (Answer answer = runner.run(SignatureNames.SEQUENCE,
                    Map.of(SignatureGraph.FEATURES, rows.tensor(), SignatureGraph.LENGTHS, sizes))) {
                Shape shape = Shape.of(3, 7, LABELS);
                float[] logits = answer.values(SignatureGraph.LOGITS, shape);
                assertRows(new SequenceResult(lengths, 7, LABELS, logits,
                        answer.values(SignatureGraph.PROBABILITIES, shape)), expected);
                assertThat(logits[3 * LABELS]).as("past the first patient's end").isNaN();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SequenceKind.class)
    void explanationsEqualGradCamFromFiniteDifferences(SequenceKind kind) throws IOException {
        Recipe recipe = recipe(head(kind));
        RandomWeights weights = RandomWeights.of(recipe, 11);
        float[] image = random(SIZE * SIZE * 3, 6, 255);
        Reference layers = new Reference(recipe.backbone(), weights.values());
        double[] features = Reference.features(recipe, layers, image, 1).values();
        Batch map = layers.map();
        int cells = map.h() * map.w();
        double[] expected = new double[cells];
        for (int channel = 0; channel < map.c(); channel++) {
            double slope = slope(new ReferenceHead(recipe, weights.values()), features, channel) / cells;
            for (int cell = 0; cell < cells; cell++) {
                expected[cell] += slope * map.values()[cell * map.c() + channel];
            }
        }
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();

        try (ModelSession session = ModelSession.open(write(recipe, weights), DeviceChoice.CPU, 0)) {
            float[] actual = session.explain(FloatBuffer.wrap(image), 1, 1);
            for (int i = 0; i < cells; i++) {
                assertThat(actual[i] / largest).isCloseTo(Math.max(expected[i], 0) / largest, within(1e-4));
            }
        }
    }

    private static double slope(ReferenceHead head, double[] features, int channel) {
        double step = 1e-6;
        double[] more = features.clone();
        double[] less = features.clone();
        more[channel] += step;
        less[channel] -= step;
        return (head.logits(new double[][] {more})[1] - head.logits(new double[][] {less})[1]) / (2 * step);
    }

    @Test
    void aLongPatientsPrefixesRunInSeveralBatches() throws IOException {
        Recipe recipe = recipe(head(SequenceKind.ATTENTION));
        RandomWeights weights = RandomWeights.of(recipe, 11);
        int slices = 200;
        float[] features = random(slices * WIDTH, 3, 2);
        ReferenceHead reference = new ReferenceHead(recipe, weights.values());
        try (ModelSession session = ModelSession.open(write(recipe, weights), DeviceChoice.CPU, 0)) {
            SequenceResult running = session.sequence(features, 1, slices, new int[] {slices});
            for (int t : new int[] {0, 80, 81, 82, 126, 127, 128, 199}) {
                assertThat((double) running.logit(0, t, 2))
                        .isCloseTo(reference.logits(rows(features, 0, t + 1))[2], within(2e-5));
            }
        }
    }

    /** Three updates, then the model is written and opened: it says what the session that trained it says. */
    @ParameterizedTest
    @EnumSource(SequenceKind.class)
    void whatWasTrainedIsWhatPredicts(SequenceKind kind) throws IOException {
        Recipe recipe = recipe(head(kind));
        int[] lengths = {2, 4};
        float[] features = random(2 * 4 * WIDTH, 5, 1);
        float[] logits;
        ModelDirectory model;
        try (TrainingSession session = TrainingSession.open(recipe, new float[] {1, 1, 1}, new float[] {1, 1, 1}, 3,
                RandomWeights.of(recipe, 11), DeviceChoice.CPU, 0)) {
            float[] before = session.logits(features, lengths, 4);
            double loss = 0;
            for (int update = 0; update < 3; update++) {
                double now = session.accumulate(new TrainingSession.Batch(features, lengths,
                        new float[] {1, 0, 1, 0, 1, 0}, new float[] {1, 1, 1, 1, 1, 1}, 2, 4), 0).loss();
                assertThat(update == 0 || now < loss).as("the loss falls").isTrue();
                loss = now;
                session.apply(0.003);
            }
            logits = session.logits(features, lengths, 4);
            assertThat(logits).isNotEqualTo(before);
            model = ModelWriter.write(recipe, 1, session.weights(), folder.resolve("model"), Progress.NONE);
        }
        try (ModelSession session = ModelSession.open(model, DeviceChoice.CPU, 0);
                FeatureRows rows = new FeatureRows(2, 4, WIDTH)) {
            rows.add(features);
            assertThat(session.patients(rows, lengths).logits()).containsExactly(logits, within(1e-6f));
        }
    }
}
