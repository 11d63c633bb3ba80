package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.slicelstm.UserException;

class SplitTest {
    /** The paper's prevalences of haemorrhage, ischaemia, fracture, mass and oedema. */
    private static final double[] PREVALENCE = {.2830, .1120, .0715, .0187, .1540};

    @Property(tries = 60)
    void everybodyIsOnOneSideAndGroupsStayWhole(@ForAll @IntRange(min = 30, max = 200) int patients,
            @ForAll @IntRange(min = 1, max = 4) int largestGroup, @ForAll @DoubleRange(min = .1, max = .3) double part,
            @ForAll long seed) {
        List<LabelledPatient> cohort = cohort(patients, largestGroup, seed);
        Split split = Split.of(cohort, part, part, seed);

        assertThat(split.parts().keySet()).containsExactlyElementsOf(cohort.stream().map(LabelledPatient::id).toList());
        Map<String, Part> groups = new HashMap<>();
        for (LabelledPatient each : cohort) {
            Part mine = split.parts().get(each.id());
            assertThat(groups.merge(each.group(), mine, (before, now) -> before)).isEqualTo(mine);
        }
        double wanted = Math.max(1, Math.round(part * patients));
        for (Part side : List.of(Part.VALIDATION, Part.TEST)) {
            assertThat((double) split.of(side).size()).isCloseTo(wanted, within(largestGroup - 1.0));
        }
    }

    @Property(tries = 30)
    void everyLabelIsAsFrequentOnEverySide(@ForAll long seed) {
        List<LabelledPatient> cohort = cohort(715, 1, seed);
        Split split = Split.of(cohort, .1, .1, seed);
        for (Part side : Part.values()) {
            List<LabelledPatient> members = split.of(side, cohort);
            for (int label = 0; label < PREVALENCE.length; label++) {
                double fair = (double) members.size() / cohort.size() * positives(cohort, label);
                assertThat((double) positives(members, label)).as("label %d in %s", label, side)
                        .isCloseTo(fair, within(2.0));
            }
        }
    }

    /** Of a table that divides into training and test alone, some of training validate, as many as asked for. */
    @Property(tries = 30)
    void validationIsDrawnFromTraining(@ForAll @IntRange(min = 1, max = 3) int largestGroup, @ForAll long seed) {
        List<LabelledPatient> cohort = new ArrayList<>();
        for (LabelledPatient each : cohort(200, largestGroup, 7)) {
            cohort.add(new LabelledPatient(each.row(), each.id(), each.path(), each.labels(),
                    Optional.of(each.group().hashCode() % 4 == 0 ? Part.TEST : Part.TRAIN), each.group()));
        }
        Split split = Split.of(cohort, .1, 0, seed);
        Map<String, Part> groups = new HashMap<>();
        for (LabelledPatient each : cohort) {
            Part mine = split.parts().get(each.id());
            assertThat(mine == Part.TEST).isEqualTo(each.part().get() == Part.TEST);
            assertThat(groups.merge(each.group(), mine, (before, now) -> before)).isEqualTo(mine);
        }
        assertThat((double) split.of(Part.VALIDATION).size()).isCloseTo(20, within(largestGroup - 1.0));
        List<LabelledPatient> open = cohort.stream().filter(each -> each.part().get() == Part.TRAIN).toList();
        double fair = 20.0 / open.size() * positives(open, 0);
        assertThat((double) positives(split.of(Part.VALIDATION, cohort), 0)).isCloseTo(fair, within(largestGroup
                + 1.0));
        assertThat(Split.of(cohort, 0, 0, seed).of(Part.VALIDATION)).isEmpty();
    }

    @Test
    void ofATableOfTrainingAloneNobodyIsKeptBack() {
        List<LabelledPatient> cohort = cohort(40, 1, 1).stream().map(each -> new LabelledPatient(each.row(), each.id(),
                each.path(), each.labels(), Optional.of(Part.TRAIN), each.group())).toList();
        assertThat(Split.of(cohort, .1, 0, 1).of(Part.VALIDATION)).hasSize(4);
        assertThatThrownBy(() -> Split.of(cohort, .1, .1, 1)).isInstanceOf(UserException.class)
                .hasMessageContaining("too few patients without a split");
    }

    @Test
    void takesThePapersNumberOfPatients() {
        Split split = Split.of(cohort(715, 1, 3), .1, 0, 3);
        assertThat(split.of(Part.VALIDATION)).hasSize(72);
        assertThat(split.of(Part.TRAIN)).hasSize(643);
        assertThat(split.of(Part.TEST)).isEmpty();
    }

    @Test
    void dependsOnTheSeedAloneAndNotOnTheOrderOfRows() {
        List<LabelledPatient> cohort = cohort(100, 2, 1);
        List<LabelledPatient> shuffled = new ArrayList<>(cohort);
        Collections.shuffle(shuffled, new Random(5));
        Split split = Split.of(cohort, .2, .2, 7);
        assertThat(Split.of(shuffled, .2, .2, 7).parts()).isEqualTo(split.parts());
        assertThat(Split.of(cohort, .2, .2, 8).parts()).isNotEqualTo(split.parts());
    }

    @Test
    void theTablesOwnPartsStay() {
        List<LabelledPatient> cohort = new ArrayList<>(cohort(40, 1, 2));
        for (int i = 0; i < 5; i++) {
            cohort.set(i, named(cohort.get(i), Part.TEST));
        }
        cohort.set(5, named(cohort.get(5), Part.TRAIN));
        Split split = Split.of(cohort, .25, .5, 1);
        assertThat(split.of(Part.TEST)).containsExactlyElementsOf(ids(cohort.subList(0, 5)));
        assertThat(split.of(Part.VALIDATION)).hasSize(10);
        assertThat(split.of(Part.TRAIN)).hasSize(25).contains(cohort.get(5).id());
    }

    @Test
    void foldsTestEverybodyOnceWithEveryLabelAndGroupsWhole() {
        List<LabelledPatient> cohort = cohort(200, 3, 4);
        List<String> tested = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            Split split = Split.fold(cohort, new Fold(number, 5), .1, 9);
            assertThat(split.parts().keySet())
                    .containsExactlyElementsOf(cohort.stream().map(LabelledPatient::id).toList());
            assertThat(split.of(Part.TEST)).hasSizeBetween(38, 42);
            assertThat(split.of(Part.VALIDATION)).hasSizeBetween(18, 22);
            Map<String, Part> groups = new HashMap<>();
            cohort.forEach(each -> assertThat(groups.merge(each.group(), split.parts().get(each.id()),
                    (before, now) -> before)).isEqualTo(split.parts().get(each.id())));
            tested.addAll(split.of(Part.TEST));
            for (Part part : List.of(Part.TEST, Part.VALIDATION)) {
                double share = split.of(part).size() / 200.0;
                assertThat((double) positives(split.of(part, cohort), 0))
                        .isCloseTo(positives(cohort, 0) * share, within(3.0));
            }
        }
        assertThat(tested).containsExactlyInAnyOrderElementsOf(ids(cohort));
    }

    @Test
    void foldsDependOnTheSeedAndNotOnTheRows() {
        List<LabelledPatient> cohort = cohort(60, 1, 4);
        List<LabelledPatient> turned = new ArrayList<>(cohort);
        Collections.reverse(turned);
        Split split = Split.fold(cohort, new Fold(2, 4), .1, 9);
        assertThat(Split.fold(turned, new Fold(2, 4), .1, 9)).isEqualTo(split);
        assertThat(Split.fold(cohort, new Fold(2, 4), .1, 10)).isNotEqualTo(split);
        assertThat(Split.fold(cohort, new Fold(2, 4), 0, 9).of(Part.TEST)).isEqualTo(split.of(Part.TEST));
    }

    @Test
    void whoMayOnlyTrainIsDrawnForNothingElse() {
        List<LabelledPatient> cohort = cohort(120, 2, 4);
        Set<String> known = cohort.subList(0, 90).stream().map(LabelledPatient::group).collect(Collectors.toSet());
        long free = cohort.stream().filter(each -> !known.contains(each.group())).count();
        Split split = Split.of(cohort, .1, .2, 9, known);
        for (LabelledPatient each : cohort) {
            assertThat(known.contains(each.group()) && split.parts().get(each.id()) != Part.TRAIN).isFalse();
        }
        assertThat((double) split.of(Part.TEST).size()).isCloseTo(.2 * free, within(1.5));
        assertThat((double) split.of(Part.VALIDATION).size()).isCloseTo(.1 * free, within(1.5));

        List<String> tested = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            Split fold = Split.fold(cohort, new Fold(number, 3), .1, 9, known);
            tested.addAll(fold.of(Part.TEST));
            assertThat(fold.of(Part.VALIDATION)).isNotEmpty();
            assertThat(fold.of(Part.VALIDATION, cohort)).noneMatch(each -> known.contains(each.group()));
            assertThat(fold.parts()).hasSize(120);
        }
        assertThat(tested).containsExactlyInAnyOrderElementsOf(cohort.stream()
                .filter(each -> !known.contains(each.group())).map(LabelledPatient::id).toList());

        Set<String> all = cohort.stream().map(LabelledPatient::group).collect(Collectors.toSet());
        assertThat(Split.of(cohort, .1, .2, 9, all).of(Part.TRAIN)).hasSize(120);
        assertThatThrownBy(() -> Split.fold(cohort, new Fold(1, 3), .1, 9, all)).isInstanceOf(UserException.class)
                .hasMessageContaining("0 patients or groups whom the model has not seen");
        cohort.set(0, named(cohort.get(0), Part.TEST));
        assertThat(Split.of(cohort, .1, .2, 9, all).of(Part.TEST, cohort)).isNotEmpty()
                .allMatch(each -> each.group().equals(cohort.get(0).group()));
    }

    @Test
    void foldsThatCannotBeAreRefused() {
        List<LabelledPatient> cohort = new ArrayList<>(cohort(10, 1, 4));
        assertThatThrownBy(() -> new Fold(1, 1)).isInstanceOf(UserException.class).hasMessageContaining("1 folds");
        assertThatThrownBy(() -> new Fold(6, 5)).isInstanceOf(UserException.class).hasMessageContaining("1 to 5");
        assertThatThrownBy(() -> new Fold(0, 5)).isInstanceOf(UserException.class).hasMessageContaining("1 to 5");
        assertThatThrownBy(() -> Split.fold(cohort, new Fold(1, 11), .1, 1)).isInstanceOf(UserException.class)
                .hasMessageContaining("10 patients or groups to divide into 11 folds");
        cohort.set(3, named(cohort.get(3), Part.TEST));
        assertThatThrownBy(() -> Split.fold(cohort, new Fold(1, 5), .1, 1)).isInstanceOf(UserException.class)
                .hasMessageContainingAll("'p3' of row 5 into test", "--folds");
    }

    @Test
    void refusesWhatLeavesAPartEmpty() {
        List<LabelledPatient> cohort = cohort(10, 1, 4);
        assertThatThrownBy(() -> Split.of(cohort, .6, .4, 1)).isInstanceOf(UserException.class)
                .hasMessageContaining("add up to less than 1");
        assertThatThrownBy(() -> Split.of(cohort, Double.NaN, 0, 1)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> Split.of(cohort.subList(0, 1), .1, 0, 1)).isInstanceOf(UserException.class)
                .hasMessageContaining("too few patients");
        List<LabelledPatient> oneGroup = cohort.stream().map(each -> new LabelledPatient(each.row(), each.id(),
                each.path(), each.labels(), each.part(), "one")).toList();
        assertThatThrownBy(() -> Split.of(oneGroup, .5, 0, 1)).isInstanceOf(UserException.class)
                .hasMessageContaining("too few patients or groups for a");
    }

    /** Patients with the paper's prevalences, every tenth label missing, in groups of 1 to {@code largestGroup}. */
    static List<LabelledPatient> cohort(int patients, int largestGroup, long seed) {
        Random random = new Random(seed);
        List<LabelledPatient> cohort = new ArrayList<>();
        int group = 0;
        int left = 1 + random.nextInt(largestGroup);
        for (int i = 0; i < patients; i++) {
            List<Label> labels = new ArrayList<>();
            for (double prevalence : PREVALENCE) {
                Label label = random.nextDouble() < prevalence ? Label.PRESENT : Label.ABSENT;
                labels.add(random.nextInt(10) == 0 ? Label.UNKNOWN : label);
            }
            cohort.add(new LabelledPatient(i + 2, "p" + i, "p" + i, labels, Optional.empty(), "g" + group));
            if (--left == 0) {
                group++;
                left = 1 + random.nextInt(largestGroup);
            }
        }
        return cohort;
    }

    private static LabelledPatient named(LabelledPatient patient, Part part) {
        return new LabelledPatient(patient.row(), patient.id(), patient.path(), patient.labels(), Optional.of(part),
                patient.group());
    }

    private static List<String> ids(List<LabelledPatient> patients) {
        return patients.stream().map(LabelledPatient::id).toList();
    }

    private static long positives(List<LabelledPatient> patients, int label) {
        return patients.stream().filter(each -> each.labels().get(label) == Label.PRESENT).count();
    }
}
