package org.slicelstm.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slicelstm.model.BackboneRecipe;
import org.slicelstm.model.HeadRecipe;
import org.slicelstm.model.HeadRecipe.Activation;
import org.slicelstm.model.HeadRecipe.Dense;
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

/** Updates against the published rules in plain loops. */
class UpdatesTest {
    private static final double RATE = 0.01;
    private static final double DECAY = 0.1;

    private static TrainingSession open(Optimisation how) {
        Recipe tiny = Recipes.named("tiny-lstm");
        Recipe recipe = new Recipe("test", BackboneRecipe.frozen(Architecture.TINY),
                HeadRecipe.lstm(5, new Dense(7, Activation.RELU)), List.of("a", "b"),
                new InputRecipe(16, 16, true, "brain", "none", "auto"), tiny.normalisation(),
                new TrainingRecipe(Loss.PLAIN, 1, RATE, 4, true, 0, 1, Optional.empty(), Optional.of(how),
                        Optional.empty()));
        return TrainingSession.open(recipe, new float[] {1, 1}, new float[] {1, 1}, 1, RandomWeights.of(recipe, 4),
                DeviceChoice.CPU, 0);
    }

    private static TrainingSession.Step accumulate(TrainingSession session, long seed, long dropout) {
        Random random = new Random(seed);
        float[] features = new float[2 * 3 * session.featureCount()];
        for (int i = 0; i < features.length; i++) {
            features[i] = random.nextFloat();
        }
        return session.accumulate(new TrainingSession.Batch(features, new int[] {3, 2}, new float[] {1, 0, 0, 1},
                new float[] {1, 1, 0, 1}, 2, 3), dropout);
    }

    @ParameterizedTest
    @EnumSource(Optimiser.class)
    void threeUpdatesFollowTheRule(Optimiser optimiser) {
        double clip = 0.05;
        try (TrainingSession session = open(new Optimisation(optimiser, DECAY, clip, 0,
                Optional.of(Schedule.CONSTANT)))) {
            String name = "head.dense0.weight";
            float[] start = session.get(name);
            double[] w = new double[start.length];
            double[] m = new double[w.length];
            double[] v = new double[w.length];
            for (int i = 0; i < w.length; i++) {
                w[i] = start[i];
            }
            for (int update = 1; update <= 3; update++) {
                accumulate(session, update, 0);
                double squares = 0;
                for (VariableSpec spec : session.trained()) {
                    for (float each : session.gradient(spec.name())) {
                        squares += each / 3.0 * each / 3.0;
                    }
                }
                float[] gradient = session.gradient(name);
                double norm = session.apply(RATE);
                assertThat(norm).isCloseTo(Math.sqrt(squares), within(1e-5 * norm)).isGreaterThan(clip);
                for (int i = 0; i < w.length; i++) {
                    double g = gradient[i] / 3.0 * clip / norm;
                    if (optimiser == Optimiser.ADAMW) {
                        w[i] -= RATE * DECAY * w[i];
                    } else {
                        g += DECAY * w[i];
                    }
                    if (optimiser == Optimiser.SGD) {
                        m[i] = .9 * m[i] + g;
                        w[i] -= RATE * m[i];
                    } else {
                        m[i] = .9 * m[i] + .1 * g;
                        v[i] = .999 * v[i] + .001 * g * g;
                        w[i] -= RATE * Math.sqrt(1 - Math.pow(.999, update)) / (1 - Math.pow(.9, update)) * m[i]
                                / (Math.sqrt(v[i]) + 1e-8);
                    }
                }
                float[] found = session.get(name);
                for (int i = 0; i < w.length; i++) {
                    assertThat((double) found[i]).as(update + ", " + i).isCloseTo(w[i], within(2e-5));
                }
            }
        }
    }

    @Test
    void dropoutFollowsItsSeed() {
        try (TrainingSession session = open(new Optimisation(Optimiser.ADAM, 0, 0, .5,
                Optional.of(Schedule.CONSTANT)))) {
            float[] one = accumulate(session, 1, 11).logits();
            assertThat(accumulate(session, 1, 11).logits()).containsExactly(one);
            assertThat(accumulate(session, 1, 12).logits()).isNotEqualTo(one);
        }
    }

    @Test
    void anUpdateWithoutGradientsIsAFault() {
        try (TrainingSession session = open(Optimisation.DEFAULT)) {
            assertThatThrownBy(() -> session.apply(RATE))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
