package org.slicelstm.predict;

import java.util.List;
import java.util.Objects;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.Patient.OrderedBy;
import org.slicelstm.cohort.Slice;

/**
 * The prediction for one patient, or why there is none.
 *
 * @param patient       the patient's name in results
 * @param orderedBy     what the order of the slices rests on
 * @param slices        the slices that reached the model, in order
 * @param leftOut       those that did not, and why
 * @param notes         what the user should know, one sentence each
 * @param warnings      what looks wrong in the patient's names, headers and pictures, one sentence each
 * @param orders        slice orders whose logits were averaged; 1 is the single pass in the order named
 * @param raw           {@code [labels]}: the network's probability of each label
 * @param probabilities {@code [labels]}: the calibrated probability
 * @param calls         {@code [labels]}: whether the probability reaches the model's threshold
 * @param running       {@code [slices][labels]}: the raw probability after each slice, in the order named; no row
 *                      where the model answers for the whole patient only
 * @param evidence      which slices made it; null where that was not asked for or cannot be told
 * @param error         why there is no prediction, in one sentence, or null
 */
public record PatientResult(String patient, OrderedBy orderedBy, List<Slice> slices, List<LeftOut> leftOut,
                            List<String> notes, List<String> warnings, int orders, double[] raw,
                            double[] probabilities, boolean[] calls, float[][] running, Evidence evidence,
                            String error) {
    public PatientResult {
        Objects.requireNonNull(patient, "patient");
        slices = List.copyOf(slices);
        leftOut = List.copyOf(leftOut);
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
    }

    /** A prediction without evidence or warnings. */
    public PatientResult(String patient, OrderedBy orderedBy, List<Slice> slices, List<LeftOut> leftOut,
                         List<String> notes, int orders, double[] raw, double[] probabilities, boolean[] calls,
                         float[][] running, String error) {
        this(patient, orderedBy, slices, leftOut, notes, List.of(), orders, raw, probabilities, calls, running, null,
                error);
    }

    /** A patient without a prediction. */
    public static PatientResult failed(String patient, OrderedBy orderedBy, List<LeftOut> leftOut, List<String> notes,
                                       List<String> warnings, String error) {
        return new PatientResult(patient, orderedBy, List.of(), leftOut, notes, warnings, 0, new double[0],
                new double[0], new boolean[0], new float[0][], null, error);
    }
}
