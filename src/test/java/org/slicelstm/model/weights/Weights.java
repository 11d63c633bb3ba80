package org.slicelstm.model.weights;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** What tests do with whole weight files. */
final class Weights {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Weights() {
    }

    /** Reads every tensor; returns how many there were. */
    static int readAll(Path path) {
        try (WeightFile file = WeightFile.open(path)) {
            for (TensorInfo tensor : file.tensors()) {
                file.read(tensor.name());
            }
            return file.tensors().size();
        }
    }

    /** Bytes that this thread has allocated so far. */
    static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
