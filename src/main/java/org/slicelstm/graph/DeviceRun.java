package org.slicelstm.graph;

import java.util.Locale;
import java.util.Optional;
import org.slicelstm.Count;

/**
 * The device that runs, and what follows from it.
 *
 * @param device as TensorFlow's own placement names it, such as {@code CPU:0}
 * @param chunk  pictures that go through the backbone together
 * @param remark what the user should know: that no GPU is used although one might be, or what was chosen for the card
 */
public record DeviceRun(String device, int chunk, Optional<String> remark) {
    /** More is no faster on a CPU and takes more memory. */
    static final int CPU_CHUNK = 8;
    /** More fills no card better, and takes longer to read than to compute. */
    static final int MOST = 64;
    private static final double BYTES_A_GB = 1e9;
    /**
     * For each pixel of a picture: two maps of 64 channels of float32 at full size, which is the most that VGG-19 has
     * alive at once, and as much again for the work space of convolutions.
     */
    private static final long BYTES_A_PIXEL = 4L * 64 * Float.BYTES;

    /**
     * The run of a network on a device.
     *
     * @param choice what the user wanted
     * @param ran    the device that ran, such as {@code GPU:0}
     * @param most   pictures that go through it together at most
     */
    static DeviceRun of(DeviceChoice choice, String ran, int height, int width, int most) {
        if (ran.startsWith("CPU") && choice.kind() != DeviceChoice.Kind.GPU) {
            return whole(choice, ran);
        }
        long bytes = Devices.open(choice).stream().filter(each -> each.isGpu() && ran.contains(each.name()))
                .mapToLong(Devices.Device::bytes).min().orElse(0);
        int chunk = Math.min(most, chunk(bytes, height, width));
        return new DeviceRun(ran, chunk, Optional.of(String.format(Locale.ROOT,
                "%s has %.1f GB for the network: %s through it together.", ran, bytes / BYTES_A_GB,
                Count.of(chunk, "slice goes", "slices go"))));
    }

    /** The run of a model that takes all slices of a patient at once, whatever the memory. */
    static DeviceRun whole(DeviceChoice choice, String ran) {
        boolean fellBack = choice.kind() == DeviceChoice.Kind.AUTO && ran.startsWith("CPU");
        return new DeviceRun(ran, CPU_CHUNK, fellBack ? GpuProbe.look().fallback(ran) : Optional.empty());
    }

    /** Half of the memory for the pictures under way, the other half for weights and what the library needs. */
    static int chunk(long bytes, int height, int width) {
        return (int) Math.max(1, Math.min(MOST, bytes / 2 / (BYTES_A_PIXEL * height * width)));
    }
}
