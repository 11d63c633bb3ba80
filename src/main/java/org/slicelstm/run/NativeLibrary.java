package org.slicelstm.run;

import org.slicelstm.Progress;
import org.slicelstm.graph.TensorFlowLibrary;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;

/** Loads TensorFlow for a job. The first time after an installation takes up to a minute, which the user is told. */
final class NativeLibrary {
    private NativeLibrary() {
    }

    /** @throws org.slicelstm.UserException if TensorFlow cannot be loaded */
    static void load(EventSink sink, Progress progress) {
        TensorFlowLibrary.unpackingNote().ifPresent(note -> sink.accept(new Event.Note(note)));
        TensorFlowLibrary.require(progress);
        progress.checkCancelled();
    }
}
