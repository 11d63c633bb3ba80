package org.slicelstm.run;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads for reading and drawing pictures, one for each core; they never keep the process alive. */
final class Workers {
    private Workers() {
    }

    /** The caller shuts it down. */
    static ExecutorService start(String name) {
        return Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
