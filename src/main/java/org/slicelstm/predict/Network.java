package org.slicelstm.predict;

import java.util.List;
import org.slicelstm.Progress;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.Slice;

/** From a patient's slices to logits. */
interface Network {
    /**
     * Runs the network on a patient.
     *
     * @param orders         slice orders whose logits are averaged, at least 1
     * @param evidenceOrders random orders for the evidence of each slice, 0 for none
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    Outcome predict(Patient patient, int orders, int evidenceOrders, Progress progress);

    /**
     * What the network says of a patient.
     *
     * @param slices   the slices that reached it, in order; where there are none, nothing else is there either
     * @param leftOut  those that did not
     * @param passes   slice orders whose logits were averaged
     * @param logits   {@code [labels]}
     * @param running  {@code [slices][labels]}: the probability after each slice in the order of the patient; no row
     *                 where the network answers for the whole patient only
     * @param evidence what each slice adds; null where it was not asked for or cannot be told
     * @param warnings what looks wrong in the patient's names, headers and pictures
     * @param error    why the slices cannot be given to the network, in one sentence, or null
     */
    record Outcome(List<Slice> slices, List<LeftOut> leftOut, int passes, double[] logits, float[][] running,
                   OrderEvidence evidence, List<String> warnings, String error) {
        /** The network cannot be given this patient's slices. */
        static Outcome refused(List<LeftOut> leftOut, List<String> warnings, String error) {
            return new Outcome(List.of(), leftOut, 0, new double[0], new float[0][], null, warnings, error);
        }
    }
}
