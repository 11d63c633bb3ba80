package org.slicelstm.graph;

import com.google.protobuf.CodedOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.slicelstm.model.network.VariableSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.Restore;
import org.tensorflow.op.train.Save;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.VariableDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * Saving and restoring the variables of a graph, and writing it as a SavedModel. TensorFlow Java's own exporter
 * drops resource variables without a word.
 */
final class SavedModelFiles {
    private static final String GRAPH_FILE = "saved_model.pb";
    private static final String VARIABLES = "variables";
    private static final String TAG = "serve";
    private static final int SCHEMA_VERSION = 1;

    private final Graph graph;
    private final GraphVariables variables;
    private final Operand<TString> prefix;
    private final Operand<TString> saved;
    private final List<Output<?>> restored;
    private final List<Op> assignments = new ArrayList<>();
    private final Op restore;

    /** Adds the operations that save and restore. */
    SavedModelFiles(Graph graph, Ops tf, GraphVariables variables) {
        this.graph = graph;
        this.variables = variables;
        Ops scope = tf.withSubScope("save");
        List<VariableSpec> specs = variables.specs();
        Operand<TString> names = scope.array(specs.stream().map(VariableSpec::name).toArray(String[]::new));
        Operand<TString> slices = scope.array(Collections.nCopies(specs.size(), "").toArray(String[]::new));
        prefix = scope.withName("prefix").placeholder(TString.class, Placeholder.shape(Shape.scalar()));
        List<Operand<?>> values = new ArrayList<>();
        specs.forEach(spec -> values.add(variables.read(spec.name())));
        Save save = scope.train.save(prefix, names, slices, values);
        saved = scope.withName("saved").withControlDependencies(save).identity(prefix);
        List<Class<? extends TType>> types = new ArrayList<>(Collections.nCopies(specs.size(), TFloat32.class));
        Restore read = scope.train.restore(prefix, names, slices, types);
        restored = read.tensors();
        for (int i = 0; i < specs.size(); i++) {
            assignments.add(scope.assignVariableOp(variables.handle(specs.get(i).name()), restored.get(i)));
        }
        restore = scope.withName("restore").withControlDependencies(assignments).noOp();
    }

    /** Where a value can be fed that {@link #assignment} then puts into variable i. */
    Output<?> value(int i) {
        return restored.get(i);
    }

    /** Assigns variable i. */
    Op assignment(int i) {
        return assignments.get(i);
    }

    /** Writes graph and values; the same graph and values give the same bytes. */
    void write(Session session, Map<String, SignatureDef> signatures, Path folder) throws IOException {
        Path data = Files.createDirectories(folder.resolve(VARIABLES)).resolve(VARIABLES);
        try (TString path = TString.scalarOf(data.toString())) {
            session.runner().feed(prefix, path).addTarget(saved).run().close();
        }
        SavedModel model = SavedModel.newBuilder().setSavedModelSchemaVersion(SCHEMA_VERSION)
                .addMetaGraphs(metaGraph(signatures)).build();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(GRAPH_FILE)))) {
            CodedOutputStream coded = CodedOutputStream.newInstance(out);
            // Attributes are maps, whose order TensorFlow does not promise.
            coded.useDeterministicSerialization();
            model.writeTo(coded);
            coded.flush();
        }
    }

    private MetaGraphDef metaGraph(Map<String, SignatureDef> signatures) {
        CollectionDef all = collection(variables.specs());
        CollectionDef trainable = collection(variables.specs().stream().filter(each -> !each.statistic()).toList());
        return MetaGraphDef.newBuilder()
                .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags(TAG)
                        .setTensorflowVersion(TensorFlow.version()))
                .setGraphDef(graph.toGraphDef())
                .setSaverDef(SaverDef.newBuilder().setFilenameTensorName(tensorName(prefix))
                        .setSaveTensorName(tensorName(saved)).setRestoreOpName(restore.op().name())
                        .setVersion(SaverDef.CheckpointFormatVersion.V2))
                .putCollectionDef("variables", all)
                .putCollectionDef("trainable_variables", trainable)
                .putAllSignatureDef(signatures).build();
    }

    /** How Python learns of the variables. */
    private CollectionDef collection(List<VariableSpec> specs) {
        CollectionDef.BytesList.Builder list = CollectionDef.BytesList.newBuilder();
        List<String> order = variables.specs().stream().map(VariableSpec::name).toList();
        for (VariableSpec spec : specs) {
            list.addValue(VariableDef.newBuilder()
                    .setVariableName(tensorName(variables.handle(spec.name())))
                    .setInitializerName(assignments.get(order.indexOf(spec.name())).op().name())
                    .setSnapshotName(tensorName(variables.read(spec.name())))
                    .setIsResource(true).setTrainable(!spec.statistic()).build().toByteString());
        }
        return CollectionDef.newBuilder().setBytesList(list).build();
    }

    private static String tensorName(Operand<?> operand) {
        return operand.asOutput().op().name() + ":" + operand.asOutput().index();
    }
}
