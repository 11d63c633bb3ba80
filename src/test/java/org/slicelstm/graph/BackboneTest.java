package org.slicelstm.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
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
import org.slicelstm.model.BackboneRecipe;
import org.slicelstm.model.HeadRecipe;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.network.Architecture;
import org.slicelstm.model.network.LayerShapes;
import org.slicelstm.model.network.Layers;
import org.slicelstm.model.network.Padding;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class BackboneTest {
    @TempDir
    Path folder;

    private static Recipe recipe(Architecture name, Padding padding, double epsilon, int height, int width) {
        Recipe tiny = Recipes.named("tiny-lstm");
        return new Recipe("test", new BackboneRecipe(name, epsilon, padding, Optional.empty()), HeadRecipe.lstm(3),
                List.of("a"), new InputRecipe(height, width, true, "brain", "none", "auto"), tiny.normalisation(),
                tiny.training());
    }

    /** Odd sizes, since it is there that the two paddings of a stride differ most. */
    @ParameterizedTest
    @CsvSource({
        "TINY, SYMMETRIC, 1e-5, 24, 37",
        "TINY, SAME, 1e-5, 24, 37",
        "EFFICIENTNET_LITE0, SYMMETRIC, 1e-5, 33, 40",
        "EFFICIENTNET_LITE0, SAME, 0.1, 33, 40",
        "DENSENET121, SYMMETRIC, 1e-5, 32, 45"})
    void featuresEqualPlainLoops(Architecture name, Padding padding, double epsilon, int height, int width)
            throws IOException {
        Recipe recipe = recipe(name, padding, epsilon, height, width);
        RandomWeights weights = RandomWeights.of(recipe, 3);
        float[] images = pictures(2 * height * width * 3);
        double[] expected = Reference.features(recipe, new Reference(recipe.backbone(), weights.values()), images, 2)
                .values();

        try (ModelSession session = ModelSession.open(
                ModelWriter.write(recipe, 1, weights, folder.resolve("model"), Progress.NONE), DeviceChoice.CPU, 0)) {
            assertThat(session.featureCount()).isEqualTo(recipe.shapes().featureCount());
            assertThat(relativeError(expected, session.features(FloatBuffer.wrap(images), 2))).isLessThan(1e-5);
        }
    }

    private static float[] pictures(int size) {
        Random random = new Random(9);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = 255 * random.nextFloat();
        }
        return values;
    }

    private static double relativeError(double[] expected, float[] actual) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < actual.length; i++) {
            difference += Math.pow(expected[i] - actual[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        assertThat(norm).isPositive();
        return Math.sqrt(difference / norm);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void theGraphHasTheShapesThatWereReadWithoutIt(Architecture name) {
        for (Padding padding : Padding.values()) {
            Recipe recipe = recipe(name, padding, 1e-5, 201, 160);
            LayerShapes shapes = recipe.shapes();
            try (Graph graph = new Graph()) {
                Ops tf = Ops.create(graph);
                Operand<TFloat32> images = tf.placeholder(TFloat32.class,
                        Placeholder.shape(Shape.of(-1, 201, 160, 3)));
                BackboneGraph built = BackboneGraph.build(tf, recipe, new GraphVariables(tf, recipe.variables()),
                        images);

                assertThat(built.features().shape().asArray()).containsExactly(-1, shapes.featureCount());
                assertThat(built.map().shape().get(1)).isEqualTo(shapes.mapHeight());
                assertThat(built.map().shape().get(2)).isEqualTo(shapes.mapWidth());
                assertThat(built.convolutions().keySet()).containsExactlyElementsOf(shapes.convolutions());
            }
        }
    }

    /** All values below zero: a border of zeros would win every maximum at the edge. */
    @Test
    void maximumPoolingPadsWithMinusInfinity() {
        compare(6, 7, -1, new Pooling() {
            @Override
            public <T> T apply(Layers<T> layers, T x) {
                return layers.maxPool(x, 3, 2, 1);
            }
        });
    }

    @Test
    void averagePoolingLeavesOutWhatDoesNotFit() {
        compare(5, 7, 1, new Pooling() {
            @Override
            public <T> T apply(Layers<T> layers, T x) {
                return layers.averagePool(x, 2, 2);
            }
        });
    }

    @Test
    void adaptivePoolingHasOverlappingAndRepeatedWindows() {
        for (int[] size : new int[][] {{7, 7}, {14, 7}, {10, 5}, {2, 23}}) {
            compare(size[0], size[1], 1, new Pooling() {
                @Override
                public <T> T apply(Layers<T> layers, T x) {
                    return layers.flatten(layers.adaptiveAveragePool(x, 7));
                }
            });
        }
    }

    private interface Pooling {
        <T> T apply(Layers<T> layers, T x);
    }

    private static void compare(int height, int width, int sign, Pooling pooling) {
        Recipe recipe = Recipes.named("tiny-lstm");
        Batch x = new Batch(2, height, width, 3);
        float[] values = pictures(x.values().length);
        for (int i = 0; i < values.length; i++) {
            values[i] *= sign;
            x.values()[i] = values[i];
        }
        double[] expected = pooling.apply(new Reference(recipe.backbone(), Map.of()), x).values();

        try (Graph graph = new Graph(); Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            Operand<TFloat32> input = tf.constant(Shape.of(2, height, width, 3), DataBuffers.of(values));
            Operand<TFloat32> output = pooling.apply(
                    new GraphLayers(tf, recipe.backbone(), new GraphVariables(tf, List.of()), false), input);
            try (Result result = session.runner().fetch(output).run()) {
                float[] actual = new float[expected.length];
                assertThat(((TFloat32) result.get(0)).size()).isEqualTo(expected.length);
                ((TFloat32) result.get(0)).copyTo(DataBuffers.of(actual, false, false));
                assertThat(relativeError(expected, actual)).isLessThan(1e-6);
            }
        }
    }

    /** What training will stand on: every weight of a backbone can be differentiated. */
    @ParameterizedTest
    @EnumSource(value = Architecture.class, names = {"TINY", "EFFICIENTNET_LITE0", "DENSENET121"})
    void everyWeightHasAGradient(Architecture name) {
        Recipe recipe = recipe(name, Padding.SYMMETRIC, 1e-5, 64, 64);
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            GraphVariables variables = new GraphVariables(tf, recipe.variables());
            Operand<TFloat32> images = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 64, 64, 3)));
            Operand<TFloat32> sum = tf.sum(BackboneGraph.build(tf, recipe, variables, images).features(),
                    tf.array(0, 1));
            Output<?>[] trained = recipe.shapes().variables().stream().filter(each -> !each.statistic())
                    .map(each -> variables.read(each.name()).asOutput()).toArray(Output<?>[]::new);

            assertThat(graph.addGradients(sum.asOutput(), trained)).hasSameSizeAs(trained).doesNotContainNull();
        }
    }
}
