package org.slicelstm.phantom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import org.slicelstm.Progress;

/** Does a number of tasks in parallel; when it is over, well or not, none of them runs any more. */
final class Crew {
    /** One of the tasks. */
    @FunctionalInterface
    interface Task<T> {
        /**
         * Does it.
         *
         * @param watched cancelled when the user or another task's failure stops the work
         */
        T run(int number, Progress watched) throws IOException;
    }

    private final Phaser running = new Phaser(1);
    private final Progress progress;
    private volatile boolean stopped;

    private Crew(Progress progress) {
        this.progress = progress;
    }

    /**
     * Does tasks 0 to count − 1.
     *
     * @return their results, in order
     * @throws IOException           the first task's that failed
     * @throws CancellationException if the user or the thread was stopped
     */
    static <T> List<T> all(int count, ExecutorService executor, Progress progress, Task<T> task) throws IOException {
        Crew crew = new Crew(progress);
        List<Future<T>> futures = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                int number = i;
                futures.add(executor.submit(() -> crew.watched(number, task)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("Cancelled.").initCause(e);
        } finally {
            crew.stopped = true;
            futures.forEach(future -> future.cancel(false));
            crew.running.arriveAndAwaitAdvance();
        }
    }

    private <T> T watched(int number, Task<T> task) throws IOException {
        running.register();
        try {
            Progress watched = new Progress() {
                @Override
                public void update(String what, long done, long total) {
                    progress.update(what, done, total);
                }

                @Override
                public boolean isCancelled() {
                    return stopped || progress.isCancelled();
                }
            };
            watched.checkCancelled();
            return task.run(number, watched);
        } finally {
            running.arriveAndDeregister();
        }
    }

    private static IOException unwrapped(Throwable cause) {
        if (cause instanceof IOException e) {
            return e;
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return new IOException(cause);
    }
}
