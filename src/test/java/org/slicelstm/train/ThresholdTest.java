package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slicelstm.cohort.Label;
import org.slicelstm.model.Calibration;

class ThresholdTest {
    @Test
    void isYoudensAsScikitLearnsRocCurveHasIt() {
        Threshold threshold = Threshold.youden("any", ScikitLearnCase.LOGITS, ScikitLearnCase.TRUTH);
        assertThat(threshold.probability()).isCloseTo(0.26964999264768025, within(1e-12));
        assertThat(threshold.note()).isEmpty();
    }

    @Test
    void staysAtOneHalfWithFewCasesAndSaysSo() {
        List<Label> truth = new ArrayList<>(Collections.nCopies(30, Label.ABSENT));
        double[] logits = new double[30];
        for (int i = 0; i < 9; i++) {
            truth.set(i, Label.PRESENT);
            logits[i] = -2 + i;
        }
        assertThat(Threshold.youden("mass", logits, truth)).isEqualTo(new Threshold(.5,
                "The threshold of 'mass' stays at .5: only 9 validation patients have it and 21 do not."));
    }

    @Test
    void liesBetweenClassesThatAreApart() {
        List<Label> truth = new ArrayList<>(Collections.nCopies(10, Label.ABSENT));
        truth.addAll(Collections.nCopies(10, Label.PRESENT));
        double[] logits = new double[20];
        for (int i = 0; i < 20; i++) {
            logits[i] = i < 10 ? -3 : 1;
        }
        assertThat(Threshold.youden("any", logits, truth).probability())
                .isCloseTo((Calibration.sigmoid(-3) + Calibration.sigmoid(1)) / 2, within(1e-12));
    }

    @Test
    void aModelThatKnowsNothingKeepsOneHalf() {
        List<Label> truth = new ArrayList<>(Collections.nCopies(10, Label.ABSENT));
        truth.addAll(Collections.nCopies(10, Label.PRESENT));
        assertThat(Threshold.youden("any", new double[20], truth)).isEqualTo(new Threshold(.5,
                "The threshold of 'any' stays at .5: no other tells the validation patients apart."));
    }
}
