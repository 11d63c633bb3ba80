package org.slicelstm.train;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for work of an executor. */
final class Await {
    private Await() {
    }

    /**
     * What the work gave; what it threw is thrown here.
     *
     * @throws CancellationException if this thread is interrupted
     */
    static <T> T result(Future<T> work) {
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("Interrupted.").initCause(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("the work throws nothing checked", e.getCause());
        }
    }
}
