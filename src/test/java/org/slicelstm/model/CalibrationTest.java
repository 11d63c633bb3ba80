package org.slicelstm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibrationTest {
    @Test
    void withoutCalibrationAProbabilityIsTheSigmoid() {
        assertThat(Calibration.IDENTITY.probability(0)).isEqualTo(0.5);
        assertThat(Calibration.IDENTITY.probability(Math.log(3))).isCloseTo(0.75, within(1e-15));
        assertThat(Calibration.IDENTITY.probability(-1000)).isZero();
        assertThat(Calibration.IDENTITY.probability(1000)).isEqualTo(1);
    }

    /** PAPER: a weighted loss shows a true .283 as .50. */
    @Test
    void theCorrectionGivesThePriorBack() {
        Calibration calibration = new Calibration(Math.log(0.717 / 0.283), 1, 0);

        assertThat(calibration.probability(0)).isCloseTo(0.283, within(1e-12));
    }

    @Test
    void plattScalesWhatTheCorrectionLeaves() {
        assertThat(new Calibration(1, 2, 0.5).probability(3)).isCloseTo(1 / (1 + Math.exp(-4.5)), within(1e-15));
    }
}
