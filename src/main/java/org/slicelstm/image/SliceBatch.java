package org.slicelstm.image;

import java.nio.FloatBuffer;
import java.util.List;
import org.slicelstm.cohort.Slice;

/**
 * Some consecutive slices of a patient, ready for the model.
 *
 * @param images     {@code [n, height, width, 3]}, RGB from 0 to 255: an array buffer from its first element to its
 *                   limit of n · height · width · 3; it is filled anew once the next batch is asked for
 * @param slices     the n slices in it, in their order
 * @param statistics what the stored values of each are
 */
public record SliceBatch(FloatBuffer images, List<Slice> slices, List<SliceStatistics> statistics) {
    public SliceBatch {
        slices = List.copyOf(slices);
        statistics = List.copyOf(statistics);
    }

    /** How many slices it has, at least one. */
    public int size() {
        return slices.size();
    }
}
