package org.slicelstm.predict;

import java.util.List;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.Slice;

/**
 * What the backbone makes of a patient's slices.
 *
 * @param slices      the slices that reached the model, in order
 * @param leftOut     those that did not, and why: what the patient brought along first, then what decoding added
 * @param values      {@code [slices, features]}, row by row
 * @param features    features of a slice
 * @param contentSeed depends on the pictures' content, and not on their names or their order
 */
record PatientFeatures(List<Slice> slices, List<LeftOut> leftOut, float[] values, int features, long contentSeed) {
}
