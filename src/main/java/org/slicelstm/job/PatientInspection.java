package org.slicelstm.job;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import org.slicelstm.PlainText;

/**
 * What a model would see of one patient.
 *
 * @param patient   the table's identifier or the folder's name
 * @param orderedBy {@code position}, {@code instance} or {@code name}
 * @param slices    the slices in order
 * @param leftOut   everything else, and why
 * @param notes     how the series was chosen and the like, one sentence each
 * @param warnings  what looks wrong in the pictures, one sentence each
 */
public record PatientInspection(String patient, @SerializedName("ordered_by") String orderedBy,
                                List<InspectedSlice> slices, @SerializedName("left_out") List<LeftOutFile> leftOut,
                                List<String> notes, List<String> warnings) {
    public PatientInspection {
        notes = notes.stream().map(PlainText::escape).toList();
        warnings = warnings.stream().map(PlainText::escape).toList();
    }

    /**
     * A slice that reaches the model.
     *
     * @param file   its path as the user gave it
     * @param frame  which picture of the file, from 0
     * @param status {@code ok}
     * @param series its series within the patient, from 1
     * @param order  its place in the order, from 0
     * @param pixels its stored values
     */
    public record InspectedSlice(String file, int frame, String status, int series, int order,
                                 PixelSummary pixels) { }
}
