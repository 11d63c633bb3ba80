package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slicelstm.cohort.Patient.OrderedBy;

/**
 * The slices of one series, or the loose pictures of one folder, in order. DICOM: by position along the slice normal
 * from feet to head; where positions are missing or contradict each other, by instance number; else by name. The order
 * does not depend on the order in which the slices come in.
 *
 * @param slices    the slices in order
 * @param orderedBy what the order rests on
 * @param leftOut   slices at a position that another one has
 * @param notes     why the order does not rest on position, where one would expect it
 */
record SliceOrder(List<Slice> slices, OrderedBy orderedBy, List<LeftOut> leftOut, List<String> notes) {
    private static final Comparator<Slice> BY_NAME =
            Comparator.comparing(Slice::shownAs, NaturalOrder.INSTANCE).thenComparingInt(Slice::frame);
    static final Comparator<Slice> BY_INSTANCE = Comparator
            .comparing((Slice slice) -> slice.dicom().instanceNumber(), Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(BY_NAME);
    /** Every stack file counts its frames from 1: file by file, or the stacks would be shuffled into each other. */
    private static final Comparator<Slice> BY_STACK = Comparator.comparing(Slice::shownAs, NaturalOrder.INSTANCE)
            .thenComparing(BY_INSTANCE);

    /** Orders loose pictures: by name, the frames of a stack as they come. */
    static SliceOrder ofPictures(List<Slice> pictures) {
        List<Slice> sorted = sorted(pictures, BY_NAME);
        boolean oneStack = sorted.size() > 1 && sorted.stream().map(Slice::shownAs).distinct().count() == 1;
        return new SliceOrder(sorted, oneStack ? OrderedBy.INSTANCE : OrderedBy.NAME, List.of(), List.of());
    }

    /** Orders the DICOM slices of one series; at least one. */
    static SliceOrder ofSeries(List<Slice> series) {
        boolean stacks = series.stream().anyMatch(slice -> slice.frames() > 1);
        Comparator<Slice> order = stacks ? BY_STACK : BY_INSTANCE;
        List<Slice> byInstance = sorted(series, order);
        boolean numbered = isNumbered(byInstance);
        String obstacle = obstacleToPosition(byInstance, numbered);
        if (obstacle == null) {
            return byPosition(byInstance, order);
        }
        return new SliceOrder(numbered ? byInstance : sorted(series, BY_NAME),
                numbered ? OrderedBy.INSTANCE : OrderedBy.NAME, List.of(),
                List.of(obstacle + "; ordered by " + (numbered ? "instance number" : "file name") + "."));
    }

    /** Whether instance numbers are there and tell slices apart. */
    private static boolean isNumbered(List<Slice> slices) {
        Set<Integer> numbers = new HashSet<>();
        slices.forEach(slice -> numbers.add(slice.dicom().instanceNumber()));
        return !numbers.contains(null) && (numbers.size() > 1 || slices.size() == 1);
    }

    private static String obstacleToPosition(List<Slice> slices, boolean numbered) {
        List<SlicePlane> planes = new ArrayList<>();
        for (Slice slice : slices) {
            SlicePlane plane = SlicePlane.of(slice.dicom());
            if (plane == null || !SlicePlane.hasPosition(slice.dicom())) {
                return "Not every slice has a position in its header";
            }
            planes.add(plane);
        }
        SlicePlane first = planes.get(0);
        if (!planes.stream().allMatch(first::isParallelTo)) {
            return "The slices are not parallel to each other";
        }
        return numbered && Places.isOnePlace(slices, first) ? "All slices have the same position in their headers" : null;
    }

    /** Orders by position; of several slices at one place the first by instance number stays. */
    private static SliceOrder byPosition(List<Slice> byInstance, Comparator<Slice> order) {
        SlicePlane plane = Objects.requireNonNull(SlicePlane.of(byInstance.get(0).dicom()));
        List<Slice> kept = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (List<Slice> place : Places.alongNormal(byInstance, plane)) {
            Slice stays = Collections.min(place, order);
            kept.add(stays);
            place.stream().filter(slice -> slice != stays).forEach(slice -> leftOut.add(LeftOut.slice(slice,
                    LeftOut.Status.LEFT_OUT, "at the same position as " + Words.name(stays))));
        }
        return new SliceOrder(kept, OrderedBy.POSITION, leftOut, List.of());
    }

    private static List<Slice> sorted(List<Slice> slices, Comparator<Slice> order) {
        List<Slice> sorted = new ArrayList<>(slices);
        sorted.sort(order);
        return sorted;
    }
}
