package org.slicelstm.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slicelstm.model.BackboneRecipe;
import org.slicelstm.model.HeadRecipe;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.model.Optimisation;
import org.slicelstm.model.Optimisation.Optimiser;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.Schedule;
import org.slicelstm.model.TrainingRecipe;
import org.slicelstm.model.TrainingRecipe.Loss;
import org.slicelstm.model.network.Architecture;
import org.slicelstm.model.network.VariableSpec;

/** VGG with its last block unfrozen, on the smallest pictures that it takes. */
class VggGradientTest {
    private static final int SIZE = 32;
    private static final int PICTURES = 2;
    /** The last convolution of the last block but one. */
    private static final String CUT = "backbone.features.21";
    private static final String BLOCK = "backbone.features.24.weight";
    private static final float[] LABEL = {1};

    private static Recipe recipe() {
        Recipe tiny = Recipes.named("tiny-lstm");
        // Momentum needs the least memory.
        Optimisation how = new Optimisation(Optimiser.SGD, 0, 0, 0, Optional.of(Schedule.CONSTANT));
        return new Recipe("test", BackboneRecipe.frozen(Architecture.VGG16).trainedAfter(CUT), HeadRecipe.lstm(3),
                List.of("a"), new InputRecipe(SIZE, SIZE, true, "brain", "none", "auto"), tiny.normalisation(),
                new TrainingRecipe(Loss.PLAIN, 1, 1e-3, 1, true, 0, 1, Optional.empty(), Optional.of(how),
                        Optional.empty()));
    }

    @Test
    void gradientsOfTheLastBlockInChunksAreThoseInOnePieceAndFiniteDifferences() {
        Recipe recipe = recipe();
        assertThat(recipe.trainableVariables()).extracting(VariableSpec::name)
                .startsWith("backbone.features.24.weight", "backbone.features.24.bias").contains(
                        "backbone.features.28.weight", "backbone.classifier.3.bias", "head.lstm.kernel");
        Map<String, float[]> weights = RandomWeights.of(recipe, 5).values();
        Random random = new Random(3);
        float[] images = new float[PICTURES * SIZE * SIZE * 3];
        for (int i = 0; i < images.length; i++) {
            images[i] = 255 * random.nextFloat();
        }
        float[] gradient;
        try (TrainingSession session = TrainingSession.open(recipe, LABEL, LABEL, 1, new RandomWeights(weights),
                DeviceChoice.CPU, 0)) {
            float[] features = session.features(FloatBuffer.wrap(images), PICTURES);
            TrainingSession.Batch batch = new TrainingSession.Batch(features, new int[] {PICTURES}, LABEL, LABEL, 1,
                    PICTURES);
            float[] above = session.accumulate(batch, 0).featureGradient();
            session.accumulateBackbone(FloatBuffer.wrap(images), PICTURES, above);
            gradient = session.gradient(BLOCK);
            // The same again, picture by picture, is added: all is there twice.
            int pixels = images.length / PICTURES;
            int width = features.length / PICTURES;
            for (int i = 0; i < PICTURES; i++) {
                session.accumulateBackbone(FloatBuffer.wrap(images, i * pixels, pixels), 1,
                        Arrays.copyOfRange(above, i * width, (i + 1) * width));
            }
            assertDoubled(gradient, session.gradient(BLOCK));
        }

        float[] original = weights.get(BLOCK);
        float[] direction = new float[original.length];
        double expected = 0;
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) (1e-5 * random.nextGaussian());
            expected += (double) gradient[i] * ((original[i] + direction[i]) - (original[i] - direction[i]));
        }
        double found = loss(recipe, weights, images, direction, 1) - loss(recipe, weights, images, direction, -1);
        assertThat(expected).isNotCloseTo(0, within(1e-7));
        assertThat(found).isCloseTo(expected, within(5e-3 * Math.abs(expected)));
    }

    private static void assertDoubled(float[] once, float[] twice) {
        float largest = 0;
        float worst = 0;
        for (int i = 0; i < once.length; i++) {
            largest = Math.max(largest, Math.abs(once[i]));
            worst = Math.max(worst, Math.abs(twice[i] - 2 * once[i]));
        }
        assertThat(largest).isPositive();
        assertThat(worst).isLessThan(1e-4f * largest);
    }

    /** The loss in plain loops with the block's first weights moved along a direction. */
    private static double loss(Recipe recipe, Map<String, float[]> weights, float[] images, float[] direction,
            int sign) {
        float[] original = weights.get(BLOCK);
        float[] moved = original.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += sign * direction[i];
        }
        weights.put(BLOCK, moved);
        double[] features = Reference.features(recipe, new Reference(recipe.backbone(), weights), images, PICTURES)
                .values();
        weights.put(BLOCK, original);
        int width = features.length / PICTURES;
        double[][] rows = new double[PICTURES][];
        for (int i = 0; i < PICTURES; i++) {
            rows[i] = Arrays.copyOfRange(features, i * width, (i + 1) * width);
        }
        return Math.log1p(Math.exp(-new ReferenceHead(recipe, weights).logits(rows)[0]));
    }
}
