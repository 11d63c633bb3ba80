package org.slicelstm.graph;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slicelstm.UserException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/**
 * Which device the user wants.
 *
 * @param kind  which kind
 * @param index number of the GPU, or −1 for any
 */
public record DeviceChoice(Kind kind, int index) {
    /** A GPU where there is one. */
    public static final DeviceChoice AUTO = new DeviceChoice(Kind.AUTO, -1);
    /** The processor, even where there is a GPU. */
    public static final DeviceChoice CPU = new DeviceChoice(Kind.CPU, -1);

    /**
     * For trying everything but the arithmetic without a GPU: the system property that says how many devices of the
     * processor stand for GPUs, {@code CPU:0} for {@code gpu:0} and so on.
     */
    public static final String VIRTUAL_GPUS = "slicelstm.virtual.gpus";

    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");

    /** The kinds of devices. */
    public enum Kind {
        AUTO, CPU, GPU
    }

    /**
     * Reads {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}.
     *
     * @throws UserException if it is none of these
     */
    public static DeviceChoice parse(String text) {
        Matcher gpu = GPU.matcher(text);
        if (gpu.matches()) {
            return new DeviceChoice(Kind.GPU, gpu.group(1) == null ? -1 : Integer.parseInt(gpu.group(1)));
        }
        return switch (text) {
            case "auto" -> AUTO;
            case "cpu" -> CPU;
            default -> throw new UserException("There is no device '" + text + "'; write auto, cpu, gpu or gpu:N.");
        };
    }

    /** What TensorFlow calls a GPU. */
    static String gpuType() {
        return virtualGpus() > 0 ? "CPU" : "GPU";
    }

    private static int virtualGpus() {
        return Integer.getInteger(VIRTUAL_GPUS, 0);
    }

    /**
     * The device that operations are put on, such as {@code GPU:1}; empty where TensorFlow chooses, which takes the
     * first GPU where it may see one.
     */
    Optional<String> device() {
        return index < 0 ? Optional.empty() : Optional.of(gpuType() + ":" + index);
    }

    /**
     * What TensorFlow is told. A numbered GPU is chosen by where operations are put and not by hiding the others, for
     * what a process may see is fixed by its first session.
     *
     * @param threads threads of one operation, 0 for one a core; the first session of a process fixes them
     */
    ConfigProto config(int threads) {
        ConfigProto.Builder config = ConfigProto.newBuilder()
                .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
                .setIntraOpParallelismThreads(threads)
                // Reading files and the like has no form for a GPU; Placement sees to it that the network runs there.
                .setAllowSoftPlacement(index >= 0);
        if (kind == Kind.CPU) {
            config.putDeviceCount("GPU", 0);
        }
        if (virtualGpus() > 0) {
            config.putDeviceCount("CPU", virtualGpus());
        }
        return config.build();
    }

    @Override
    public String toString() {
        return switch (kind) {
            case AUTO -> "auto";
            case CPU -> "cpu";
            case GPU -> index < 0 ? "gpu" : "gpu:" + index;
        };
    }
}
