package org.slicelstm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slicelstm.UserException;
import org.slicelstm.model.HeadRecipe.SequenceKind;
import org.slicelstm.model.network.Architecture;
import org.slicelstm.model.network.LayerShapes;
import org.slicelstm.model.network.Padding;
import org.slicelstm.model.network.VariableSpec;

class RecipesTest {
    /** Published parameter counts of torchvision and timm, less the classification layer. */
    @ParameterizedTest
    @CsvSource({
        "VGG16, 224, 134260544, 4096, 14, 13",
        "VGG19, 224, 139570240, 4096, 14, 16",
        "DENSENET121, 224, 6953856, 1024, 7, 120",
        "EFFICIENTNET_LITE0, 224, 3371008, 1280, 7, 49",
        "TINY, 128, 143952, 128, 16, 6"})
    void backbonesHaveThePublishedSizes(Architecture name, int size, long weights, int features, int map, int layers) {
        LayerShapes shapes = new LayerShapes(name, Padding.SYMMETRIC, size, size);

        assertThat(shapes.variables().stream().filter(each -> !each.statistic()).mapToLong(VariableSpec::size).sum())
                .isEqualTo(weights);
        assertThat(shapes.featureCount()).isEqualTo(features);
        assertThat(List.of(shapes.mapHeight(), shapes.mapWidth())).containsExactly(map, map);
        assertThat(shapes.convolutions()).hasSize(layers);
    }

    @Test
    void tinyCostsLessThanATenthOfAGigaflop() {
        assertThat(2e-9 * Recipes.named("tiny-lstm").shapes().multiplications()).isBetween(0.05, 0.06);
    }

    @Test
    void variablesCarryTheNamesOfStateDicts() {
        assertThat(shapesOf("vgg19-lstm"))
                .containsEntry("backbone.features.0.weight", List.of(3L, 3L, 3L, 64L))
                .containsEntry("backbone.features.34.bias", List.of(512L))
                .containsEntry("backbone.classifier.0.weight", List.of(25088L, 4096L))
                .containsEntry("backbone.classifier.3.bias", List.of(4096L))
                .containsEntry("head.dense0.weight", List.of(4096L, 512L))
                .containsEntry("head.dense1.weight", List.of(512L, 512L))
                .containsEntry("head.lstm.kernel", List.of(1112L, 2400L))
                .containsEntry("head.lstm.bias", List.of(2400L))
                .containsEntry("head.output.weight", List.of(600L, 1L));
        assertThat(shapesOf("densenet121-lstm"))
                .containsEntry("backbone.features.denseblock1.denselayer1.norm1.running_mean", List.of(64L))
                .containsEntry("backbone.features.transition3.conv.weight", List.of(1L, 1L, 1024L, 512L))
                .containsEntry("backbone.features.norm5.weight", List.of(1024L))
                .containsEntry("head.lstm.kernel", List.of(1024L, 2048L))
                .containsEntry("head.output.bias", List.of(5L))
                .doesNotContainKey("head.dense1.weight");
        assertThat(shapesOf("efficientnet-lite0-lstm"))
                .containsEntry("backbone.conv_stem.weight", List.of(3L, 3L, 3L, 32L))
                .containsEntry("backbone.blocks.0.0.conv_dw.weight", List.of(3L, 3L, 32L, 1L))
                .containsEntry("backbone.blocks.1.0.conv_pw.weight", List.of(1L, 1L, 16L, 96L))
                .containsEntry("backbone.blocks.6.0.bn3.running_var", List.of(320L));
    }

    private static Map<String, List<Long>> shapesOf(String recipe) {
        return Recipes.named(recipe).variables().stream().collect(Collectors.toMap(VariableSpec::name,
                each -> Arrays.stream(each.shape()).boxed().toList()));
    }

    @Test
    void taskBFreezesTheFirstFiftyConvolutions() {
        Recipe recipe = Recipes.named("densenet121-lstm");
        String last = recipe.backbone().trainableAfter().orElseThrow();
        List<String> trained = recipe.trainableVariables().stream().map(VariableSpec::name).toList();

        assertThat(recipe.shapes().convolutions().indexOf(last)).isEqualTo(49);
        assertThat(trained).doesNotContain(last + ".weight")
                .contains("backbone.features.denseblock3.denselayer6.norm2.weight",
                        "backbone.features.denseblock3.denselayer6.conv2.weight", "head.output.bias")
                .noneMatch(each -> each.contains("running"))
                .noneMatch(each -> each.contains("denseblock2"))
                .noneMatch(each -> each.contains("denseblock3.denselayer6.norm1"));
        // One weight for each of the 70 convolutions left.
        assertThat(trained.stream().filter(each -> each.matches("backbone.*conv\\d?\\.weight"))).hasSize(70);
    }

    @Test
    void aFrozenBackboneTrainsTheHeadAloneAndInputTrainsAll() {
        assertThat(Recipes.named("vgg19-lstm").trainableVariables()).allMatch(each -> each.name().startsWith("head."))
                .hasSize(8);
        Recipe tiny = Recipes.named("tiny-lstm");
        assertThat(tiny.trainableVariables()).containsExactlyElementsOf(tiny.variables().stream()
                .filter(each -> !each.statistic()).toList());
    }

    @Test
    void headsAreThePapers() {
        assertThat(Recipes.named("vgg19-lstm").head()).isEqualTo(HeadRecipe.lstm(600,
                new HeadRecipe.Dense(512, HeadRecipe.Activation.RELU),
                new HeadRecipe.Dense(512, HeadRecipe.Activation.NONE)));
        assertThat(Recipes.named("densenet121-lstm").head()).isEqualTo(HeadRecipe.lstm(512,
                new HeadRecipe.Dense(512, HeadRecipe.Activation.NONE)));
        assertThat(Recipes.named("vgg19-lstm").labels()).containsExactly("hemorrhage");
        assertThat(Recipes.named("densenet121-lstm").labels())
                .containsExactly("hemorrhage", "ischemia", "fracture", "mass", "edema");
        assertThat(Recipes.named("vgg19-lstm").training().epochs()).isEqualTo(120);
        assertThat(Recipes.named("densenet121-lstm").training())
                .isEqualTo(TrainingRecipe.paper(TrainingRecipe.Loss.PLAIN, 300));
    }

    @Test
    void recipesSurviveJson() {
        for (Recipe recipe : Recipes.all()) {
            assertThat(Recipe.fromJson("recipe", recipe.toJson())).isEqualTo(recipe);
        }
    }

    @ParameterizedTest
    @EnumSource(SequenceKind.class)
    void everyHeadSurvivesJsonAndHasItsVariables(SequenceKind kind) {
        Recipe paper = Recipes.named("vgg19-lstm");
        Recipe recipe = paper.withHead(paper.head().with(kind).withSlicesWindow(24));

        assertThat(recipe.name()).isEqualTo("vgg19-" + kind);
        assertThat(Recipe.fromJson("recipe", recipe.toJson())).isEqualTo(recipe);
        assertThat(recipe.toJson()).contains("\"kind\": \"" + kind + "\"", "\"slices_window\": 24");
        long weights = recipe.trainableVariables().stream().mapToLong(VariableSpec::size).sum();
        long dense = 4096 * 512 + 512 + 512 * 512 + 512;
        long lstm = (512 + 600) * 2400 + 2400;
        assertThat(weights - dense).isEqualTo(switch (kind) {
            case LSTM -> lstm + 600 + 1;
            case BILSTM -> 2 * lstm + 1200 + 1;
            case ATTENTION -> 2 * (512 * 128 + 128) + 128 + 512 + 1;
            case TRANSFORMER -> 4 * 512 * 512 + 3 * 512 + 6 * 512 + 2 * 512 * 600 + 600 + 512 + 512 + 1;
            case MEAN, MAX -> 512 + 1;
        });
        assertThat(paper.head().with(kind).with(SequenceKind.LSTM).sequence().units()).isPositive();
    }

    @Test
    void oldRecipesWithoutAWindowAreRead() {
        String json = Recipes.named("vgg19-lstm").toJson();
        assertThat(json).doesNotContain("slices_window", "flip", "blocks", "heads");
        assertThat(Recipe.fromJson("recipe", json).head().isCausal()).isTrue();
    }

    @Test
    void headsThatCannotBeAreNamed() {
        Recipe paper = Recipes.named("vgg19-lstm");
        String json = paper.withHead(paper.head().with(SequenceKind.TRANSFORMER)).toJson();
        String mean = paper.withHead(paper.head().with(SequenceKind.MEAN)).toJson();

        assertRefused(json.replace("\"kind\": \"transformer\"", "\"kind\": \"gru\""), "'head.sequence.kind'",
                "lstm, bilstm, attention, transformer, mean, max");
        assertRefused(json.replace("\"units\": 600", "\"units\": 0"), "'head.sequence.units'", "between 1");
        assertRefused(json.replace("\"units\": 600", "\"units\": 600, \"heads\": 7"), "'head.sequence.heads' is 7",
                "does not divide the 512");
        assertRefused(json.replace("\"units\": 600", "\"units\": 600, \"blocks\": 9"), "'head.sequence.blocks'");
        assertRefused(mean.replace("\"units\": 0", "\"units\": 3"), "must be 0 for mean");
        assertRefused(mean.replace("\"units\": 0", "\"units\": 0, \"heads\": 2"), "belong to a transformer");
    }

    @Test
    void aWindowSpreadsOverTheOrder() {
        HeadRecipe head = HeadRecipe.lstm(5).withSlicesWindow(4);
        assertThat(head.places(10)).containsExactly(1, 3, 6, 8);
        assertThat(head.places(5)).containsExactly(0, 1, 3, 4);
        assertThat(head.places(4)).containsExactly(0, 1, 2, 3);
        assertThat(head.places(2)).containsExactly(0, 1);
        assertThat(HeadRecipe.lstm(5).places(3)).containsExactly(0, 1, 2);
        assertThat(head.isCausal()).isFalse();
        assertThatThrownBy(() -> head.withSlicesWindow(0)).isInstanceOf(UserException.class)
                .hasMessageContaining("head.slices_window");
    }

    @Test
    void wrongSettingsAreNamed() {
        String json = Recipes.named("vgg19-lstm").toJson();

        assertRefused(json.replace("\"vgg19\"", "\"resnet50\""), "'backbone.name'", "vgg16, vgg19");
        assertRefused(json.replace("\"epochs\": 120", "\"epochs\": 1.5"), "'training.epochs'", "whole number");
        assertRefused(json.replace("\"epochs\": 120", "\"epochs\": \"120\""), "'training.epochs'", "a number");
        assertRefused(json.replace("\"epochs\": 120", "\"epochs\": 0"), "'training.epochs'", "between 1");
        assertRefused(json.replace("\"epochs\"", "\"epoch\""), "lacks", "'training.epochs'");
        assertRefused(json.replace("0.229,", ""), "'normalisation.deviation'", "three numbers");
        assertRefused(json.replace("\"height\": 224", "\"height\": 16"), "too small", "vgg19");
        assertRefused(json.replace("\"keep_aspect\": true", "\"keep_aspect\": 1"), "'input.keep_aspect'");
        assertRefused(json.replace("0.485", "1e999"), "'normalisation.mean[0]'", "finite");
        assertRefused(json.substring(0, 50), "not valid JSON");
        assertRefused("[]", "object");
        assertRefused("", "object");
    }

    private static void assertRefused(String json, String... parts) {
        assertThatThrownBy(() -> Recipe.fromJson("the recipe", json)).isInstanceOf(UserException.class)
                .hasMessageContaining("the recipe").hasMessageContainingAll(parts);
    }

    @Test
    void labelsAreNamesAndUnique() {
        Recipe tiny = Recipes.named("tiny-lstm");

        assertThat(tiny.withLabels(List.of("a", "b_2")).labels()).containsExactly("a", "b_2");
        assertThatThrownBy(() -> tiny.withLabels(List.of("Mass"))).isInstanceOf(UserException.class)
                .hasMessageContaining("'Mass'");
        assertThatThrownBy(() -> tiny.withLabels(List.of("a", "a"))).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> tiny.withLabels(List.of())).isInstanceOf(UserException.class);
    }

    @Test
    void theCutMustBeALayer() {
        Recipe tiny = Recipes.named("tiny-lstm");
        BackboneRecipe frozen = BackboneRecipe.frozen(Architecture.TINY);

        Recipe cut = tiny.withBackbone(frozen.trainedAfter("backbone.conv5"));
        assertThat(cut.trainableVariables().get(0).name()).isEqualTo("backbone.norm5.weight");
        assertThat(tiny.withBackbone(frozen).backbone().trainableAfter()).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> tiny.withBackbone(frozen.trainedAfter("backbone.conv7")))
                .isInstanceOf(UserException.class).hasMessageContaining("backbone.conv7");
    }

    @Test
    void anUnknownRecipeIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Recipes.named("resnet")).isInstanceOf(UserException.class)
                .hasMessageContainingAll("'resnet'", "vgg19-lstm", "tiny-lstm");
    }
}
