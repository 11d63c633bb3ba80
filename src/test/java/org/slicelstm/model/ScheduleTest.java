package org.slicelstm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.UserException;

class ScheduleTest {
    @Test
    void constantStays() {
        assertThat(Schedule.CONSTANT.rate(1e-4, 10, 1)).isEqualTo(1e-4);
        assertThat(Schedule.CONSTANT.rate(1e-4, 10, 10)).isEqualTo(1e-4);
    }

    @Test
    void cosineFallsToNearlyNothing() {
        assertThat(Schedule.COSINE.rate(.1, 4, 1)).isEqualTo(.1);
        assertThat(Schedule.COSINE.rate(.1, 4, 2)).isCloseTo(.05 * (1 + Math.sqrt(.5)), within(1e-12));
        assertThat(Schedule.COSINE.rate(.1, 4, 3)).isCloseTo(.05, within(1e-12));
        assertThat(Schedule.COSINE.rate(.1, 4, 4)).isCloseTo(.05 * (1 - Math.sqrt(.5)), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"step", "linear", "Cosine", ""})
    void recipeOfAnotherScheduleIsRefusedWhenItIsRead(String name) {
        String json = named("tiny-lstm", name);
        assertThatThrownBy(() -> Recipe.fromJson("'recipe.json'", json)).isInstanceOf(UserException.class)
                .hasMessage("'recipe.json': the field 'training.optimisation.schedule' should be one of constant, "
                        + "cosine; correct it.");
    }

    /** As version 0.1 took it into model.json. */
    @ParameterizedTest
    @ValueSource(strings = {"step", "linear"})
    void oldModelOfAnotherScheduleIsRead(String name) {
        ModelInfo info = ModelInfo.untrained(Recipes.named("tiny-lstm"), Map.of(),
                Provenance.untrained(1, Provenance.UNTRAINED));
        String json = info.toJson().replaceFirst("\"schedule\": \"[a-z]+\"", "\"schedule\": \"" + name + "\"");
        assertThat(json).contains("\"" + name + "\"");
        ModelInfo read = ModelInfo.fromJson("'model.json'", json);
        assertThat(read.ownRecipe().training().how().schedule()).isEmpty();
        assertThat(read.ownRecipe().labels()).isEqualTo(info.labels());
    }

    @Test
    void writtenAndReadAgain() {
        Recipe read = Recipe.fromJson("'recipe.json'", named("tiny-lstm", "constant"));
        assertThat(read.training().how().schedule()).isEqualTo(Optional.of(Schedule.CONSTANT));
    }

    private static String named(String recipe, String schedule) {
        String json = Recipes.named(recipe).toJson();
        assertThat(json).contains("\"schedule\": \"cosine\"");
        return json.replace("\"schedule\": \"cosine\"", "\"schedule\": \"" + schedule + "\"");
    }
}
