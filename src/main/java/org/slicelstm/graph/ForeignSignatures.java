package org.slicelstm.graph;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slicelstm.UserException;
import org.slicelstm.model.Sha256;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** What a SavedModel says of its own signatures; read as data, nothing of it runs. */
final class ForeignSignatures {
    private static final String GRAPH_FILE = "saved_model.pb";
    private static final String SERVE = "serve";
    /** TensorFlow's own, for restoring. */
    private static final String INTERNAL = "__saved_model";
    private static final int CHANNELS = 3;

    private final Path path;
    private final List<String> tags;
    private final Map<String, SignatureDef> signatures;

    private ForeignSignatures(Path path, List<String> tags, Map<String, SignatureDef> signatures) {
        this.path = path;
        this.tags = tags;
        this.signatures = signatures;
    }

    /**
     * Reads a SavedModel's signatures: of the graph tagged {@code serve}, or of the only one.
     *
     * @throws UserException if the folder is no SavedModel
     */
    static ForeignSignatures read(Path path) throws IOException {
        Path file = path.resolve(GRAPH_FILE);
        if (!Files.isRegularFile(file)) {
            throw new UserException("'" + path + "' is no SavedModel, it has no " + GRAPH_FILE
                    + "; name the folder that model.export or tf.saved_model.save wrote.");
        }
        List<MetaGraphDef> graphs;
        try (InputStream in = Files.newInputStream(file)) {
            graphs = SavedModel.parseFrom(in).getMetaGraphsList();
        } catch (InvalidProtocolBufferException e) {
            throw new UserException("'" + file + "' is damaged or no SavedModel; export the model again.", e);
        }
        MetaGraphDef graph = graphs.stream().filter(each -> each.getMetaInfoDef().getTagsList().contains(SERVE))
                .findFirst().or(() -> graphs.size() == 1 ? graphs.stream().findFirst() : Optional.empty())
                .orElseThrow(() -> new UserException("The SavedModel '" + path + "' has no graph with the tag '" + SERVE
                        + "'; export it for serving."));
        Map<String, SignatureDef> signatures = new TreeMap<>(graph.getSignatureDefMap());
        signatures.keySet().removeIf(name -> name.startsWith(INTERNAL));
        return new ForeignSignatures(path, List.copyOf(graph.getMetaInfoDef().getTagsList()), signatures);
    }

    /** The tags of the graph. */
    List<String> tags() {
        return tags;
    }

    /** SHA-256 of the file that holds the graph. */
    String sha256() throws IOException {
        return Sha256.of(path.resolve(GRAPH_FILE));
    }

    /** The signature of that name, which must be there. */
    SignatureDef signature(String name) {
        SignatureDef found = signatures.get(name);
        if (found == null) {
            throw misfit("has no signature '" + name + "'");
        }
        return found;
    }

    /**
     * The name of an input or output that must be there and hold float32 numbers.
     *
     * @param kind    what it is called in errors
     * @param name    as the user gave it, or null for the only one
     * @param tensors those of the signature
     */
    String named(String kind, String name, Map<String, TensorInfo> tensors) {
        if (name == null && tensors.size() != 1) {
            throw misfit("has " + tensors.size() + " " + kind + "s in that signature, so --" + kind
                    + " must name one");
        }
        String found = name == null ? tensors.keySet().iterator().next() : name;
        if (!tensors.containsKey(found)) {
            throw misfit("has no " + kind + " '" + found + "' in that signature");
        }
        if (tensors.get(found).getDtype() != DataType.DT_FLOAT) {
            throw misfit("has an " + kind + " '" + found + "' of the type " + type(tensors.get(found))
                    + ", but only float32 can be used");
        }
        return found;
    }

    /**
     * How pictures go in.
     *
     * @param batched whether as {@code [1, n, H, W, 3]} instead of {@code [n, H, W, 3]}
     * @param slices  the number n, where it is fixed
     */
    record InputShape(boolean batched, Optional<Integer> slices) { }

    /**
     * How pictures go in.
     *
     * @param height pixels that will be fed
     * @param width  pixels that will be fed
     * @throws UserException if the input takes neither shape, pictures of another size, or several patients at once
     */
    InputShape inputShape(String name, TensorInfo input, int height, int width) {
        TensorShapeProto shape = input.getTensorShape();
        int rank = shape.getDimCount();
        if (shape.getUnknownRank() || rank < 4 || rank > 5) {
            throw misfit("has an input '" + name + "' that is not [n, height, width, 3] or [1, n, height, width, 3]");
        }
        long[] sizes = sizes(shape);
        if (!fits(sizes[rank - 1], CHANNELS)) {
            throw misfit("has an input '" + name + "' of " + sizes[rank - 1] + " channels in the last axis, but "
                    + "pictures have 3");
        }
        if (!fits(sizes[rank - 3], height) || !fits(sizes[rank - 2], width)) {
            throw misfit("has an input '" + name + "' for pictures of another size than " + height + "x" + width);
        }
        if (rank == 5 && !fits(sizes[0], 1)) {
            throw misfit("has an input '" + name + "' for " + sizes[0] + " patients at once, but one at a time is fed "
                    + "(export it with 1 or None there)");
        }
        long slices = sizes[rank - 4];
        if (slices == 0 || slices > Integer.MAX_VALUE / ((long) height * width * CHANNELS)) {
            throw misfit("has an input '" + name + "' for " + slices + " slices at once, which cannot be fed");
        }
        return new InputShape(rank == 5, slices < 0 ? Optional.empty() : Optional.of((int) slices));
    }

    private static boolean fits(long size, int wanted) {
        return size < 0 || size == wanted;
    }

    private UserException misfit(String what) {
        return new UserException("The SavedModel '" + path + "' " + what + "; it has "
                + (signatures.isEmpty() ? "no signatures at all" : signatures.entrySet().stream()
                        .map(each -> text(each.getKey(), each.getValue())).collect(Collectors.joining("; "))) + ".");
    }

    private static String text(String name, SignatureDef signature) {
        return "the signature '" + name + "' with the inputs " + text(signature.getInputsMap()) + " and the outputs "
                + text(signature.getOutputsMap());
    }

    private static String text(Map<String, TensorInfo> tensors) {
        List<String> all = new ArrayList<>();
        new TreeMap<>(tensors).forEach((name, tensor) -> all.add("'" + name + "' " + type(tensor) + " "
                + (tensor.getTensorShape().getUnknownRank() ? "of any shape"
                        : text(Shape.of(sizes(tensor.getTensorShape()))))));
        return all.isEmpty() ? "(none)" : String.join(", ", all);
    }

    /** A shape as Python writes it. */
    static String text(Shape shape) {
        return Arrays.stream(shape.asArray()).mapToObj(size -> size < 0 ? "None" : Long.toString(size))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String type(TensorInfo tensor) {
        return tensor.getDtype() == DataType.DT_FLOAT ? "float32"
                : tensor.getDtype().name().replace("DT_", "").toLowerCase(Locale.ROOT);
    }

    private static long[] sizes(TensorShapeProto shape) {
        return shape.getDimList().stream().mapToLong(TensorShapeProto.Dim::getSize).toArray();
    }
}
