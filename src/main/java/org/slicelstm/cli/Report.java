package org.slicelstm.cli;

import org.slicelstm.job.Event;

/** Writes a job's results to standard output as they come. */
interface Report {
    /** Takes a result; events that are no results (progress, notes) are passed over. */
    void accept(Event event);

    /** Writes what stands at the end, also after a failure half way: what was printed stays readable. */
    default void finish() {
    }
}
