package org.slicelstm.fiji;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.scijava.service.SciJavaService;
import org.slicelstm.UserException;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;

/**
 * Does jobs in a worker process, one after the other; they queue. A prediction that is asked for while a training runs
 * is done by a second worker where there is memory for it, else it says that it waits. A worker stays warm between
 * jobs, ends after an idle time, and never outlives this process.
 */
public interface WorkerService extends SciJavaService {
    /** Minutes without a job after which the worker ends and gives its memory back, unless set. */
    double DEFAULT_IDLE_MINUTES = 10;

    /**
     * Does a job.
     *
     * @param job  what to do; relative paths are taken from the folder this process was started in
     * @param sink hears what happens, on the thread that called; where it says that the job is cancelled the worker is
     *             killed, wherever it is
     * @return whether all patients were done; those that failed were reported with their reason
     * @throws UserException         if the job cannot be carried out as it was given, or the worker crashed, with the
     *                               last lines of its log; the next job starts a fresh one
     * @throws CancellationException if the sink said so; what was finished is written
     */
    default boolean run(Job job, EventSink sink) {
        return run(job, sink, () -> false);
    }

    /**
     * Does a job that can also be asked to end early and keep what is finished, such as training with its best epoch so
     * far.
     *
     * @param stop whether the job should end so; asked again and again while the job runs
     * @throws UserException         as {@link #run(Job, EventSink)}
     * @throws CancellationException if the sink or {@code stop} said so
     */
    boolean run(Job job, EventSink sink, BooleanSupplier stop);

    /** How many jobs are being done or wait. */
    int jobs();

    /** Minutes without a job after which the worker ends. */
    double idleMinutes();

    /**
     * Sets the idle time, for the workers that start from now on; it is remembered.
     *
     * @param minutes above 0
     */
    void setIdleMinutes(double minutes);
}
