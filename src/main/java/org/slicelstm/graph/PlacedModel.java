package org.slicelstm.graph;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slicelstm.UserException;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/** Loads a SavedModel onto a device of choice. TensorFlow's loader knows no such choice: it does what the file says. */
final class PlacedModel {
    private static final String FILE = "saved_model.pb";
    private static final List<String> BESIDE = List.of("variables", "assets");

    private PlacedModel() {
    }

    /**
     * Loads a SavedModel; where a numbered device is wanted, from a copy of its graph that names it.
     *
     * @param threads threads of one operation, 0 for one a core; the first session of a process fixes the number
     */
    static SavedModelBundle load(Path model, List<String> tags, DeviceChoice choice, int threads) {
        if (choice.device().isEmpty()) {
            return read(model, tags, choice, threads);
        }
        try {
            Path copy = Files.createTempDirectory("slicelstm-");
            try {
                write(model, copy, "/device:" + choice.device().get());
                return read(copy, tags, choice, threads);
            } finally {
                for (String name : BESIDE) {
                    Files.deleteIfExists(copy.resolve(name));
                }
                Files.deleteIfExists(copy.resolve(FILE));
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new UserException("The graph of the model '" + model + "' cannot be put on the device " + choice
                    + " (" + e.getMessage() + "); see that the temporary folder can be written, or choose the device "
                    + "auto.", e);
        }
    }

    private static SavedModelBundle read(Path folder, List<String> tags, DeviceChoice choice, int threads) {
        return SavedModelBundle.loader(folder.toString()).withTags(tags.toArray(String[]::new))
                .withConfigProto(choice.config(threads)).load();
    }

    private static void write(Path model, Path copy, String device) throws IOException {
        SavedModel.Builder builder;
        try (InputStream in = Files.newInputStream(model.resolve(FILE))) {
            builder = SavedModel.parseFrom(in).toBuilder();
        }
        for (MetaGraphDef.Builder each : builder.getMetaGraphsBuilderList()) {
            GraphDef.Builder graph = each.getGraphDefBuilder();
            graph.getNodeBuilderList().forEach(node -> put(node, device));
            for (FunctionDef.Builder function : graph.getLibraryBuilder().getFunctionBuilderList()) {
                function.getNodeDefBuilderList().forEach(node -> put(node, device));
            }
        }
        try (OutputStream out = Files.newOutputStream(copy.resolve(FILE))) {
            builder.build().writeTo(out);
        }
        for (String name : BESIDE) {
            if (Files.exists(model.resolve(name))) {
                Files.createSymbolicLink(copy.resolve(name), model.resolve(name).toRealPath());
            }
        }
    }

    /** What its maker has put somewhere stays there. */
    private static void put(NodeDef.Builder node, String device) {
        if (node.getDevice().isEmpty()) {
            node.setDevice(device);
        }
    }
}
