package org.slicelstm.image;

import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;

/** Decodes the pixels of a slice; safe to call from several threads. */
@FunctionalInterface
public interface SliceDecoder {
    /**
     * Reads one frame.
     *
     * @param slice a slice whose header was read from the same file
     * @return its stored values, right to the last pixel
     * @throws NotASliceException if the pixels cannot be read rightly; the reason names what is wrong
     */
    StoredSlice decode(Slice slice) throws NotASliceException;
}
