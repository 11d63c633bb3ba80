package org.slicelstm;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * How long work tells how far it is and hears that it should stop. Handed down the call and polled between units of
 * work; implementations are safe to call from several threads.
 */
public interface Progress {
    /** Work nobody watches and nobody cancels. */
    Progress NONE = (what, done, total) -> { };

    /** Work that can be cancelled and tells nothing, where the user sees the work around it. */
    static Progress silent(BooleanSupplier cancelled) {
        return new Progress() {
            @Override
            public void update(String what, long done, long total) {
                // What goes on around it is what the user sees.
            }

            @Override
            public boolean isCancelled() {
                return cancelled.getAsBoolean();
            }
        };
    }

    /**
     * Tells how far the work is.
     *
     * @param what  what is being done now, in the user's words
     * @param done  units finished
     * @param total units in all, or a negative number where that is not known
     */
    void update(String what, long done, long total);

    /** Whether the user asked to stop. */
    default boolean isCancelled() {
        return false;
    }

    /**
     * Ends the work where the user asked for it.
     *
     * @throws CancellationException if {@link #isCancelled()}
     */
    default void checkCancelled() {
        if (isCancelled()) {
            throw new CancellationException("Cancelled.");
        }
    }
}
