package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slicelstm.Progress;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.graph.OpenModel;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.model.ModelDirectory;

/**
 * Keeps the model of the last job open, so that the next job with the same one starts at once: checking and loading
 * VGG-19 takes seconds. Only one model is open at a time, since each holds its weights in memory, on a GPU too.
 */
final class OpenModels implements AutoCloseable {
    private Opened last;

    /** What is open; another {@code model.json} at the same place is another model, for it names every file's hash. */
    private record Opened(Path path, String modelJson, DeviceChoice device, OpenModel session) { }

    /**
     * The model, ready to run; it stays this object's to close.
     *
     * @throws org.slicelstm.UserException if the directory is no model, or the device is not there
     */
    OpenModel open(String model, String device, EventSink sink, Progress progress) throws IOException {
        Path path = JobRunner.path(model);
        DeviceChoice choice = DeviceChoice.parse(device);
        Path json = path.resolve(ModelDirectory.MODEL_JSON);
        if (last != null && last.path().equals(path.toAbsolutePath()) && last.device().equals(choice)
                && Files.isRegularFile(json) && Files.readString(json).equals(last.modelJson())) {
            return last.session();
        }
        close();
        ModelDirectory directory = ModelDirectory.open(path);
        String text = Files.readString(json);
        NativeLibrary.load(sink, progress);
        last = new Opened(path.toAbsolutePath(), text, choice, OpenModel.open(directory, choice));
        last.session().deviceRun().remark().ifPresent(remark -> sink.accept(new Event.Note(remark)));
        return last.session();
    }

    @Override
    public void close() {
        if (last != null) {
            last.session().close();
            last = null;
        }
    }
}
