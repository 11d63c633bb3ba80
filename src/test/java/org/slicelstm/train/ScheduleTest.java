package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.slicelstm.UserException;

class ScheduleTest {
    @Test
    void constantStays() {
        Schedule schedule = Schedule.constant(1e-4, 10);
        assertThat(schedule.rate(1)).isEqualTo(1e-4);
        assertThat(schedule.rate(10)).isEqualTo(1e-4);
    }

    @Test
    void cosineFallsToNearlyNothing() {
        Schedule schedule = Schedule.cosine(.1, 4);
        assertThat(schedule.rate(1)).isEqualTo(.1);
        assertThat(schedule.rate(2)).isCloseTo(.05 * (1 + Math.sqrt(.5)), within(1e-12));
        assertThat(schedule.rate(3)).isCloseTo(.05, within(1e-12));
        assertThat(schedule.rate(4)).isCloseTo(.05 * (1 - Math.sqrt(.5)), within(1e-12));
    }

    @Test
    void stepFallsAtItsSteps() {
        Schedule schedule = Schedule.step(.1, 9, 3, .5);
        assertThat(schedule.rate(3)).isEqualTo(.1);
        assertThat(schedule.rate(4)).isCloseTo(.05, within(1e-12));
        assertThat(schedule.rate(7)).isCloseTo(.025, within(1e-12));
    }

    @Test
    void refusesWhatCannotTrain() {
        assertThatThrownBy(() -> Schedule.constant(Double.NaN, 1)).isInstanceOf(UserException.class)
                .hasMessageContaining("learning rate NaN");
        assertThatThrownBy(() -> Schedule.constant(0, 1)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> Schedule.cosine(.1, 0)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> Schedule.step(.1, 9, 0, .5)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> Schedule.step(.1, 9, 1, 2)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> Schedule.Kind.parse("warm")).isInstanceOf(UserException.class)
                .hasMessageContaining("constant or cosine or step");
        assertThat(Schedule.Kind.parse("Step")).isEqualTo(Schedule.Kind.STEP);
    }
}
