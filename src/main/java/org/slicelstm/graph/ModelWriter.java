package org.slicelstm.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.ModelInfo;
import org.slicelstm.model.Provenance;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.WeightSource;
import org.slicelstm.model.network.VariableSpec;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;

/** Builds a recipe's SavedModel and writes it as a model directory. */
public final class ModelWriter {
    private static final String WHAT = "Writing the model";

    private ModelWriter() {
    }

    /**
     * Writes a new model whose head is untrained. The same recipe, seed and weights give the same SavedModel.
     *
     * @param weights  where the backbone's weights come from; {@link WeightSource#NONE} draws all from the seed
     * @param path     the new directory, absent or empty
     * @param progress told of each variable; cancelling leaves nothing behind
     * @throws UserException if there is something at that place, or weights have another size or are not finite
     */
    public static ModelDirectory write(Recipe recipe, long seed, WeightSource weights, Path path, Progress progress)
            throws IOException {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            GraphVariables variables = new GraphVariables(tf, recipe.variables());
            Map<String, SignatureDef> signatures = SignatureGraph.build(graph, tf, recipe, variables);
            SavedModelFiles files = new SavedModelFiles(graph, tf, variables);
            ModelInfo info = ModelInfo.untrained(recipe, SignatureGraph.names(signatures),
                    Provenance.untrained(seed, weights.sha256()));
            return ModelDirectory.create(path, info, folder -> {
                try (Session session = new Session(graph, onlyCpu())) {
                    fill(session, files, variables.specs(), seed, weights, progress);
                    files.write(session, signatures, folder);
                }
            });
        }
    }

    /** One variable at a time, so that memory holds the model and its largest variable, not two models. */
    private static void fill(Session session, SavedModelFiles files, List<VariableSpec> specs, long seed,
            WeightSource weights, Progress progress) {
        for (int i = 0; i < specs.size(); i++) {
            progress.checkCancelled();
            progress.update(WHAT, i, specs.size());
            VariableSpec spec = specs.get(i);
            float[] values = weights.has(spec.name()) ? checked(spec, weights.get(spec.name(), spec.shape()))
                    : InitialValues.of(spec, seed);
            try (TFloat32 tensor = TFloat32.tensorOf(Shape.of(spec.shape()), DataBuffers.of(values, true, false))) {
                session.runner().feed(files.value(i), tensor).addTarget(files.assignment(i)).run().close();
            }
        }
        progress.update(WHAT, specs.size(), specs.size());
    }

    /** A ReLU would turn a weight that is not a number into a silent zero. */
    private static float[] checked(VariableSpec spec, float[] values) {
        if (values.length != spec.size()) {
            throw new UserException("The weights for " + spec + " have " + values.length + " numbers instead of "
                    + spec.size() + "; take weights of the recipe's backbone.");
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new UserException("The weights for '" + spec.name()
                        + "' hold numbers that are not finite; take an undamaged weight file.");
            }
        }
        return values;
    }

    /** Optimising the graph for each of hundreds of assignments would take longer than the assignments. */
    private static ConfigProto onlyCpu() {
        return ConfigProto.newBuilder().putDeviceCount("GPU", 0)
                .setGraphOptions(GraphOptions.newBuilder()
                        .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
                .build();
    }
}
