package org.slicelstm.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.graph.Reference.Batch;
import org.slicelstm.model.BackboneRecipe;
import org.slicelstm.model.HeadRecipe;
import org.slicelstm.model.HeadRecipe.Activation;
import org.slicelstm.model.HeadRecipe.Dense;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.network.Architecture;

class ModelSessionTest {
    private static final int HEIGHT = 24;
    private static final int WIDTH = 32;
    private static final int PIXELS = HEIGHT * WIDTH * 3;
    private static final int LABELS = 3;

    @TempDir
    static Path folder;
    private static Recipe recipe;
    private static RandomWeights weights;
    private static ModelDirectory directory;
    private static ModelSession session;

    @BeforeAll
    static void open() throws IOException {
        Recipe tiny = Recipes.named("tiny-lstm");
        recipe = new Recipe("test", BackboneRecipe.frozen(Architecture.TINY),
                HeadRecipe.lstm(5, new Dense(7, Activation.RELU), new Dense(6, Activation.NONE)),
                List.of("a", "b", "c"), new InputRecipe(HEIGHT, WIDTH, true, "brain", "none", "auto"),
                tiny.normalisation(), tiny.training());
        weights = RandomWeights.of(recipe, 11);
        directory = ModelWriter.write(recipe, 1, weights, folder.resolve("model"), Progress.NONE);
        session = ModelSession.open(directory, DeviceChoice.AUTO, 0);
    }

    @AfterAll
    static void close() {
        if (session != null) {
            session.close();
        }
    }

    private static float[] random(int size, long seed, double scale) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (scale * random.nextDouble());
        }
        return values;
    }

    private static double[][] rows(float[] features, int count) {
        int width = features.length / count;
        double[][] rows = new double[count][width];
        for (int i = 0; i < features.length; i++) {
            rows[i / width][i % width] = features[i];
        }
        return rows;
    }

    @Test
    void runningLogitsEqualAnLstmInPlainLoops() {
        int t = 9;
        float[] features = random(t * session.featureCount(), 1, 2);

        SequenceResult result = session.sequence(features, 1, t, new int[] {t});

        double[][] expected = Reference.runningLogits(recipe, weights.values(), rows(features, t));
        for (int step = 0; step < t; step++) {
            for (int label = 0; label < LABELS; label++) {
                assertThat((double) result.logit(0, step, label)).isCloseTo(expected[step][label], within(1e-5));
                assertThat((double) result.probability(0, step, label))
                        .isCloseTo(1 / (1 + Math.exp(-expected[step][label])), within(1e-5));
            }
        }
        assertThat(expected[0][0]).isNotCloseTo(expected[t - 1][0], within(1e-3));
    }

    @Test
    void aPaddedBatchEqualsSingleRunsWhateverThePaddingHolds() {
        int[] lengths = {3, 7, 1};
        int width = session.featureCount();
        float[] batch = random(3 * 7 * width, 2, 2);
        Arrays.fill(batch, 3 * width, 7 * width, Float.NaN);
        Arrays.fill(batch, 15 * width, 21 * width, 1e30f);

        SequenceResult all = session.sequence(batch, 3, 7, lengths);

        for (int patient = 0; patient < 3; patient++) {
            int t = lengths[patient];
            float[] own = Arrays.copyOfRange(batch, patient * 7 * width, (patient * 7 + t) * width);
            SequenceResult alone = session.sequence(own, 1, t, new int[] {t});
            for (int i = 0; i < t * LABELS; i++) {
                assertThat(all.logits()[patient * 7 * LABELS + i]).isCloseTo(alone.logits()[i], within(1e-6f));
            }
            for (int i = t * LABELS; i < 7 * LABELS; i++) {
                assertThat(all.logits()[patient * 7 * LABELS + i]).isNaN();
                assertThat(all.probabilities()[patient * 7 * LABELS + i]).isNaN();
            }
        }
        assertThatThrownBy(() -> all.logit(0, 3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void eachRunningRowIsTheHeadOnTheSlicesSoFar() {
        int t = 6;
        int width = session.featureCount();
        float[] features = random(t * width, 3, 2);
        SequenceResult running = session.sequence(features, 1, t, new int[] {t});

        for (int soFar = 1; soFar <= t; soFar++) {
            SequenceResult prefix = session.sequence(Arrays.copyOf(features, soFar * width), 1, soFar,
                    new int[] {soFar});
            for (int label = 0; label < LABELS; label++) {
                assertThat(running.logit(0, soFar - 1, label))
                        .isCloseTo(prefix.logit(0, soFar - 1, label), within(1e-6f));
            }
        }
    }

    @Test
    void servingIsTheHeadOnTheFeatures() {
        int n = 5;
        FloatBuffer images = FloatBuffer.wrap(random(n * PIXELS, 4, 255));

        SequenceResult serving = session.serving(images, n);

        SequenceResult steps = session.sequence(session.features(images, n), 1, n, new int[] {n});
        assertThat(serving.logits()).hasSize(n * LABELS).containsExactly(steps.logits(), within(1e-6f));
        assertThat(serving.steps()).isEqualTo(n);
    }

    @Test
    void picturesAreReadFromTheBuffersPositionOfAnyKind() {
        float[] values = random(3 * PIXELS, 5, 255);
        float[] second = session.features(FloatBuffer.wrap(Arrays.copyOfRange(values, PIXELS, 2 * PIXELS)), 1);
        FloatBuffer direct = ByteBuffer.allocateDirect(4 * values.length).asFloatBuffer().put(values).position(PIXELS);
        FloatBuffer heap = FloatBuffer.wrap(values).position(PIXELS);

        for (FloatBuffer buffer : List.of(direct, heap, heap.asReadOnlyBuffer())) {
            assertThat(session.features(buffer, 1)).containsExactly(second);
            assertThat(buffer.position()).isEqualTo(PIXELS);
        }
        assertThatThrownBy(() -> session.features(heap, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> session.features(heap, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Tiny's features are means of its map, so the gradient at the map is the one at the features over h·w. */
    @Test
    void explanationsEqualGradCamFromFiniteDifferences() {
        int n = 2;
        float[] images = random(n * PIXELS, 6, 255);
        Reference layers = new Reference(recipe.backbone(), weights.values());
        Batch features = Reference.features(recipe, layers, images, n);
        Batch map = layers.map();
        int cells = map.h() * map.w();

        for (int label = 0; label < LABELS; label++) {
            float[] actual = session.explain(FloatBuffer.wrap(images), n, label);
            double[] expected = new double[n * cells];
            for (int image = 0; image < n; image++) {
                double[] own = Arrays.copyOfRange(features.values(), image * map.c(), (image + 1) * map.c());
                for (int channel = 0; channel < map.c(); channel++) {
                    double weight = slope(own, channel, label) / cells;
                    for (int cell = 0; cell < cells; cell++) {
                        expected[image * cells + cell] +=
                                weight * map.values()[(image * cells + cell) * map.c() + channel];
                    }
                }
            }
            double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < actual.length; i++) {
                assertThat(actual[i] / largest).isCloseTo(Math.max(expected[i], 0) / largest, within(1e-4));
            }
        }
        assertThatThrownBy(() -> session.explain(FloatBuffer.wrap(images), n, LABELS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The derivative of a label's logit of a patient with one slice. */
    private static double slope(double[] features, int channel, int label) {
        double step = 1e-6;
        double[] more = features.clone();
        double[] less = features.clone();
        more[channel] += step;
        less[channel] -= step;
        return (Reference.runningLogits(recipe, weights.values(), new double[][] {more})[0][label]
                - Reference.runningLogits(recipe, weights.values(), new double[][] {less})[0][label]) / (2 * step);
    }

    @Test
    void aSecondSessionOfTheSameModelGivesTheSameBits() throws IOException {
        FloatBuffer images = FloatBuffer.wrap(random(2 * PIXELS, 7, 255));
        try (ModelSession again = ModelSession.open(ModelDirectory.open(directory.path()), DeviceChoice.CPU, 0)) {
            assertThat(again.serving(images, 2).logits()).containsExactly(session.serving(images, 2).logits());
            assertThat(again.device()).isEqualTo("CPU:0");
        }
    }

    @Test
    void aGpuThatIsNotThereIsRefused() {
        assumeFalse(session.device().startsWith("GPU"), "there is a GPU");
        for (String choice : List.of("gpu", "gpu:1")) {
            assertThatThrownBy(() -> ModelSession.open(directory, DeviceChoice.parse(choice), 0))
                    .isInstanceOf(UserException.class).hasMessageContaining("device " + choice);
        }
        assertThatThrownBy(() -> DeviceChoice.parse("tpu")).isInstanceOf(UserException.class)
                .hasMessageContaining("'tpu'");
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() throws IOException {
        RandomWeights broken = RandomWeights.of(recipe, 11);
        // One feature overflows.
        float[] kernel = broken.values().get("backbone.conv6.weight");
        for (int i = 0; i < kernel.length; i += 128) {
            kernel[i] = 3e38f;
        }
        ModelDirectory damaged = ModelWriter.write(recipe, 1, broken, folder.resolve("damaged"), Progress.NONE);
        try (ModelSession opened = ModelSession.open(damaged, DeviceChoice.CPU, 0)) {
            FloatBuffer images = FloatBuffer.allocate(PIXELS);
            assertThatThrownBy(() -> opened.features(images, 1)).isInstanceOf(UserException.class)
                    .hasMessageContaining("not finite");
            assertThatThrownBy(() -> opened.serving(images, 1)).isInstanceOf(UserException.class);
        }
    }

    @Test
    void whatTensorFlowCannotLoadIsNamed() throws IOException {
        ModelDirectory noModel = ModelDirectory.create(folder.resolve("none"), directory.info(), Optional.empty(),
                to -> Files.writeString(to.resolve("saved_model.pb"), "no graph"));

        assertThatThrownBy(() -> ModelSession.open(noModel, DeviceChoice.CPU, 0)).isInstanceOf(UserException.class)
                .hasMessageContaining("cannot run the model '" + noModel.path() + "'");
    }
}
