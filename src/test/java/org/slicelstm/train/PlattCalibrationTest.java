package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slicelstm.cohort.Label;

class PlattCalibrationTest {
    @Test
    void fitsAsScikitLearnDoes() {
        PlattCalibration fitted = PlattCalibration.fit("any", ScikitLearnCase.LOGITS, ScikitLearnCase.TRUTH, 0);
        assertThat(fitted.slope()).isCloseTo(0.6431512814630025, within(1e-4));
        assertThat(fitted.intercept()).isCloseTo(-0.9097997923995561, within(1e-4));
        assertThat(fitted.note()).isEmpty();
    }

    @Test
    void theCorrectionMovesIntoTheInterceptAndTheProbabilityStays() {
        PlattCalibration plain = PlattCalibration.fit("any", ScikitLearnCase.LOGITS, ScikitLearnCase.TRUTH, 0);
        PlattCalibration corrected = PlattCalibration.fit("any", ScikitLearnCase.LOGITS, ScikitLearnCase.TRUTH, .9);
        assertThat(corrected.priorCorrection()).isEqualTo(.9);
        assertThat(corrected.probability(.3)).isCloseTo(plain.probability(.3), within(1e-9));
    }

    @Test
    void staysFiniteWhereTheClassesAreApart() {
        double[] logits = new double[40];
        List<Label> truth = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            truth.add(i < 15 ? Label.PRESENT : Label.ABSENT);
            logits[i] = i < 15 ? 1e4 + i : -1e4 - i;
        }
        PlattCalibration fitted = PlattCalibration.fit("any", logits, truth, 0);
        // Platt's targets: (15 + 1) / (15 + 2) and 1 / (25 + 2).
        assertThat(fitted.probability(1e4 + 7)).isCloseTo(16 / 17.0, within(1e-3));
        assertThat(fitted.probability(-1e4 - 27)).isCloseTo(1 / 27.0, within(1e-3));
    }

    @Test
    void neverTurnsTheModelRound() {
        double[] turned = Arrays.stream(ScikitLearnCase.LOGITS).map(logit -> -logit).toArray();
        for (double[] logits : List.of(turned, new double[60])) {
            PlattCalibration fitted = PlattCalibration.fit("any", logits, ScikitLearnCase.TRUTH, .4);
            assertThat(fitted.slope()).isZero();
            assertThat(fitted.probability(5)).isCloseTo(17 / 53.0, within(1e-9));
            assertThat(fitted.note()).contains("no better than chance");
        }
    }

    @Test
    void withFewCasesOnlyThePriorIsCorrected() {
        List<Label> truth = new ArrayList<>(Collections.nCopies(30, Label.ABSENT));
        truth.set(0, Label.PRESENT);
        PlattCalibration fitted = PlattCalibration.fit("mass", new double[30], truth, .7);
        assertThat(fitted).isEqualTo(new PlattCalibration(.7, 1, 0, fitted.note()));
        assertThat(fitted.note()).contains("'mass'").contains("only 1 validation patient has");
    }
}
