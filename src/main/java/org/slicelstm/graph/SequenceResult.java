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

    /** The answers after each patient's last picture, one step each. */
    SequenceResult last() {
        int[] ones = new int[lengths.length];
        float[] lastLogits = new float[lengths.length * labels];
        float[] lastProbabilities = new float[lastLogits.length];
        for (int patient = 0; patient < lengths.length; patient++) {
            ones[patient] = 1;
            int from = index(patient, lengths[patient] - 1, 0);
            System.arraycopy(logits, from, lastLogits, patient * labels, labels);
            System.arraycopy(probabilities, from, lastProbabilities, patient * labels, labels);
        }
        return new SequenceResult(ones, 1, labels, lastLogits, lastProbabilities);
    }

    private int index(int patient, int step, int label) {
        if (step < 0 || step >= lengths[patient] || label < 0 || label >= labels) {
            throw new IndexOutOfBoundsException("patient " + patient + ", picture " + step + ", label " + label);
        }
        return (patient * steps + step) * labels + label;
    }
}
