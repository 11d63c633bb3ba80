package org.slicelstm.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceOrdersTest {
    @Test
    void everyOrderOfThreeSlicesIsAsLikely() {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 6000; i++) {
            counts.merge(Arrays.toString(SliceOrders.draw(3, random)), 1, Integer::sum);
        }
        assertThat(counts).hasSize(6);
        // Six standard deviations of a count of 1,000 in 6,000.
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isCloseTo(1000, within(174)));
    }

    @Test
    void anOrderNamesEverySliceOnce() {
        int[] order = SliceOrders.draw(100, new SplittableRandom(2));
        assertThat(Arrays.stream(order).sorted().toArray()).isEqualTo(
                IntStream.range(0, 100).toArray());
        assertThat(order).isNotEqualTo(Arrays.stream(order).sorted().toArray());
    }
}
