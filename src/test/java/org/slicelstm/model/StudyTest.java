package org.slicelstm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.UserException;
import org.slicelstm.model.HeadRecipe.SequenceKind;

class StudyTest {

    private static RecipeOverride override(String json) {
        return new RecipeOverride(JsonParser.parseString(json).getAsJsonObject());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shuffling", "heads", "window", "paper"})
    void shippedStudiesFitTheirRecipes(String name) {
        Study study = Study.shipped(name).orElseThrow();
        assertThat(study.name()).isEqualTo(name);
        assertThat(study.question()).endsWith("?");
        Study.Phantoms phantoms = study.phantoms().orElseThrow();
        for (Study.Variant each : study.variants()) {
            each.override().on(study.override().on(Recipes.named(study.recipe())));
            for (String recipe : new String[] {phantoms.recipe(), phantoms.otherwise()}) {
                Recipe small = phantoms.override().on(study.override().on(Recipes.named(recipe)));
                assertThat(small.trainsBackbone()).isFalse();
                each.override().on(small.withLabels(phantoms.labels()));
            }
        }
        long different = study.variants().stream()
                .map(each -> each.override().on(Recipes.named(study.recipe()))).distinct().count();
        assertThat(different).isEqualTo(study.variants().size());
    }

    @Test
    void theStudyOfShufflingShufflesOrNot() {
        Study study = Study.shipped("shuffling").orElseThrow();
        Recipe recipe = Recipes.named("tiny-lstm");
        assertThat(study.variants()).extracting(each -> each.override().on(recipe).training().shuffleSlices())
                .containsExactly(true, false);
        assertThat(study.variants().get(0).orders()).containsExactly(Study.Order.RANDOM, Study.Order.SORTED);
        assertThat(study.variants().get(1).orders()).containsExactly(Study.Order.SORTED, Study.Order.RANDOM);
    }

    @Test
    void overridesGoAsDeepAsTheyAre() {
        Recipe recipe = Recipes.named("tiny-lstm");
        Recipe changed = override("{\"training\": {\"epochs\": 7, \"optimisation\": {\"dropout\": 0.5}},"
                + "\"backbone\": {\"trainable_after\": null}, \"head\": {\"slices_window\": 9}}").on(recipe);
        assertThat(changed.training().epochs()).isEqualTo(7);
        assertThat(changed.training().learningRate()).isEqualTo(recipe.training().learningRate());
        assertThat(changed.training().how().dropout()).isEqualTo(.5);
        assertThat(changed.training().how().optimiser()).isEqualTo(Optimisation.Optimiser.ADAM);
        assertThat(changed.trainsBackbone()).isFalse();
        assertThat(changed.head().slicesWindow()).contains(9);
        assertThat(changed.head().sequence()).isEqualTo(recipe.head().sequence());
        assertThat(override("{\"head\": \"attention\"}").on(recipe).head().sequence().kind())
                .isEqualTo(SequenceKind.ATTENTION);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"training\": {\"shuffle\": true}} | no setting 'training.shuffle'",
        "{\"heads\": \"mean\"} | no setting 'heads'",
        "{\"head\": \"median\"} | There is no head 'median'; write one of lstm",
        "{\"training\": {\"epochs\": 0}} | training.epochs",
        "{\"training\": {\"shuffle_slices\": \"yes\"}} | should be true or false"})
    void overridesThatChangeNothingAreErrors(String json, String sentence) {
        assertThatThrownBy(() -> override(json).on(Recipes.named("tiny-lstm"))).isInstanceOf(UserException.class)
                .hasMessageContaining(sentence.strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{ | not valid",
        "[] | not valid",
        "{\"name\": \"x\", \"recipe\": \"tiny-lstm\"} | lacks the field 'variants'",
        "{\"name\": \"x\", \"variants\": [{\"name\": \"a\"}]} | lacks the field 'recipe'",
        "{\"name\": \"x\", \"recipe\": \"r\", \"variants\": []} | names no variant",
        "{\"name\": \"../x\", \"recipe\": \"r\", \"variants\": [{\"name\": \"a\"}]} | may hold letters",
        "{\"name\": \"x\", \"recipe\": \"r\", \"variants\": [{\"name\": \"a/b\"}]} | may hold letters",
        "{\"name\": \"x\", \"recipe\": \"r\", \"variants\": [{\"name\": \"a\"}, {\"name\": \"a\"}]} | two variants 'a'",
        "{\"name\": \"x\", \"recipe\": \"r\", \"seed\": 1, \"variants\": [{\"name\": \"a\"}]} | unknown field 'seed'",
        "{\"name\": \"x\", \"recipe\": \"r\", \"variants\": [{\"name\": \"a\", \"orders\": [\"up\"]}]} | order 'up'",
        "{\"name\": \"x\", \"recipe\": \"r\", \"folds\": 1, \"variants\": [{\"name\": \"a\"}]} | 'folds' must lie",
        "{\"name\": \"x\", \"recipe\": \"r\", \"metric\": \"loss\", \"variants\": [{\"name\": \"a\"}]} | cannot be "
                + "'loss'",
        "{\"name\": \"x\", \"recipe\": \"r\", \"folds\": \"many\", \"variants\": [{\"name\": \"a\"}]} | not valid"})
    void studiesThatAreNotRightAreNamed(String json, String sentence) {
        assertThatThrownBy(() -> Study.fromJson("The study 'x.json'", json)).isInstanceOf(UserException.class)
                .hasMessageContaining(sentence.strip());
    }

    @Test
    void aFileSaysNoMoreThanItMust() {
        Study study = Study.fromJson("x", "{\"name\": \"x\", \"recipe\": \"tiny-lstm\", \"variants\": [{\"name\": "
                + "\"a\"}]}");
        assertThat(study.folds()).isEqualTo(5);
        assertThat(study.seeds()).containsExactly(1L, 2L, 3L);
        assertThat(study.metric()).isEqualTo("auc");
        assertThat(study.variants().get(0).orders()).containsExactly(Study.Order.RANDOM, Study.Order.SORTED);
        assertThat(study.phantoms()).isEmpty();
    }
}
