package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.slicelstm.cohort.Label.ABSENT;
import static org.slicelstm.cohort.Label.PRESENT;
import static org.slicelstm.cohort.Label.UNKNOWN;

import java.util.List;
import java.util.function.DoublePredicate;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Label;

class MetricsTest {
    private static final Offset<Double> EXACT = within(1e-12);
    private static final DoublePredicate HALF = logit -> logit >= 0;

    @Test
    void agreesWithScikitLearn() {
        Metrics plain = Metrics.of(ScikitLearnCase.LOGITS, ScikitLearnCase.TRUTH, LabelWeights.PLAIN, HALF);
        assertThat(plain.loss()).isCloseTo(0.638017036952804, EXACT);
        assertThat(plain.accuracy()).isCloseTo(0.6078431372549019, EXACT);
        assertThat(plain.recall()).isCloseTo(0.6875, EXACT);
        assertThat(plain.precision()).isCloseTo(0.4230769230769231, EXACT);
        assertThat(plain.specificity()).isCloseTo(0.5714285714285714, EXACT);
        assertThat(plain.f1()).isCloseTo(0.5238095238095238, EXACT);
        assertThat(plain.auc()).isCloseTo(0.7553571428571428, EXACT);
        Prevalence prevalence = Prevalence.of("any", ScikitLearnCase.TRUTH);
        assertThat(prevalence).isEqualTo(new Prevalence("any", 16, 35));
        assertThat(Metrics.of(ScikitLearnCase.LOGITS, ScikitLearnCase.TRUTH, LabelWeights.weighted(prevalence),
                HALF).loss())
                .isCloseTo(0.2561587643005225, EXACT);
    }

    @Test
    void whatIsNotDefinedIsNotANumber() {
        Metrics noPositives = Metrics.of(new double[] {-1, -2}, List.of(ABSENT, ABSENT), LabelWeights.PLAIN, HALF);
        assertThat(noPositives.accuracy()).isEqualTo(1);
        assertThat(noPositives.specificity()).isEqualTo(1);
        assertThat(List.of(noPositives.recall(), noPositives.precision(), noPositives.f1(), noPositives.auc()))
                .containsOnly(Double.NaN);
        // The paper's mass: cases there, none called.
        Metrics neverCalled = Metrics.of(new double[] {-1, -2}, List.of(ABSENT, PRESENT), LabelWeights.PLAIN, HALF);
        assertThat(neverCalled.f1()).isZero();
        assertThat(neverCalled.precision()).isNaN();
        assertThat(Metrics.of(new double[] {1}, List.of(UNKNOWN), LabelWeights.PLAIN, HALF).loss()).isNaN();
    }

    @Test
    void probabilityOneHalfIsCalledPositive() {
        assertThat(Metrics.of(new double[] {0}, List.of(PRESENT), LabelWeights.PLAIN, HALF).recall()).isEqualTo(1);
    }

    @Test
    void largeLogitsCostWhatTheyShould() {
        assertThat(Metrics.crossEntropy(1000, ABSENT)).isEqualTo(1000);
        assertThat(Metrics.crossEntropy(-1000, ABSENT)).isZero();
        assertThat(Metrics.crossEntropy(40, PRESENT)).isCloseTo(Math.exp(-40), within(1e-30));
    }

    @Test
    void theAverageLeavesOutWhatIsNotDefined() {
        double[][] logits = {{1, -1, 2}, {-1, -1, 2}, {-1, -1, 2}};
        List<List<Label>> truth = List.of(List.of(PRESENT, ABSENT, UNKNOWN), List.of(ABSENT, ABSENT, UNKNOWN),
                List.of(PRESENT, ABSENT, UNKNOWN));
        List<Metrics.Named> metrics = Metrics.of(List.of("a", "b", "c"), logits, truth,
                List.of(LabelWeights.PLAIN, LabelWeights.PLAIN, LabelWeights.PLAIN), List.of(HALF, HALF, HALF));
        assertThat(metrics).extracting(Metrics.Named::label).containsExactly("a", "b", "c", "all");
        Metrics all = metrics.get(3).metrics();
        assertThat(all.accuracy()).isCloseTo((2 / 3.0 + 1) / 2, EXACT);
        assertThat(all.recall()).isEqualTo(.5);
        // Σ CE / Σ mask: log(1 + e^-1) five times and log(1 + e) once, over six known labels.
        assertThat(all.loss()).isCloseTo((5 * Math.log1p(Math.exp(-1)) + Math.log1p(Math.E)) / 6, EXACT);
    }

    @Test
    void aDivergedModelIsNotScored() {
        assertThatThrownBy(() -> Metrics.of(new double[] {Double.NaN}, List.of(ABSENT), LabelWeights.PLAIN, HALF))
                .isInstanceOf(UserException.class).hasMessageContaining("diverged");
    }

    @Property(tries = 200)
    void aucIsTheShareOfPairsInTheRightOrder(@ForAll long seed) {
        Random random = new Random(seed);
        double[] scores = random.ints(40, 0, 12).asDoubleStream().toArray();
        List<Label> truth = IntStream.range(0, 40).mapToObj(i -> Label.values()[random.nextInt(3)]).toList();
        double right = 0;
        double pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (truth.get(i) == PRESENT && truth.get(j) == ABSENT) {
                    right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? .5 : 0;
                    pairs++;
                }
            }
        }
        assertThat(RocAuc.of(scores, truth)).isCloseTo(right / pairs, EXACT);
    }
}
