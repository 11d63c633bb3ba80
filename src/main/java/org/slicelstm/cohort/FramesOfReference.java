package org.slicelstm.cohort;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What FrameOfReferenceUIDs tell: slices of one such frame share a position of the patient on the table. */
final class FramesOfReference {
    private FramesOfReference() {
    }

    /** The UIDs that slices name, without empty ones. */
    static Set<String> of(List<Slice> slices) {
        return slices.stream().map(slice -> slice.dicom().scan().frameOfReferenceUid()).filter(uid -> !uid.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Whether slices are of several frames of reference that hold for more than a slice each. */
    static boolean tellApart(List<Slice> slices) {
        int frames = of(slices).size();
        return frames > 1 && 2 * frames <= slices.size();
    }

    /** Whether every slice has a UID of its own, as some exporters write it: such UIDs tell nothing. */
    static boolean areScattered(List<Slice> slices) {
        return slices.size() > 1 && of(slices).size() == slices.size();
    }
}
