package org.slicelstm.job;

/** Who hears a job's events, and may ask it to stop. Called from one thread at a time. */
@FunctionalInterface
public interface EventSink {
    void accept(Event event);

    /** Whether the job should stop after the unit of work it is at. */
    default boolean isCancelled() {
        return false;
    }
}
