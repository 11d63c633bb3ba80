package org.slicelstm.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slicelstm.model.BackboneRecipe;
import org.slicelstm.model.HeadRecipe;
import org.slicelstm.model.HeadRecipe.Activation;
import org.slicelstm.model.HeadRecipe.Dense;
import org.slicelstm.model.HeadRecipe.Sequence;
import org.slicelstm.model.HeadRecipe.SequenceKind;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.network.Architecture;

/** Every head against Keras on the same weights; {@code src/test/python/head_golden.py} made the numbers. */
class HeadGoldenTest {
    private static final int WIDTH = 6;
    private static final int UNITS = 4;
    private static final int FEATURES = 128;

    private static Recipe recipe(SequenceKind kind) {
        Sequence sequence = switch (kind) {
            case LSTM, BILSTM, ATTENTION -> new Sequence(kind, UNITS);
            case TRANSFORMER -> new Sequence(kind, UNITS, Optional.of(2), Optional.of(2));
            case MEAN, MAX -> new Sequence(kind, 0);
        };
        Recipe tiny = Recipes.named("tiny-lstm");
        return new Recipe("golden", BackboneRecipe.frozen(Architecture.TINY),
                new HeadRecipe(List.of(new Dense(WIDTH, Activation.NONE)), sequence, Optional.empty()),
                List.of("a", "b"), new InputRecipe(16, 16, true, "brain", "none", "auto"), tiny.normalisation(),
                tiny.training());
    }

    @ParameterizedTest
    @EnumSource(SequenceKind.class)
    void logitsEqualKeras(SequenceKind kind) throws IOException {
        JsonObject golden;
        try (InputStream in = HeadGoldenTest.class.getResourceAsStream("heads.json")) {
            golden = JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8)).getAsJsonObject();
        }
        JsonObject expected = golden.getAsJsonObject("cases").getAsJsonObject(kind.toString());
        Recipe recipe = recipe(kind);
        RandomWeights weights = RandomWeights.of(recipe, 1);
        // A dense layer that passes on the first features as they are.
        float[] first = new float[FEATURES * WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            first[i * WIDTH + i] = 1;
        }
        weights.values().put("head.dense0.weight", first);
        weights.values().put("head.dense0.bias", new float[WIDTH]);
        JsonObject own = expected.getAsJsonObject("weights");
        own.keySet().forEach(name -> assertThat(weights.values().put("head." + name, floats(own.getAsJsonArray(name))))
                .as(name).isNotNull());
        assertThat(own.size() + 2).isEqualTo(recipe.trainableVariables().size());

        JsonArray slices = golden.getAsJsonArray("features");
        float[] features = new float[slices.size() * FEATURES];
        for (int t = 0; t < slices.size(); t++) {
            System.arraycopy(floats(slices.get(t).getAsJsonArray()), 0, features, t * FEATURES, WIDTH);
        }
        try (TrainingSession session = TrainingSession.open(recipe, new float[] {1, 1}, new float[] {1, 1}, 1, weights,
                DeviceChoice.CPU, 0)) {
            assertThat(session.logits(features, new int[] {slices.size()}, slices.size()))
                    .containsExactly(floats(expected.getAsJsonArray("logits")), within(2e-6f));
        }
    }

    private static float[] floats(JsonArray numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i).getAsFloat();
        }
        return values;
    }
}
