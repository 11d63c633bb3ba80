package org.slicelstm.run.doctor;

import java.nio.file.Path;
import java.util.List;

/** What is known of a computer and an installation, before anything is made of it. */
public final class Facts {
    private Facts() {
    }

    /**
     * Java.
     *
     * @param feature its version, such as 17
     * @param name    maker and whole version
     * @param bits    32 or 64
     */
    public record Java(int feature, String name, Path home, int bits) { }

    /**
     * Memory, in bytes.
     *
     * @param total of the computer, or of the container
     * @param free  now
     * @param heap  what Java may take for itself
     */
    public record Memory(long total, long free, long heap) { }

    /**
     * TensorFlow.
     *
     * @param version  as the native library tells it; null where it cannot be loaded
     * @param file     the native library, or null
     * @param gpuBuild whether it is the build for GPUs
     * @param problem  why it cannot be loaded, or null
     */
    public record Library(String version, Path file, boolean gpuBuild, String problem) { }

    /**
     * A folder that is written to.
     *
     * @param what     what it is for
     * @param used     bytes in it, or −1 where it is not SliceLSTM's alone
     * @param free     bytes on its disk
     * @param writable whether it can be written, or made
     */
    public record Folder(String what, Path path, long used, long free, boolean writable) { }

    /**
     * Unpacked libraries that this version does not use, such as those of an earlier one.
     *
     * @param names of their jars
     * @param bytes together
     */
    public record Leftovers(List<String> names, long bytes) { }

    /**
     * A prediction that was tried.
     *
     * @param asked         the device that was chosen
     * @param ran           the device that ran, as TensorFlow tells it; null where none did
     * @param slices        how many pictures
     * @param seconds       from pictures to probabilities
     * @param probabilities after the last picture
     * @param problem       why there was none, or null
     */
    public record Trial(String asked, String ran, int slices, double seconds, float[] probabilities, String problem) { }
}
