package org.slicelstm.graph;

import org.slicelstm.UserException;
import org.tensorflow.TensorFlow;

/** Whether TensorFlow's native library is there. */
public final class TensorFlowLibrary {
    private TensorFlowLibrary() {
    }

    /**
     * Loads the native library where that has not been done.
     *
     * @return TensorFlow's version
     * @throws UserException if there is none for this computer
     */
    public static String require() {
        try {
            return TensorFlow.version();
        } catch (LinkageError e) {
            throw new UserException("TensorFlow has no native library for this computer ("
                    + System.getProperty("os.name") + ", " + System.getProperty("os.arch")
                    + ") on the class path, or it cannot be loaded; run scripts/setup again.", e);
        }
    }
}
