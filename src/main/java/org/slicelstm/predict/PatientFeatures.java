package org.slicelstm.predict;

import java.util.List;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.Slice;
import org.slicelstm.graph.FeatureRows;

/**
 * What the backbone makes of a patient's slices. Holds native memory until it is closed.
 *
 * @param slices      the slices that reached the model, in order
 * @param leftOut     those that did not, and why: what the patient brought along first, then what decoding added
 * @param rows        a row of features for each slice, with room for those that were refused
 * @param contentSeed depends on the pictures' content, and not on their names or their order
 * @param warnings    what looks wrong in the patient's names, headers and pictures
 * @param error       why nothing can be said of these slices, in one sentence, or null
 */
record PatientFeatures(List<Slice> slices, List<LeftOut> leftOut, FeatureRows rows, long contentSeed,
                       List<String> warnings, String error) implements AutoCloseable {
    @Override
    public void close() {
        rows.close();
    }
}
