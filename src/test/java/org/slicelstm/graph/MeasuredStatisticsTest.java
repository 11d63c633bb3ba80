package org.slicelstm.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slicelstm.model.BackboneRecipe;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.WeightSource;
import org.slicelstm.model.network.Architecture;
import org.slicelstm.model.network.VariableSpec;

/** What is stored is the mean and variance of what goes into each batch normalisation, by plain loops over doubles. */
class MeasuredStatisticsTest {
    private static final int SIZE = 32;
    private static final int PICTURES = 9;
    private static final float[] ONE_LABEL = {1};
    /** Height and width after each convolution. */
    private static final int[] SIDES = {16, 8, 8, 4, 4, 4};
    /** Where a layer's number stands in {@code backbone.norm1.running_mean}. */
    private static final int NUMBER = 13;

    private static Recipe recipe() {
        Recipe tiny = Recipes.named("tiny-lstm");
        return new Recipe("test", BackboneRecipe.frozen(Architecture.TINY).trainedAfter(BackboneRecipe.INPUT),
                tiny.head(), tiny.labels().subList(0, 1), new InputRecipe(SIZE, SIZE, true, "brain", "none", "auto"),
                tiny.normalisation(), tiny.training());
    }

    private static Map<String, float[]> weights(TrainingSession session, Recipe recipe) {
        WeightSource source = session.weights();
        Map<String, float[]> all = new HashMap<>();
        recipe.variables().forEach(each -> all.put(each.name(), source.get(each.name(), each.shape())));
        return all;
    }

    @Test
    void theStatisticsAreThoseOfThePictures() {
        Recipe recipe = recipe();
        Random random = new Random(3);
        float[] pictures = new float[PICTURES * SIZE * SIZE * 3];
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = random.nextInt(256);
        }
        try (TrainingSession session = TrainingSession.open(recipe, ONE_LABEL, ONE_LABEL, 4, WeightSource.NONE,
                DeviceChoice.CPU, 0)) {
            assertThat(session.needsStatistics()).isTrue();
            session.measure(FloatBuffer.wrap(pictures), PICTURES);

            Map<String, float[]> stored = weights(session, recipe);
            Map<String, float[]> drawn = new HashMap<>(stored);
            recipe.variables().stream().filter(VariableSpec::statistic).forEach(each -> drawn.remove(each.name()));
            Reference reference = new Reference(recipe.backbone(), drawn);
            Reference.features(recipe, reference, pictures, PICTURES);

            assertThat(reference.measured()).hasSize(12);
            reference.measured().forEach((name, expected) -> {
                int side = SIDES[name.charAt(NUMBER) - '1'];
                double n = PICTURES * side * side;
                // TensorFlow estimates the variance of all pictures from these: it divides by n - 1, not by n.
                double factor = name.endsWith("_var") ? n / (n - 1) : 1;
                for (int c = 0; c < expected.length; c++) {
                    assertThat((double) stored.get(name)[c]).as(name + "[" + c + "]")
                            .isCloseTo(factor * expected[c], within(1e-4 * Math.abs(expected[c]) + 1e-4));
                }
            });
        }
    }

    @Test
    void weightsThatCameWithStatisticsKeepThem() {
        Recipe recipe = recipe();
        RandomWeights given = RandomWeights.of(recipe, 5);
        try (TrainingSession session = TrainingSession.open(recipe, ONE_LABEL, ONE_LABEL, 4, given, DeviceChoice.CPU,
                0)) {
            assertThat(session.needsStatistics()).isFalse();
            assertThat(session.trained()).noneMatch(VariableSpec::statistic);
        }
    }
}
