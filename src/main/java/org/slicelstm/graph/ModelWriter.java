package org.slicelstm.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.model.Lineage;
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
    private static final long NUMBERS_A_RUN = 4_000_000;

    private ModelWriter() {
    }

    /**
     * Writes a new model whose head is untrained. The same recipe, seed and weights give the same SavedModel.
     *
     * @param weights  where the backbone's weights come from; {@link WeightSource#NONE} draws all from the seed
     * @param path     the new directory, absent or empty
     * @param progress told how many variables are done; cancelling leaves nothing behind
     * @throws UserException if there is something at that place, or weights have another size or are not finite
     */
    public static ModelDirectory write(Recipe recipe, long seed, WeightSource weights, Path path, Progress progress)
            throws IOException {
        return write(recipe, seed, weights, UnaryOperator.identity(), Optional.empty(), path, progress);
    }

    /**
     * Writes a model whose weights may be trained.
     *
     * @param weights as for an untrained model, or all of a training session
     * @param trained what {@code model.json} says, made from what it would say of an untrained model
     * @param lineage whom the model has seen; empty for an untrained one
     * @see #write(Recipe, long, WeightSource, Path, Progress)
     */
    public static ModelDirectory write(Recipe recipe, long seed, WeightSource weights,
            UnaryOperator<ModelInfo> trained, Optional<Lineage> lineage, Path path, Progress progress)
            throws IOException {
        TensorFlowLibrary.require();
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            GraphVariables variables = new GraphVariables(tf, recipe.variables());
            Map<String, SignatureDef> signatures = SignatureGraph.build(graph, tf, recipe, variables);
            SavedModelFiles files = new SavedModelFiles(graph, tf, variables);
            ModelInfo info = trained.apply(ModelInfo.untrained(recipe, SignatureGraph.names(signatures),
                    Provenance.untrained(seed, weights.sha256())));
            return ModelDirectory.create(path, info, lineage, folder -> {
                try (Session session = new Session(graph, onlyCpu())) {
                    fill(session, files, variables.specs(), seed, weights, progress);
                    files.write(session, signatures, folder);
                }
            });
        }
    }

    /**
     * Some variables at a time: few enough that memory holds the model and its largest variable, not two models, and
     * enough that hundreds of small ones do not cost a run each.
     */
    private static void fill(Session session, SavedModelFiles files, List<VariableSpec> specs, long seed,
            WeightSource weights, Progress progress) {
        int done = 0;
        while (done < specs.size()) {
            progress.checkCancelled();
            progress.update(WHAT, done, specs.size());
            int from = done;
            long numbers = 0;
            while (done < specs.size() && (done == from || numbers + specs.get(done).size() <= NUMBERS_A_RUN)) {
                numbers += specs.get(done).size();
                done++;
            }
            assign(session, files, from, specs.subList(from, done), seed, weights);
        }
        progress.update(WHAT, done, specs.size());
    }

    private static void assign(Session session, SavedModelFiles files, int from, List<VariableSpec> specs, long seed,
            WeightSource weights) {
        List<TFloat32> tensors = new ArrayList<>();
        try {
            Session.Runner runner = session.runner();
            for (VariableSpec spec : specs) {
                float[] values = weights.has(spec.name()) ? checked(spec, weights.get(spec.name(), spec.shape()))
                        : InitialValues.of(spec, seed);
                int i = from + tensors.size();
                tensors.add(TFloat32.tensorOf(Shape.of(spec.shape()), DataBuffers.of(values, true, false)));
                runner.feed(files.value(i), tensors.get(i - from)).addTarget(files.assignment(i));
            }
            runner.run().close();
        } finally {
            tensors.forEach(TFloat32::close);
        }
    }

    /** A ReLU would turn a weight that is not a number into a silent zero. */
    static float[] checked(VariableSpec spec, float[] values) {
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

    /** Optimising the graph would take longer than the assignments. */
    private static ConfigProto onlyCpu() {
        return ConfigProto.newBuilder().putDeviceCount("GPU", 0)
                .setGraphOptions(GraphOptions.newBuilder()
                        .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
                .build();
    }
}
