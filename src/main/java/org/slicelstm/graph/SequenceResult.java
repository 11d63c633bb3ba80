package org.slicelstm.graph;

/**
 * Running results of several patients, padded to one length.
 *
 * @param lengths       pictures of each patient, {@code [b]}
 * @param steps         the padded length t
 * @param labels        the number of labels
 * @param logits        {@code [b, t, labels]}, last axis fastest; not-a-number past a patient's length
 * @param probabilities sigmoids of the logits, uncalibrated
 */
public record SequenceResult(int[] lengths, int steps, int labels, float[] logits, float[] probabilities) {
    /** The logit of a label after a patient has been seen up to a picture; all counted from 0. */
    public float logit(int patient, int step, int label) {
        return logits[index(patient, step, label)];
    }

    /** The uncalibrated probability of a label after a patient has been seen up to a picture; counted from 0. */
    public float probability(int patient, int step, int label) {
        return probabilities[index(patient, step, label)];
    }

    private int index(int patient, int step, int label) {
        if (step < 0 || step >= lengths[patient] || label < 0 || label >= labels) {
            throw new IndexOutOfBoundsException("patient " + patient + ", picture " + step + ", label " + label);
        }
        return (patient * steps + step) * labels + label;
    }
}
