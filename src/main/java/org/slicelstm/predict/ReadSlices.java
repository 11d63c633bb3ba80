package org.slicelstm.predict;

import java.util.ArrayList;
import java.util.List;
import org.slicelstm.Count;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.Patient;
import org.slicelstm.image.SliceBatches;

/**
 * What is known of a patient's slices once all of them are read.
 *
 * @param leftOut  what the patient brought along first, then what decoding added
 * @param warnings the patient's own first, then those of its pictures
 * @param error    why the slices cannot be given to a model, in one sentence, or null
 */
record ReadSlices(List<LeftOut> leftOut, List<String> warnings, String error) {

    /** @param batches all of them taken */
    static ReadSlices of(Patient patient, SliceBatches batches, boolean any) {
        List<LeftOut> leftOut = new ArrayList<>(patient.leftOut());
        leftOut.addAll(batches.leftOut());
        List<String> warnings = new ArrayList<>(patient.warnings());
        warnings.addAll(batches.warnings());
        return new ReadSlices(leftOut, warnings, any ? batches.refusal().orElse(null) : noSlices(leftOut));
    }

    private static String noSlices(List<LeftOut> leftOut) {
        if (leftOut.isEmpty()) {
            return "no slices: the folder is empty; name a folder with JPG, PNG, TIFF or DICOM slices.";
        }
        LeftOut first = leftOut.get(0);
        return "no slices: none of " + Count.of(leftOut.size(), "file") + " can be used, for instance "
                + first.file() + " ("
                + first.reason() + ").";
    }
}
