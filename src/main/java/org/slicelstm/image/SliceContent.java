package org.slicelstm.image;

import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.MaskNames;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;

/** Tells from its pixels what cannot be a slice, however well it was decoded. */
public final class SliceContent {
    private SliceContent() {
    }

    /**
     * Requires that a decoded picture may be a slice: that it is not all of one value, and that it is no mask, which
     * its name and its pixels must say both.
     *
     * @throws NotASliceException if it is none, with the reason
     */
    public static void require(Slice slice, SliceStatistics statistics, SliceSummary summary)
            throws NotASliceException {
        if (MaskNames.isMask(slice) && (summary.fewLevels() || summary.loose() && statistics.flat())) {
            throw new NotASliceException(LeftOut.Status.LEFT_OUT,
                    "a mask, by its name and because it has only a few grey levels");
        }
        if (statistics.flat()) {
            throw NotASliceException.refused("all its pixels have the same value, so that it shows nothing");
        }
    }
}
