package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Label;

class EpochOrderTest {
    private static final List<Integer> PATIENTS = IntStream.range(0, 101).boxed().toList();

    @Test
    void everyPatientIsMetOnceInGroupsOfK() {
        List<List<Integer>> groups = new EpochOrder(1, 1).groups(PATIENTS, 8);
        assertThat(groups).hasSize(13);
        assertThat(groups.subList(0, 12)).allMatch(group -> group.size() == 8);
        assertThat(groups.get(12)).hasSize(5);
        assertThat(groups.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(PATIENTS);
    }

    @Test
    void theSameSeedAndEpochGiveTheSameOrderAndOthersAnother() {
        EpochOrder order = new EpochOrder(1, 1);
        assertThat(order.groups(PATIENTS, 8)).isEqualTo(new EpochOrder(1, 1).groups(PATIENTS, 8))
                .isNotEqualTo(new EpochOrder(1, 2).groups(PATIENTS, 8))
                .isNotEqualTo(new EpochOrder(2, 1).groups(PATIENTS, 8));
        assertThat(order.slices("a", 30)).isEqualTo(new EpochOrder(1, 1).slices("a", 30))
                .isNotEqualTo(new EpochOrder(1, 2).slices("a", 30))
                .isNotEqualTo(order.slices("b", 30));
    }

    @Test
    void everyOrderOfSlicesIsAsLikely() {
        Map<String, Integer> seen = new HashMap<>();
        for (int epoch = 1; epoch <= 6000; epoch++) {
            seen.merge(Arrays.toString(new EpochOrder(3, epoch).slices("a", 3)), 1, Integer::sum);
        }
        // Six orders; the standard deviation of each count is 29.
        assertThat(seen).hasSize(6);
        assertThat(seen.values()).allSatisfy(count -> assertThat((double) count).isCloseTo(1000, within(150.0)));
    }

    @Test
    void groupsOfLikeLengthHaveLessPaddingAndEverybody() {
        List<Integer> lengths = IntStream.range(0, 400).map(i -> 4 + i * 31 % 47).boxed().toList();
        EpochOrder order = new EpochOrder(1, 1);
        List<List<Integer>> alike = order.groupsOfLikeLength(lengths, 8, Integer::intValue);
        assertThat(alike.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(lengths);
        assertThat(padded(alike)).isLessThan(padded(order.groups(lengths, 8)) * 3 / 4);
    }

    private static int padded(List<List<Integer>> groups) {
        return groups.stream().mapToInt(group -> group.size() * group.stream().mapToInt(i -> i).max().orElseThrow())
                .sum();
    }

    @Test
    void everyDrawComesOnceBeforeAnyComesAgain() {
        List<Integer> draws = new ArrayList<>();
        for (int epoch = 1; epoch <= 16; epoch++) {
            draws.add(new EpochOrder(5, epoch).draw("a", 8));
        }
        assertThat(draws.subList(0, 8)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(draws.subList(8, 16)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(new EpochOrder(5, 3).draw("a", 1)).isZero();
    }

    @Test
    void refusesGroupsOfNobody() {
        assertThatThrownBy(() -> new EpochOrder(1, 1).groups(PATIENTS, 0)).isInstanceOf(UserException.class)
                .hasMessageContaining("--accumulate");
    }

    @Test
    void aBatchKeepsEachPatientsLabelsWithItsPicturesInTheirOrder() {
        Features first = new Features(3, 2, new float[] {1, 2, 3, 4, 5, 6});
        Features second = new Features(1, 2, new float[] {7, 8});
        PaddedBatch batch = PaddedBatch.of(List.of(
                new PaddedBatch.Member(second, new int[] {0}, List.of(Label.ABSENT, Label.PRESENT)),
                new PaddedBatch.Member(first, new int[] {2, 0, 1}, List.of(Label.UNKNOWN, Label.ABSENT))));
        assertThat(batch.features()).containsExactly(7, 8, 0, 0, 0, 0, 5, 6, 1, 2, 3, 4);
        assertThat(batch.lengths()).containsExactly(1, 3);
        assertThat(batch.labels()).containsExactly(0, 1, 0, 0);
        assertThat(batch.mask()).containsExactly(1, 1, 0, 1);
        assertThat(List.of(batch.patients(), batch.steps(), batch.width())).containsExactly(2, 3, 2);
    }

    @Test
    void aFixedWindowTruncatesAndPads() {
        Features features = new Features(3, 1, new float[] {1, 2, 3});
        PaddedBatch.Member member = new PaddedBatch.Member(features, new int[] {2, 0, 1}, List.of(Label.PRESENT));
        assertThat(PaddedBatch.of(List.of(member), 2).features()).containsExactly(3, 1);
        assertThat(PaddedBatch.of(List.of(member), 2).lengths()).containsExactly(2);
        assertThat(PaddedBatch.of(List.of(member), 5).features()).containsExactly(3, 1, 2, 0, 0);
        assertThat(PaddedBatch.of(List.of(member), 5).lengths()).containsExactly(3);
    }
}
