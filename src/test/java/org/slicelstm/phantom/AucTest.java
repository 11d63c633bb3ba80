package org.slicelstm.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AucTest {
    /** By hand: of the 2 · 3 pairs 1 is wrong and 1 a tie, so 4.5 of 6. */
    @Test
    void countsPairsWithTiesHalf() {
        double[] scores = {.9, .4, .4, .1, .7};
        boolean[] positive = {true, true, false, false, false};
        assertThat(Auc.of(scores, positive)).isEqualTo(4.5 / 6);
    }
}
