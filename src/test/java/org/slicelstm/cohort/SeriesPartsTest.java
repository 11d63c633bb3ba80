package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesPartsTest {
    /** Slices 1 to {@code count}, 5 mm apart, changed. */
    private static List<Slice> head(String name, int count, UnaryOperator<Headers> change) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> change.apply(Headers.ct(i).instance(name + "." + i)).slice(name + i)).toList();
    }

    @SafeVarargs
    private static List<Slice> together(List<Slice>... series) {
        List<Slice> all = new ArrayList<>();
        for (List<Slice> each : series) {
            all.addAll(each);
        }
        return all;
    }

    private static List<Integer> sizes(List<List<Slice>> byUid) {
        return SeriesParts.of(byUid, false).series().stream().map(List::size).toList();
    }

    @Test
    void reconstructionsOfOnePlacesAreTwoSeries() {
        List<Slice> soft = head("a", 10, ct -> ct.kernel("H30s"));
        List<Slice> bone = head("b", 10, ct -> ct.kernel("H70h"));
        SeriesParts parts = SeriesParts.of(List.of(together(bone, soft)), false);
        assertThat(parts.series()).containsExactly(bone, soft);
        assertThat(parts.notes()).containsExactly("One series of the headers holds 2 series, told apart by kernel.");
        assertThat(sizes(List.of(together(head("a", 10, ct -> ct), head("b", 10, Headers::contrast)))))
                .containsExactly(10, 10);
        assertThat(sizes(List.of(together(head("a", 10, ct -> ct.acquisition(1)),
                head("b", 10, ct -> ct.acquisition(2)))))).containsExactly(10, 10);
        assertThat(sizes(List.of(together(head("a", 10, ct -> ct.spacing(.5)), head("b", 10, ct -> ct.spacing(.4))))))
                .containsExactly(10, 10);
    }

    @Test
    void thinSlicesBetweenThickOnesAreAnotherSeries() {
        List<Slice> thick = head("a", 10, ct -> ct.thickness(5));
        List<Slice> thin = IntStream.range(0, 40).mapToObj(i -> Headers.ct(i).instance("b." + i).thickness(1.2)
                .at(-120.0, -120.0, 5.3 + 1.15 * i).slice("b" + i)).toList();
        assertThat(sizes(List.of(together(thick, thin)))).containsExactly(10, 40);
    }

    @Test
    void aScannerThatChangesThicknessOrKernelOnItsWayMakesOneSeries() {
        List<Slice> below = IntStream.rangeClosed(1, 10).mapToObj(i -> Headers.ct(i).thickness(4).kernel("H40s")
                .at(0.0, 0.0, 4.0 * i).slice("below" + i)).toList();
        List<Slice> above = IntStream.rangeClosed(0, 12).mapToObj(i -> Headers.ct(20 + i).thickness(7).kernel("H30s")
                .at(0.0, 0.0, 40 + 7.0 * i).slice("above" + i)).toList();
        SeriesParts parts = SeriesParts.of(List.of(together(below, above)), false);
        assertThat(parts.series()).containsExactly(together(below, above));
        assertThat(parts.notes()).isEmpty();
    }

    @Test
    void acquisitionsOfASliceEachPartNothing() {
        assertThat(sizes(List.of(IntStream.rangeClosed(1, 12).mapToObj(i -> Headers.ct(i).acquisition(i).slice("a" + i))
                .toList()))).containsExactly(12);
        List<Slice> twice = together(IntStream.rangeClosed(1, 12)
                .mapToObj(i -> Headers.ct(i).acquisition(i).slice("a" + i)).toList(), IntStream.rangeClosed(1, 12)
                .mapToObj(i -> Headers.ct(i).instance("b" + i).acquisition(12 + i).slice("b" + i)).toList());
        assertThat(sizes(List.of(twice))).containsExactly(24);
    }

    @Test
    void aUidForEverySliceIsOneSeriesOfEachKernel() {
        List<List<Slice>> lone = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            lone.add(List.of(Headers.ct(i).series("9.2." + i, i).kernel("H70h").frame("1.7").slice("bone" + i)));
            lone.add(List.of(Headers.ct(i).series("9.1." + i, i).kernel("H30s").frame("1.7").slice("soft" + i)));
        }
        SeriesParts parts = SeriesParts.of(lone, false);
        assertThat(parts.series()).extracting(List::size).containsExactly(8, 8);
        assertThat(parts.series().get(1)).extracting(Slice::shownAs).containsExactly("soft1", "soft2", "soft3", "soft4",
                "soft5", "soft6", "soft7", "soft8");
        assertThat(parts.notes()).hasSize(2).allMatch(note -> note.startsWith("8 series of one or two slices"));
        assertThat(SeriesParts.of(lone, true).series()).as("one that is named is taken as it is").hasSize(16);
    }

    @Test
    void aFrameOfReferenceForEverySliceTellsNothing() {
        List<List<Slice>> lone = IntStream.rangeClosed(1, 8).mapToObj(i -> List.of(
                Headers.ct(i).series("9.1." + i, i).frame("1.7." + i).slice("a" + i))).toList();
        assertThat(sizes(lone)).containsExactly(8);
    }

    @Test
    void onePlaceThatIsWatchedIsNoHead() {
        List<List<Slice>> watched = IntStream.rangeClosed(1, 8).mapToObj(i -> List.of(Headers.ct(i)
                .series("9.1." + i, i).frame("1.7").at(0.0, 0.0, 12.0).slice("a" + i))).toList();
        assertThat(sizes(watched)).hasSize(8);
        assertThat(SeriesParts.isDynamic(together(watched.toArray(List[]::new)))).isTrue();
    }

    @Test
    void aPerfusionStudyIsASeriesInTimeAndOrdinaryOnesAreNot() {
        List<Slice> perfusion = new ArrayList<>();
        for (int time = 0; time < 15; time++) {
            for (int place = 0; place < 4; place++) {
                perfusion.add(Headers.ct(4 * time + place).at(0.0, 0.0, 10.0 * place).acquisition(time)
                        .slice("t" + time + "." + place));
            }
        }
        assertThat(sizes(List.of(perfusion))).as("its times are not series").containsExactly(60);
        assertThat(SeriesParts.isDynamic(perfusion)).isTrue();
        assertThat(SeriesParts.isDynamic(head("a", 10, ct -> ct))).isFalse();
        assertThat(SeriesParts.isDynamic(together(head("a", 10, ct -> ct), head("b", 10, ct -> ct)))).isFalse();
    }

    @Test
    void withoutPositionsBoneAndBrainAreStillTwoSeries() {
        List<Slice> soft = head("a", 6, ct -> ct.kernel("H30s").withoutPosition());
        List<Slice> bone = head("b", 6, ct -> ct.kernel("H70h").withoutPosition().number(10 + ct.header().instanceNumber()));
        assertThat(sizes(List.of(together(soft, bone)))).containsExactly(6, 6);
        List<Slice> sharper = head("c", 6, ct -> ct.kernel("H45s").withoutPosition());
        assertThat(sizes(List.of(together(soft.subList(0, 3), sharper.subList(3, 6))))).containsExactly(6);
    }
}
