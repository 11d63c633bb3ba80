package org.slicelstm.graph;

import java.util.Arrays;

/**
 * The running answers of a head that needs a run for each: the head on a patient's first slice, the first two, and so
 * on, some of them together, as memory allows.
 */
final class PrefixRuns {
    private static final int MOST_FLOATS = 1 << 21;

    private PrefixRuns() {
    }

    /** The head on some patients. */
    @FunctionalInterface
    interface Head {
        /**
         * The answers after all slices of b patients.
         *
         * @return b of them, one step each
         */
        SequenceResult on(FeatureRows features, int[] lengths);
    }

    /**
     * The running answers.
     *
     * @param features {@code [b, t, F]}
     * @param lengths  slices of each patient, {@code [b]}
     * @return rows past a patient's length are not-a-number
     */
    static SequenceResult of(FeatureRows features, int[] lengths, int labels, Head head) {
        int steps = features.steps();
        float[] logits = new float[lengths.length * steps * labels];
        float[] probabilities = new float[logits.length];
        Arrays.fill(logits, Float.NaN);
        Arrays.fill(probabilities, Float.NaN);
        for (int patient = 0; patient < lengths.length; patient++) {
            int done = 0;
            while (done < lengths[patient]) {
                int together = together(done, lengths[patient], features.width());
                SequenceResult found = run(features, patient * steps, done, together, head);
                int at = (patient * steps + done) * labels;
                System.arraycopy(found.logits(), 0, logits, at, together * labels);
                System.arraycopy(found.probabilities(), 0, probabilities, at, together * labels);
                done += together;
            }
        }
        return new SequenceResult(lengths, steps, labels, logits, probabilities);
    }

    /** As many as fit, at least one: each has the features of the longest. */
    private static int together(int done, int slices, int width) {
        int count = 1;
        while (done + count < slices && (count + 1L) * (done + count + 1) * width <= MOST_FLOATS) {
            count++;
        }
        return count;
    }

    private static SequenceResult run(FeatureRows features, int first, int done, int together, Head head) {
        int longest = done + together;
        int[] lengths = new int[together];
        try (FeatureRows rows = new FeatureRows(together, longest, features.width())) {
            for (int i = 0; i < together; i++) {
                lengths[i] = done + i + 1;
                for (int t = 0; t < longest; t++) {
                    rows.add(features.row(first + t));
                }
            }
            return head.on(rows, lengths);
        }
    }
}
