package org.slicelstm.graph;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slicelstm.UserException;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;

/** Which device a run really used: read from the graph as TensorFlow placed it, never from what was asked for. */
final class Placement {
    /** Asks a run to tell. */
    static final RunOptions OPTIONS = RunOptions.newBuilder().setOutputPartitionGraphs(true).build();

    private static final String DEVICE = "/device:";
    private static final List<String> HEAVY = List.of("Conv2D", "MatMul", "BlockLSTM");

    private Placement() {
    }

    /**
     * Where convolutions and matrix products ran, such as {@code CPU:0}; all of them where there were several; where
     * the run had none, where its operations ran.
     */
    static String of(RunMetadata metadata) {
        Set<String> heavy = new TreeSet<>();
        Set<String> any = new TreeSet<>();
        for (GraphDef partition : metadata.getPartitionGraphsList()) {
            for (NodeDef node : partition.getNodeList()) {
                if (node.getDevice().contains(DEVICE)) {
                    any.add(shortName(node.getDevice()));
                    if (HEAVY.stream().anyMatch(node.getOp()::contains)) {
                        heavy.add(shortName(node.getDevice()));
                    }
                }
            }
        }
        return String.join(",", heavy.isEmpty() ? any : heavy);
    }

    /**
     * The device that ran.
     *
     * @throws UserException if another one was demanded
     */
    static String checked(RunMetadata metadata, DeviceChoice choice) {
        String ran = of(metadata);
        boolean asDemanded = choice.kind() != DeviceChoice.Kind.GPU
                || choice.device().map(ran::equals).orElse(ran.contains(DeviceChoice.gpuType()));
        if (!asDemanded) {
            throw new UserException("The device " + choice + " was demanded, but TensorFlow ran the network on " + ran
                    + "; choose cpu, or set TF_CPP_MIN_LOG_LEVEL=0 to read why.");
        }
        return ran;
    }

    /** {@code GPU:0} of {@code /job:localhost/replica:0/task:0/device:GPU:0}. */
    private static String shortName(String device) {
        return device.substring(device.indexOf(DEVICE) + DEVICE.length());
    }
}
