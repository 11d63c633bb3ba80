package org.slicelstm.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.Normalisation;
import org.slicelstm.model.Normalisation.ChannelOrder;
import org.slicelstm.model.Provenance;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.SignatureNames;
import org.slicelstm.model.WeightSource;
import org.slicelstm.model.network.VariableSpec;
import org.slicelstm.model.network.VariableSpec.Init;

class ModelWriterTest {
    private static final Recipe TINY = Recipes.named("tiny-lstm");

    @TempDir
    Path folder;

    private ModelDirectory write(String name, Recipe recipe, long seed, WeightSource weights) throws IOException {
        return ModelWriter.write(recipe, seed, weights, folder.resolve(name), Progress.NONE);
    }

    @Test
    void aSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
        ModelDirectory first = write("first", TINY, 5, WeightSource.NONE);
        ModelDirectory again = write("again", TINY, 5, WeightSource.NONE);
        ModelDirectory other = write("other", TINY, 6, WeightSource.NONE);

        assertThat(again.modelSha256()).isEqualTo(first.modelSha256());
        assertThat(other.modelSha256()).isNotEqualTo(first.modelSha256());
        assertThat(again.info().sha256()).containsOnlyKeys("saved_model.pb", "variables/variables.index",
                "variables/variables.data-00000-of-00001");
        assertThat(Files.readString(first.path().resolve("model.json")))
                .isEqualTo(Files.readString(again.path().resolve("model.json")));
    }

    @Test
    void tinyIsSmallAndDescribesItself() throws IOException {
        ModelDirectory model = write("tiny", TINY, 1, WeightSource.NONE);
        long bytes;
        try (Stream<Path> files = Files.walk(model.path())) {
            bytes = files.filter(Files::isRegularFile).mapToLong(each -> each.toFile().length()).sum();
        }

        assertThat(bytes).isLessThan(5_000_000);
        assertThat(model.info().ownRecipe()).isEqualTo(TINY);
        assertThat(model.info().provenance().weightsSha256()).isEqualTo(Provenance.UNTRAINED);
        assertThat(model.info().signatures())
                .containsOnlyKeys("serving_default", "features", "sequence", "patients", "explain")
                .containsEntry("sequence", new SignatureNames("sequence",
                        Map.of("features", "features", "lengths", "lengths"),
                        Map.of("logits", "logits", "probabilities", "probabilities")));
    }

    /** What the numbers come from is what the file holds, not the graph it was written with. */
    @Test
    void givenWeightsAreUsedAndTheRestIsDrawn() throws IOException {
        Recipe recipe = TINY.withInput(InputRecipe.brain(16)).withLabels(List.of("a"));
        RandomWeights all = RandomWeights.of(recipe, 2);
        all.values().keySet().removeIf(name -> !name.equals("head.output.bias"));
        all.values().put("head.output.bias", new float[] {40});
        ModelDirectory model = write("biased", recipe, 1, all);

        assertThat(model.info().provenance().weightsSha256()).isEqualTo(all.sha256());
        try (ModelSession session = ModelSession.open(model, DeviceChoice.CPU, 1)) {
            float logit = session.serving(FloatBuffer.allocate(16 * 16 * 3), 1).logit(0, 0, 0);
            assertThat(logit).isBetween(35f, 45f).isNotEqualTo(40f);
        }
    }

    @Test
    void blueGreenRedWeightsSeeTheChannelsTurned() throws IOException {
        Recipe rgb = TINY.withInput(InputRecipe.brain(16));
        Recipe bgr = rgb.withNormalisation(new Normalisation(ChannelOrder.BGR, 1, List.of(103.939, 116.779, 123.68),
                List.of(1.0, 1.0, 1.0)));
        Recipe plain = rgb.withNormalisation(new Normalisation(ChannelOrder.RGB, 1, List.of(103.939, 116.779, 123.68),
                List.of(1.0, 1.0, 1.0)));
        float[] picture = new float[16 * 16 * 3];
        float[] turned = new float[picture.length];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = i * 31 % 256;
            turned[i - i % 3 + 2 - i % 3] = picture[i];
        }
        ModelDirectory one = write("bgr", bgr, 1, WeightSource.NONE);
        ModelDirectory other = write("rgb", plain, 1, WeightSource.NONE);
        try (ModelSession first = ModelSession.open(one, DeviceChoice.CPU, 1);
                ModelSession second = ModelSession.open(other, DeviceChoice.CPU, 1)) {
            float[] expected = second.features(FloatBuffer.wrap(turned), 1);
            assertThat(first.features(FloatBuffer.wrap(picture), 1)).containsExactly(expected, within(1e-4f));
            assertThat(first.features(FloatBuffer.wrap(turned), 1)).isNotEqualTo(expected);
        }
    }

    @Test
    void drawnValuesHaveTheirVariance() {
        float[] he = InitialValues.of(new VariableSpec("a", Init.HE, 3, 3, 20, 300), 1);
        float[] glorot = InitialValues.of(new VariableSpec("a", Init.GLOROT, 300, 100), 1);
        float[] depthwise = InitialValues.of(new VariableSpec("a", Init.HE, 5, 5, 4000, 1), 1);

        assertThat(variance(he)).isCloseTo(2.0 / 180, within(2e-4));
        assertThat(variance(glorot)).isCloseTo(2.0 / 400, within(2e-4));
        assertThat(variance(depthwise)).isCloseTo(2.0 / 25, within(2e-3));
        float[] chrono = InitialValues.of(new VariableSpec("a", Init.CHRONO, 4 * 1000), 1);
        double steps = 0;
        for (int i = 0; i < 1000; i++) {
            assertThat(chrono[1000 + i]).isBetween(0f, (float) Math.log(49)).isEqualTo(-chrono[i]);
            assertThat(chrono[2000 + i]).isZero();
            assertThat(chrono[3000 + i]).isZero();
            steps += Math.exp(chrono[1000 + i]) / 1000;
        }
        assertThat(steps).isCloseTo(25, within(1.5));
        assertThat(Arrays.copyOf(he, 9)).isNotEqualTo(
                Arrays.copyOf(InitialValues.of(new VariableSpec("b", Init.HE, 3, 3, 20, 300), 1), 9));
    }

    private static double variance(float[] values) {
        double mean = 0;
        double square = 0;
        for (float each : values) {
            mean += each / values.length;
            square += (double) each * each / values.length;
        }
        assertThat(mean).isCloseTo(0, within(3 * Math.sqrt(square / values.length)));
        return square - mean * mean;
    }

    @Test
    void weightsThatCannotBeRightAreNamed() {
        RandomWeights damaged = RandomWeights.of(TINY, 1);
        damaged.values().get("backbone.norm3.bias")[1] = Float.NaN;
        RandomWeights tooShort = RandomWeights.of(TINY, 1);
        tooShort.values().put("head.output.bias", new float[4]);

        assertThatThrownBy(() -> write("damaged", TINY, 1, damaged)).isInstanceOf(UserException.class)
                .hasMessageContainingAll("'backbone.norm3.bias'", "not finite");
        assertThatThrownBy(() -> write("short", TINY, 1, tooShort)).isInstanceOf(UserException.class)
                .hasMessageContainingAll("head.output.bias[5]", "4 numbers instead of 5");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void cancellingLeavesNothingBehind() {
        Progress cancelled = new Progress() {
            @Override
            public void update(String what, long done, long total) {
                throw new AssertionError("went on");
            }

            @Override
            public boolean isCancelled() {
                return true;
            }
        };

        assertThatThrownBy(() -> ModelWriter.write(TINY, 1, WeightSource.NONE, folder.resolve("m"), cancelled))
                .isInstanceOf(CancellationException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anExistingModelIsNotOverwritten() throws IOException {
        write("m", TINY, 1, WeightSource.NONE);

        assertThatThrownBy(() -> write("m", TINY, 2, WeightSource.NONE)).isInstanceOf(UserException.class)
                .hasMessageContaining("not empty");
    }
}
