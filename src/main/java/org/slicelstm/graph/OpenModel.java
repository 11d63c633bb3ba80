package org.slicelstm.graph;

import org.slicelstm.model.ModelDirectory;

/** A model that is loaded into TensorFlow. Holds native memory, on a GPU too; whoever opened it closes it. */
public sealed interface OpenModel extends AutoCloseable permits ModelSession, ForeignSession {

    /**
     * Loads a model.
     *
     * @throws org.slicelstm.UserException if it cannot be loaded or run, or the device is not there
     */
    static OpenModel open(ModelDirectory directory, DeviceChoice device) {
        return directory.info().foreign().isPresent() ? ForeignSession.open(directory, device)
                : ModelSession.open(directory, device, 0);
    }

    /** Where it was loaded from. */
    ModelDirectory directory();

    /** The device that runs, how many pictures go through the network together, and what the user should know. */
    DeviceRun deviceRun();

    /** The device that runs, as TensorFlow's own placement names it, such as {@code CPU:0}. */
    default String device() {
        return deviceRun().device();
    }

    @Override
    void close();
}
