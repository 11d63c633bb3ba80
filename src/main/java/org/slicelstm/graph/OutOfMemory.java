package org.slicelstm.graph;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.slicelstm.UserException;
import org.tensorflow.exceptions.TFResourceExhaustedException;

/** What is done where TensorFlow has not enough memory for all pictures at once: the same in halves. */
final class OutOfMemory {
    private OutOfMemory() {
    }

    /** Work on some pictures that gives the same number of values for each. */
    @FunctionalInterface
    interface Work {
        /**
         * @param images pictures from the buffer's position on
         * @param n      how many
         */
        float[] on(FloatBuffer images, int n);
    }

    /**
     * Does the work, on halves where the memory does not suffice, down to single pictures.
     *
     * @param images   pictures from the buffer's position on, which stays
     * @param n        how many, at least 1
     * @param aPicture floats of one
     * @throws UserException if not even one picture fits
     */
    static float[] halved(FloatBuffer images, int n, long aPicture, Work work) {
        try {
            return work.on(images, n);
        } catch (TFResourceExhaustedException | OutOfMemoryError e) {
            if (n == 1) {
                throw new UserException("There is not enough memory for one picture ("
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given")
                        + "); close other programs, or choose the device cpu or a smaller model.", e);
            }
        }
        int half = n / 2;
        float[] first = halved(images, half, aPicture, work);
        FloatBuffer rest = images.duplicate();
        rest.position(Math.toIntExact(images.position() + half * aPicture));
        float[] second = halved(rest, n - half, aPicture, work);
        float[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
