package org.slicelstm.graph;

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

    /**
     * What TensorFlow is told.
     *
     * @param threads threads of one operation, 0 for one a core; the first session of a process fixes them
     */
    ConfigProto config(int threads) {
        GPUOptions.Builder options = GPUOptions.newBuilder().setAllowGrowth(true);
        if (index >= 0) {
            options.setVisibleDeviceList(Integer.toString(index));
        }
        ConfigProto.Builder config = ConfigProto.newBuilder().setGpuOptions(options)
                .setIntraOpParallelismThreads(threads);
        if (kind == Kind.CPU) {
            config.putDeviceCount("GPU", 0);
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
