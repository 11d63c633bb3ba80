package org.slicelstm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static long sum(List<Integer> part) {
        return part.stream().mapToLong(Integer::longValue).sum();
    }

    @Test
    void everyItemIsInOnePartAndThePartsWeighAlike() {
        SplittableRandom random = new SplittableRandom(1);
        List<Integer> slices = random.ints(1000, 5, 60).boxed().toList();
        List<ArrayList<Integer>> parts = Spread.evenly(slices, Integer::longValue, 32);
        assertThat(parts).hasSize(32);
        assertThat(parts.stream().flatMap(List::stream).toList()).containsExactlyInAnyOrderElementsOf(slices);
        List<Long> sums = parts.stream().map(SpreadTest::sum).toList();
        // The lightest part gets the next item, so parts differ by the smallest items only.
        assertThat(sums.get(0) - sums.get(31)).isLessThanOrEqualTo(5);
        assertThat(sums).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void aGiantIsAloneAndComesFirst() {
        List<Integer> slices = new ArrayList<>(IntStream.range(0, 100).mapToObj(i -> 10).toList());
        slices.add(70, 2000);
        List<ArrayList<Integer>> parts = Spread.evenly(slices, Integer::longValue, 8);
        assertThat(parts.get(0)).containsExactly(2000);
    }

    @Test
    void thereAreSeveralSmallPartsACoreAndNeverMoreThanPatients() {
        assertThat(Spread.parts(200, 4_800, 2)).isEqualTo(32);
        assertThat(Spread.parts(100_000, 2_400_000, 100)).isEqualTo(6_000);
        assertThat(Spread.parts(10_000_000, 240_000_000, 1000)).isEqualTo(50_000);
        assertThat(Spread.parts(3, 60, 8)).isEqualTo(3);
        assertThat(Spread.evenly(List.of(4, 5), Integer::longValue, 7)).hasSize(2);
    }
}
