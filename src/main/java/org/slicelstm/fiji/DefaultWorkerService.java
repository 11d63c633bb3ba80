package org.slicelstm.fiji;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.prefs.PrefService;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;
import org.slicelstm.UserException;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;

/** The worker service: at most one worker process, which is replaced where it ended. */
@Plugin(type = Service.class)
public final class DefaultWorkerService extends AbstractService implements WorkerService {
    private static final String IDLE_MINUTES = "idleMinutes";
    private static final long POLL_MILLIS = 100;

    @Parameter
    private PrefService prefs;

    /** Fair: jobs are done in the order in which they were asked for. */
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile WorkerProcess worker;
    private volatile boolean disposed;

    @Override
    public boolean run(Job job, EventSink sink, BooleanSupplier stop) {
        awaitTurn(sink);
        try {
            boolean warm = worker != null && worker.isAlive();
            try {
                return worker(sink).run(job, sink, stop);
            } catch (WorkerProcess.EndedIdleException e) {
                if (!warm) {
                    throw new UserException("SliceLSTM's worker ended before it took a job; try again.", e);
                }
                // It ran into its idle time just when the job came.
                return worker(sink).run(job, sink, stop);
            }
        } finally {
            turn.unlock();
        }
    }

    private void awaitTurn(EventSink sink) {
        try {
            while (!turn.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (sink.isCancelled()) {
                    throw new CancellationException("Cancelled.");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("Interrupted.").initCause(e);
        }
    }

    private WorkerProcess worker(EventSink sink) {
        synchronized (this) {
            if (disposed) {
                throw new CancellationException("Closed.");
            }
            if (worker == null || !worker.isAlive()) {
                worker = WorkerProcess.start(WorkerJava.command(idleMinutes()));
            }
        }
        worker.awaitReady(sink);
        return worker;
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

    /** The worker's process, or null where none runs. */
    ProcessHandle process() {
        WorkerProcess current = worker;
        return current == null || !current.isAlive() ? null : current.handle();
    }

    @Override
    public void dispose() {
        synchronized (this) {
            disposed = true;
            if (worker != null) {
                worker.kill();
            }
        }
    }
}
