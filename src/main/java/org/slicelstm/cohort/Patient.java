package org.slicelstm.cohort;

import java.util.List;
import java.util.Objects;

/**
 * The slices that share one diagnosis, in order.
 *
 * @param id        the table's identifier or the folder's name, never a DICOM identifier
 * @param slices    the slices that take part, in the order of {@code orderedBy}
 * @param series    for each slice the number of its series within the patient, from 1
 * @param orderedBy what the order rests on
 * @param leftOut   what does not take part, and why
 * @param notes     what the user should know of how this patient was put together, one sentence each
 * @param warnings  what looks wrong in its names and headers, one sentence each; the pictures have their own
 */
public record Patient(String id, List<Slice> slices, List<Integer> series, OrderedBy orderedBy,
                      List<LeftOut> leftOut, List<String> notes, List<String> warnings) {

    /** What a patient's slice order rests on. */
    public enum OrderedBy {
        /** Position along the slice normal. */
        POSITION,
        /** DICOM's instance number, or the place in a stack file. */
        INSTANCE,
        /** Natural order of the file names (1, 2, 10): good for showing, not anatomical. */
        NAME
    }

    public Patient {
        Objects.requireNonNull(id, "id");
        slices = List.copyOf(slices);
        series = List.copyOf(series);
        leftOut = List.copyOf(leftOut);
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
        if (series.size() != slices.size()) {
            throw new IllegalArgumentException("one series number for each slice");
        }
    }

    /** A patient of whom nothing looks wrong. */
    public Patient(String id, List<Slice> slices, List<Integer> series, OrderedBy orderedBy, List<LeftOut> leftOut,
                   List<String> notes) {
        this(id, slices, series, orderedBy, leftOut, notes, List.of());
    }

    /** The same patient with these warnings in the place of its own. */
    Patient withWarnings(List<String> told) {
        return new Patient(id, slices, series, orderedBy, leftOut, notes, told);
    }
}
