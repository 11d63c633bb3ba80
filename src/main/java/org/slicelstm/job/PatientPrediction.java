package org.slicelstm.job;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import org.slicelstm.PlainText;

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
 * @param evidence      by label, what each slice adds to the logit over random orders, {@code [slices]}; null where
 *                      that was not asked for or cannot be told
 * @param evidenceSlices which files those slices are; null with it
 * @param orderSpread   by label, how far the answer depends on the order; null with it
 * @param leftOut       what did not reach the model, and why
 * @param notes         what the user should know, one sentence each
 * @param warnings      what looks wrong in the patient's names, headers and pictures, one sentence each
 * @param error         why there is no prediction, or null
 */
public record PatientPrediction(String patient, int slices, @SerializedName("ordered_by") String orderedBy,
                                int orders, Map<String, Double> probabilities, Map<String, Double> raw,
                                Map<String, Boolean> calls, List<List<Double>> running,
                                Map<String, List<Double>> evidence,
                                @SerializedName("evidence_slices") List<SliceName> evidenceSlices,
                                @SerializedName("order_spread") Map<String, OrderSpread> orderSpread,
                                @SerializedName("left_out") List<LeftOutFile> leftOut, List<String> notes,
                                List<String> warnings, String error) {
    public PatientPrediction {
        notes = notes.stream().map(PlainText::escape).toList();
        warnings = warnings.stream().map(PlainText::escape).toList();
        error = PlainText.escape(error);
    }

    /** A prediction without evidence or warnings. */
    public PatientPrediction(String patient, int slices, String orderedBy, int orders,
                             Map<String, Double> probabilities, Map<String, Double> raw, Map<String, Boolean> calls,
                             List<List<Double>> running, List<LeftOutFile> leftOut, List<String> notes,
                             String error) {
        this(patient, slices, orderedBy, orders, probabilities, raw, calls, running, null, null, null, leftOut, notes,
                List.of(), error);
    }

    /**
     * A slice by its file.
     *
     * @param file  its path as the user gave it
     * @param frame which picture of the file, from 0
     */
    public record SliceName(String file, int frame) { }

    /**
     * How far a label's answer depends on the order of the slices. Probabilities are calibrated.
     *
     * @param orders     random orders that were tried
     * @param sorted     probability of the single pass in the order named
     * @param random     probability of the mean logit over the random orders
     * @param sd         standard deviation of the probability of single random orders
     * @param low        their lowest probability
     * @param high       their highest
     * @param flips      share of random orders whose call is not the one reported, 0 to 1
     * @param logit      mean logit over the random orders
     * @param logitSd    its standard deviation
     * @param logitAlone mean logit of the slices alone: the evidence of all slices sums to logit − logitAlone
     */
    public record OrderSpread(int orders, double sorted, double random, double sd, double low, double high,
                              double flips, double logit, @SerializedName("logit_sd") double logitSd,
                              @SerializedName("logit_alone") double logitAlone) { }
}
