package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where slices lie: by position along their common normal or, where headers do not tell it, by instance number. */
final class Places {
    /** Positions closer than this are one place, in mm. */
    private static final double SAME_POSITION = 0.01;

    private Places() {
    }

    /**
     * Slices by place, each place's slices in the order in which they come in. Slices whose headers tell no place lie
     * each at one of its own.
     */
    static List<List<Slice>> of(List<Slice> slices) {
        SlicePlane plane = commonPlane(slices);
        if (plane != null && !isOnePlace(slices, plane)) {
            return alongNormal(slices, plane);
        }
        Map<Object, List<Slice>> places = new LinkedHashMap<>();
        for (Slice slice : slices) {
            Integer number = slice.dicom().instanceNumber();
            // Every stack file counts its frames from 1.
            Object place = number == null ? slice : slice.frames() > 1 ? List.of(slice.shownAs(), number) : number;
            places.computeIfAbsent(place, any -> new ArrayList<>()).add(slice);
        }
        return List.copyOf(places.values());
    }

    /** Slices by place along a normal, from its lower end. */
    static List<List<Slice>> alongNormal(List<Slice> slices, SlicePlane plane) {
        List<Slice> sorted = new ArrayList<>(slices);
        sorted.sort(Comparator.comparingDouble(slice -> plane.along(slice.dicom().position())));
        List<List<Slice>> places = new ArrayList<>();
        double here = Double.NaN;
        for (Slice slice : sorted) {
            double at = plane.along(slice.dicom().position());
            if (!(at - here <= SAME_POSITION)) {
                places.add(new ArrayList<>());
                here = at;
            }
            places.get(places.size() - 1).add(slice);
        }
        return places;
    }

    /** The plane to which the slices of both groups are parallel; null as of one group. */
    static SlicePlane commonPlane(List<Slice> one, List<Slice> other) {
        return commonPlane(Stream.concat(one.stream(), other.stream()).toList());
    }

    /** The plane to which all slices are parallel; null where they are not, or one has no plane or no position. */
    static SlicePlane commonPlane(List<Slice> slices) {
        SlicePlane first = null;
        for (Slice slice : slices) {
            SlicePlane plane = SlicePlane.of(slice.dicom());
            if (plane == null || !SlicePlane.hasPosition(slice.dicom())
                    || first != null && !first.isParallelTo(plane)) {
                return null;
            }
            first = first == null ? plane : first;
        }
        return first;
    }

    /**
     * Whether three or more slices with numbers of their own have one position: their header does not tell positions, or
     * they are a time series.
     */
    static boolean isOnePlace(List<Slice> slices, SlicePlane plane) {
        return slices.size() > 2 && alongNormal(slices, plane).size() == 1
                && slices.stream().map(slice -> slice.dicom().instanceNumber()).distinct().count() == slices.size();
    }
}
