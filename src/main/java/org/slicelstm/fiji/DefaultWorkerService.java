package org.slicelstm.fiji;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.prefs.PrefService;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;

/**
 * The worker service: one worker process, which is replaced where it ended, and a second one for the predictions that
 * are asked for while the first one trains. Two trainings never run side by side.
 */
@Plugin(type = Service.class)
public final class DefaultWorkerService extends AbstractService implements WorkerService {
    static final String WAITS = "waits for the training";

    private static final String IDLE_MINUTES = "idleMinutes";
    private static final long POLL_MILLIS = 100;

    @Parameter
    private PrefService prefs;

    private final Lane first = new Lane();
    private final Lane second = new Lane();
    private final AtomicInteger jobs = new AtomicInteger();
    private BooleanSupplier room = Memory::hasRoom;
    private volatile boolean disposed;

    /** A worker and the jobs that wait for it. */
    private static final class Lane {
        /** Fair: jobs are done in the order in which they were asked for. */
        private final ReentrantLock turn = new ReentrantLock(true);
        private volatile WorkerProcess worker;
        private volatile boolean trains;

        private boolean isWarm() {
            WorkerProcess current = worker;
            return current != null && current.isAlive();
        }
    }

    @Override
    public boolean run(Job job, EventSink sink, BooleanSupplier stop) {
        jobs.incrementAndGet();
        try {
            return runInTurn(job, sink, stop);
        } finally {
            jobs.decrementAndGet();
        }
    }

    private boolean runInTurn(Job job, EventSink sink, BooleanSupplier stop) {
        Lane lane = awaitTurn(job, sink);
        try {
            lane.trains = job instanceof Job.Train;
            boolean warm = lane.isWarm();
            try {
                return worker(lane, sink).run(job, sink, stop);
            } catch (WorkerProcess.EndedIdleException e) {
                if (!warm) {
                    throw new UserException("SliceLSTM's worker ended before it took a job; try again.", e);
                }
                // It ran into its idle time just when the job came.
                return worker(lane, sink).run(job, sink, stop);
            }
        } finally {
            lane.trains = false;
            lane.turn.unlock();
        }
    }

    private Lane awaitTurn(Job job, EventSink sink) {
        boolean told = false;
        try {
            while (!first.turn.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (sink.isCancelled() || disposed) {
                    throw new CancellationException("Cancelled.");
                }
                if (first.trains && mayRunBeside(job) && (second.isWarm() || room.getAsBoolean())) {
                    if (second.turn.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                        return second;
                    }
                } else if (first.trains && !told) {
                    told = true;
                    sink.accept(new Event.Note(job instanceof Job.Train
                            ? "Another training runs; this one begins when it has ended."
                            : "This " + WAITS + (mayRunBeside(job) ? ": there is no memory for a second worker; "
                                    + "close other programs, or cancel." : " to end.")));
                    sink.accept(new Event.Progress(WAITS, 0, -1));
                }
            }
            return first;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("Interrupted.").initCause(e);
        }
    }

    /** What only reads, and is over soon. */
    private static boolean mayRunBeside(Job job) {
        return job instanceof Job.Predict || job instanceof Job.PredictStack || job instanceof Job.Explain
                || job instanceof Job.ExplainStack || job instanceof Job.Inspect || job instanceof Job.InspectStack;
    }

    private WorkerProcess worker(Lane lane, EventSink sink) {
        synchronized (this) {
            if (disposed) {
                throw new CancellationException("Closed.");
            }
            if (!lane.isWarm()) {
                lane.worker = WorkerProcess.start(WorkerJava.command(idleMinutes()));
            }
        }
        lane.worker.awaitReady(sink);
        return lane.worker;
    }

    @Override
    public int jobs() {
        return jobs.get();
    }

    @Override
    public double idleMinutes() {
        return prefs.getDouble(WorkerService.class, IDLE_MINUTES, DEFAULT_IDLE_MINUTES);
    }

    @Override
    public void setIdleMinutes(double minutes) {
        if (!(minutes > 0)) {
            throw new UserException("The idle time is " + minutes + "; give a number of minutes above 0.");
        }
        prefs.put(WorkerService.class, IDLE_MINUTES, minutes);
    }

    /** The first worker's process, or null where none runs. */
    ProcessHandle process() {
        return first.isWarm() ? first.worker.handle() : null;
    }

    /** The processes of all workers that run. */
    List<ProcessHandle> processes() {
        return Stream.of(first, second).filter(Lane::isWarm).map(lane -> lane.worker.handle()).toList();
    }

    /** Says whether there is memory for a second worker, in the place of asking the system. */
    void setRoom(BooleanSupplier asked) {
        room = asked;
    }

    @Override
    public void dispose() {
        synchronized (this) {
            disposed = true;
            for (Lane lane : List.of(first, second)) {
                if (lane.worker != null) {
                    lane.worker.kill();
                }
            }
        }
    }
}
