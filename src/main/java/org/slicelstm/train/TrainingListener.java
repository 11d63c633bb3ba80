package org.slicelstm.train;

import java.time.Duration;
import java.util.List;
import org.slicelstm.cohort.Part;

/** Hears how a training goes, on the thread that trains. */
public interface TrainingListener {
    /** A sentence that the user should read. */
    void note(String sentence);

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
}
