package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.slicelstm.cohort.Patient.OrderedBy;

class SliceOrderTest {
    private static List<String> names(List<Slice> slices) {
        return slices.stream().map(Words::name).toList();
    }

    @Example
    void goesFromFeetToHeadWhateverNumbersAndNamesSay() {
        SliceOrder order = SliceOrder.ofSeries(List.of(
                Headers.ct(1).at(0.0, 0.0, 10.0).slice("1"),
                Headers.ct(2).at(0.0, 0.0, -5.0).slice("2"),
                Headers.ct(3).at(0.0, 0.0, 2.5).slice("3")));
        assertThat(names(order.slices())).containsExactly("2", "3", "1");
        assertThat(order.orderedBy()).isEqualTo(OrderedBy.POSITION);
        assertThat(order.notes()).isEmpty();
    }

    /** Under a tilt of 30° the bed moves along z while the slices face forward; y alone would reverse the order. */
    @Example
    void projectsOnTheNormalOfATiltedGantry() {
        double cos = Math.cos(Math.toRadians(30));
        double sin = Math.sin(Math.toRadians(30));
        List<Double> tilted = List.of(1.0, 0.0, 0.0, 0.0, cos, -sin);
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            slices.add(Headers.ct(5 - i).facing(tilted).at(-100.0, -3.0 * i, 4.0 * i).slice("s" + i));
        }
        SliceOrder order = SliceOrder.ofSeries(slices);
        // Normal (0, sin, cos): 4 cos − 3 sin = 1.96 mm up a slice.
        assertThat(names(order.slices())).containsExactly("s0", "s1", "s2", "s3", "s4");
        assertThat(order.orderedBy()).isEqualTo(OrderedBy.POSITION);
    }

    @Example
    void flippedSlicesStillGoFromFeetToHead() {
        List<Double> flipped = List.of(-1.0, 0.0, 0.0, 0.0, 1.0, 0.0);
        SliceOrder order = SliceOrder.ofSeries(List.of(Headers.ct(2).facing(flipped).slice("high"),
                Headers.ct(1).facing(flipped).slice("low")));
        assertThat(names(order.slices())).containsExactly("low", "high");
    }

    @Example
    void keepsTheLowerInstanceNumberAtOnePosition() {
        SliceOrder order = SliceOrder.ofSeries(List.of(
                Headers.ct(4).at(0.0, 0.0, 5.0).slice("a"),
                Headers.ct(2).at(3.0, 0.0, 5.008).slice("b"),
                Headers.ct(3).at(0.0, 0.0, 5.02).slice("c")));
        assertThat(names(order.slices())).containsExactly("b", "c");
        assertThat(order.leftOut()).singleElement().satisfies(out -> {
            assertThat(out.file()).isEqualTo("a");
            assertThat(out.reason()).isEqualTo("at the same position as b");
        });
    }

    @Example
    void fallsBackToInstanceNumbersWhereAPositionIsMissing() {
        SliceOrder order = SliceOrder.ofSeries(List.of(Headers.ct(10).slice("a"), Headers.ct(9).slice("b"),
                Headers.ct(2).withoutPosition().slice("c")));
        assertThat(names(order.slices())).containsExactly("c", "b", "a");
        assertThat(order.orderedBy()).isEqualTo(OrderedBy.INSTANCE);
        assertThat(order.notes()).containsExactly(
                "Not every slice has a position in its header; ordered by instance number.");
    }

    @Example
    void fallsBackWhereSlicesAreNotParallel() {
        List<Double> tilted = List.of(1.0, 0.0, 0.0, 0.0, 0.9961947, 0.0871557);
        SliceOrder order = SliceOrder.ofSeries(List.of(Headers.ct(2).slice("a"),
                Headers.ct(1).at(0.0, 0.0, 99.0).facing(tilted).slice("b")));
        assertThat(names(order.slices())).containsExactly("b", "a");
        assertThat(order.orderedBy()).isEqualTo(OrderedBy.INSTANCE);
    }

    @Example
    void positionsThatAreAllTheSameTellNothing() {
        List<Slice> slices = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            slices.add(Headers.ct(i).at(0.0, 0.0, 0.0).slice("s" + (9 - i)));
        }
        SliceOrder order = SliceOrder.ofSeries(slices);
        assertThat(names(order.slices())).containsExactly("s8", "s7", "s6", "s5");
        assertThat(order.orderedBy()).isEqualTo(OrderedBy.INSTANCE);
    }

    @Example
    void fallsBackToNamesWhereNumbersAreMissingOrAllTheSame() {
        SliceOrder missing = SliceOrder.ofSeries(List.of(Headers.ct(1).number(null).withoutPosition().slice("10"),
                Headers.ct(2).number(7).withoutPosition().slice("9")));
        assertThat(names(missing.slices())).containsExactly("9", "10");
        assertThat(missing.orderedBy()).isEqualTo(OrderedBy.NAME);
        SliceOrder same = SliceOrder.ofSeries(List.of(Headers.ct(1).number(1).withoutPosition().slice("10"),
                Headers.ct(2).number(1).withoutPosition().slice("9")));
        assertThat(same.orderedBy()).isEqualTo(OrderedBy.NAME);
    }

    @Example
    void framesWithPositionsGoByPosition() {
        SliceOrder order = SliceOrder.ofSeries(List.of(Headers.ct(1).at(0.0, 0.0, 9.0).frame("s", 0, 2),
                Headers.ct(2).at(0.0, 0.0, 4.0).frame("s", 1, 2)));
        assertThat(names(order.slices())).containsExactly("s, frame 1", "s, frame 0");
        assertThat(order.orderedBy()).isEqualTo(OrderedBy.POSITION);
    }

    @Example
    void stacksWithoutPositionsAreNotShuffledIntoEachOther() {
        List<Slice> slices = new ArrayList<>();
        for (String file : List.of("stack10", "stack9")) {
            for (int frame = 0; frame < 2; frame++) {
                slices.add(Headers.ct(2 - frame).withoutPosition().frame(file, frame, 2));
            }
        }
        SliceOrder order = SliceOrder.ofSeries(slices);
        assertThat(names(order.slices())).containsExactly("stack9, frame 1", "stack9, frame 0", "stack10, frame 1",
                "stack10, frame 0");
    }

    @Example
    void picturesGoByNameAndAStackByFrame() {
        SliceOrder loose = SliceOrder.ofPictures(List.of(Headers.picture("p10.jpg"), Headers.picture("P2.jpg"),
                Headers.picture("p1.jpg")));
        assertThat(names(loose.slices())).containsExactly("p1.jpg", "P2.jpg", "p10.jpg");
        assertThat(loose.orderedBy()).isEqualTo(OrderedBy.NAME);
        Slice page = Headers.picture("stack.tif");
        SliceOrder stack = SliceOrder.ofPictures(List.of(
                new Slice(page.file(), page.shownAs(), 1, 2, 8, 8, null),
                new Slice(page.file(), page.shownAs(), 0, 2, 8, 8, null)));
        assertThat(stack.slices()).extracting(Slice::frame).containsExactly(0, 1);
        assertThat(stack.orderedBy()).isEqualTo(OrderedBy.INSTANCE);
    }

    @Property(tries = 500)
    void anyShuffleGivesTheSameOrder(@ForAll("series") List<Slice> series, @ForAll long seed) {
        List<Slice> shuffled = new ArrayList<>(series);
        Collections.shuffle(shuffled, new Random(seed));
        SliceOrder order = SliceOrder.ofSeries(series);
        SliceOrder other = SliceOrder.ofSeries(shuffled);
        assertThat(other.slices()).isEqualTo(order.slices());
        assertThat(other.orderedBy()).isEqualTo(order.orderedBy());
        assertThat(other.leftOut()).containsExactlyInAnyOrderElementsOf(order.leftOut());
        assertThat(order.slices().size() + order.leftOut().size()).isEqualTo(series.size());
    }

    /** Few positions, close together, some missing; few numbers; tilts by a hair. */
    @Provide
    Arbitrary<List<Slice>> series() {
        Arbitrary<Double> heights = Arbitraries.of(0.0, 0.006, 0.012, 5.0, 5.009, 10.0);
        Arbitrary<Integer> numbers = Arbitraries.of(1, 2, 3, 4).injectNull(0.02);
        Arbitrary<Double> tilts = Arbitraries.of(0.0, 0.0, 0.0, 0.001, 0.01);
        Arbitrary<Boolean> missing = Arbitraries.frequencyOf(
                Tuple.of(40, Arbitraries.just(false)), Tuple.of(1, Arbitraries.just(true)));
        Arbitrary<Headers> headers = Combinators.combine(heights, numbers, tilts, missing).as((z, number, tilt, no) -> {
            Headers header = Headers.ct(1).number(number).at(0.0, 30.0, z)
                    .facing(List.of(1.0, 0.0, 0.0, 0.0, Math.cos(tilt), Math.sin(tilt)));
            return no ? header.withoutPosition() : header;
        });
        return headers.list().ofMinSize(1).ofMaxSize(8).map(list -> {
            List<Slice> slices = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                slices.add(list.get(i).slice("slice" + (i * 7 % 11) + ".dcm"));
            }
            return slices;
        });
    }
}
