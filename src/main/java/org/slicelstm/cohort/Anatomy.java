package org.slicelstm.cohort;

/** Compares pictures where headers cannot tell whether they are of one person; safe to call from several threads. */
@FunctionalInterface
public interface Anatomy {
    /**
     * How alike two slices are that lie at about the same place.
     *
     * @param one   a DICOM slice
     * @param other another one
     * @return the correlation of their coarse pictures, from −1 to 1; NaN where it cannot be told, such as for files
     *         that cannot be decoded or planes that are not parallel
     */
    double likeness(Slice one, Slice other);
}
