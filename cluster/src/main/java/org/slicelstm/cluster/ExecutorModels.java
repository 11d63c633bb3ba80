package org.slicelstm.cluster;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.graph.OpenModel;

/**
 * The models that are open in this process. Spark starts the process and hands it tasks, and nothing that a task is
 * given outlives it; so a static field is the only place where TensorFlow and its weights can wait for the next task.
 * All tasks of an executor run the same session, which is safe for several threads.
 */
final class ExecutorModels {
    private static final Map<String, OpenModel> OPEN = new HashMap<>();

    private ExecutorModels() {
    }

    /** The model, loaded where it is not; it stays this class's to close. */
    static synchronized OpenModel open(ModelPlace place, String device) throws IOException {
        String key = place.sha256() + " " + device;
        OpenModel model = OPEN.get(key);
        if (model == null) {
            model = OpenModel.open(place.open(), DeviceChoice.parse(device));
            OPEN.put(key, model);
        }
        return model;
    }

    /** Gives the memory back, where executor and driver are one process; an executor's goes when it ends. */
    static synchronized void close() {
        OPEN.values().forEach(OpenModel::close);
        OPEN.clear();
    }
}
