package org.slicelstm.job;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;

/**
 * The prediction for one patient.
 *
 * @param patient       the table's identifier or the folder's name
 * @param slices        slices that reached the model
 * @param orderedBy     {@code position}, {@code instance} or {@code name}
 * @param orders        slice orders whose logits were averaged; 1 is the single pass in the order named
 * @param probabilities by label, calibrated as {@code model.json} says
 * @param raw           by label, as the network gives them
 * @param calls         by label, whether the probability reaches the model's threshold
 * @param running       {@code [slices, labels]}: the raw probabilities after each slice, in the order named; empty
 *                      where the model answers for the whole patient only
 * @param leftOut       what did not reach the model, and why
 * @param notes         what the user should know, one sentence each
 * @param error         why there is no prediction, or null
 */
public record PatientPrediction(String patient, int slices, @SerializedName("ordered_by") String orderedBy,
                                int orders, Map<String, Double> probabilities, Map<String, Double> raw,
                                Map<String, Boolean> calls, List<List<Double>> running,
                                @SerializedName("left_out") List<LeftOutFile> leftOut, List<String> notes,
                                String error) { }
