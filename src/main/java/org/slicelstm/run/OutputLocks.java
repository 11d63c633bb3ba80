package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slicelstm.AtomicFile;
import org.slicelstm.OutputLock;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;

/** The outputs of one run, which no other run writes meanwhile. */
final class OutputLocks implements AutoCloseable {
    private final EventSink sink;
    private final List<OutputLock> locks = new ArrayList<>();

    OutputLocks(EventSink sink) {
        this.sink = sink;
    }

    /**
     * Takes the lock of an output, and removes what a killed run left aside in it.
     *
     * @param output a file or folder, or null for none
     * @throws org.slicelstm.UserException if another run is writing it
     */
    void take(String output) throws IOException {
        if (output == null) {
            return;
        }
        Path path = JobRunner.path(output);
        OutputLock lock = OutputLock.of(path);
        locks.add(lock);
        if (!lock.isKept()) {
            sink.accept(new Event.Note("The disk of '" + output + "' keeps no locks: let no second run write there."));
        } else if (Files.isDirectory(path)) {
            AtomicFile.sweep(path);
        }
    }

    @Override
    public void close() throws IOException {
        for (OutputLock each : locks) {
            each.close();
        }
    }
}
