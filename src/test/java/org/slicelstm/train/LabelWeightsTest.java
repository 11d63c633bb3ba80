package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Label;
import org.slicelstm.cohort.LabelledPatient;
import org.slicelstm.model.Calibration;

class LabelWeightsTest {
    /** The paper's training patients: 643, of whom 182, 72, 46, 12 and 99 have the label. */
    private static final List<Prevalence> PAPER = List.of(paper("hemorrhage", 182), paper("ischemia", 72),
            paper("fracture", 46), paper("mass", 12), paper("edema", 99));

    @Test
    void areCheXNets() {
        LabelWeights weights = LabelWeights.weighted(PAPER.get(0));
        assertThat(weights.positive()).isEqualTo(461 / 643.0);
        assertThat(weights.negative()).isEqualTo(182 / 643.0);
        assertThat(weights.of(Label.PRESENT)).isEqualTo(weights.positive());
        assertThat(weights.of(Label.ABSENT)).isEqualTo(weights.negative());
        assertThat(weights.of(Label.UNKNOWN)).isZero();
    }

    @Test
    void theCorrectionGivesBackThePrevalence() {
        // With these weights the best constant answer is one half, a logit of 0.
        LabelWeights weights = LabelWeights.weighted(PAPER.get(0));
        assertThat(Calibration.sigmoid(0 - weights.priorCorrection())).isCloseTo(182 / 643.0, within(1e-12));
    }

    @Test
    void countKnownLabelsOnly() {
        List<LabelledPatient> patients = List.of(patient(Label.PRESENT, Label.UNKNOWN),
                patient(Label.ABSENT, Label.ABSENT), patient(Label.UNKNOWN, Label.PRESENT),
                patient(Label.ABSENT, Label.PRESENT));
        assertThat(Prevalence.of(List.of("a", "b"), patients)).containsExactly(new Prevalence("a", 1, 2),
                new Prevalence("b", 2, 1));
    }

    @Test
    void refuseALabelOfOneClass() {
        assertThatThrownBy(() -> LabelWeights.weighted(new Prevalence("mass", 0, 9))).isInstanceOf(UserException.class)
                .hasMessageContaining("a 1 for the label 'mass'").hasMessageContaining("--labels");
        assertThatThrownBy(() -> LabelWeights.weighted(new Prevalence("mass", 9, 0)))
                .hasMessageContaining("a 0 for the label 'mass'");
    }

    @Test
    void constantBaselinesAreThoseOfThePaper() {
        ConstantBaseline taskA = ConstantBaseline.of(PAPER.get(0), PAPER.get(0));
        assertThat(taskA.accuracy()).isCloseTo(.717, within(.0005));
        assertThat(taskA.weightedLoss()).isCloseTo(.281, within(.0005));
        ConstantBaseline taskB = ConstantBaseline.of(PAPER, PAPER).get(5);
        assertThat(taskB.label()).isEqualTo("all");
        assertThat(taskB.accuracy()).isCloseTo(.872, within(.0005));
        assertThat(taskB.crossEntropy()).isCloseTo(.345, within(.0005));
    }

    @Test
    void aBaselineLearnsFromTheTrainingPatientsOnly() {
        ConstantBaseline baseline = ConstantBaseline.of(new Prevalence("a", 1, 3), new Prevalence("a", 4, 1));
        assertThat(baseline.accuracy()).isCloseTo(.2, within(1e-12));
        assertThat(baseline.crossEntropy()).isCloseTo(-.8 * Math.log(.25) - .2 * Math.log(.75), within(1e-12));
    }

    private static Prevalence paper(String label, int positives) {
        return new Prevalence(label, positives, 643 - positives);
    }

    private static LabelledPatient patient(Label... labels) {
        return new LabelledPatient(2, "p", "p", List.of(labels), Optional.empty(), "p");
    }
}
