package org.slicelstm.train;

import java.time.Duration;
import java.util.List;
import org.slicelstm.cohort.Part;

/** Hears how a training goes, on the thread that trains. */
public interface TrainingListener {
    /** A sentence that the user should read. */
    void note(String sentence);

    /** What looks wrong with a patient, in one sentence. */
    default void warned(String patient, String sentence) {
        note(patient + ": Warning: " + sentence);
    }

    /**
     * The patients are divided, and nothing is trained yet.
     *
     * @param advice what should be known of the parts, one sentence each
     */
    default void divided(List<String> advice) {
    }

    /**
     * Training begins.
     *
     * @param device what runs, as the runtime names it
     * @param from   the first epoch to be trained, above 1 where a run goes on
     */
    void started(String device, int from, int epochs);

    /**
     * An epoch is finished and its checkpoint written.
     *
     * @param rows of this epoch
     * @param best the best epoch so far
     * @param left estimate for the epochs that are left
     */
    void epoch(int epoch, int epochs, List<History.Row> rows, int best, Duration left);

    /** The metrics of the best epoch, {@code all} labels, of a part that the history does not have. */
    default void result(Part part, List<Metrics.Named> metrics) {
    }

    /** The run is complete: its model is written, and the best epoch's weights are still at hand. */
    default void trained(HeldOut heldOut) {
        // Most have no question left.
    }

    /** Questions to the weights of the best epoch about the patients that were kept back; answered while they stand. */
    interface HeldOut {
        /**
         * How well they are told apart.
         *
         * @param sorted whether the slices come once in their own order; else the mean over random orders counts
         */
        List<Metrics.Named> metrics(boolean sorted);

        /** How many of them have each label. */
        List<Prevalence> prevalences();

        /** Which epoch it is, from 1. */
        int bestEpoch();
    }
}
