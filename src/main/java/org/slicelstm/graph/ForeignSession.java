package org.slicelstm.graph;

import java.nio.file.Path;
import java.util.Map;
import org.slicelstm.UserException;
import org.slicelstm.graph.SignatureRunner.Answer;
import org.slicelstm.model.ForeignModel;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.ModelInfo;
import org.slicelstm.model.SignatureNames;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * A model that was made elsewhere, loaded into TensorFlow. Holds native memory, on a GPU too, until it is closed;
 * whoever opened it closes it.
 */
public final class ForeignSession implements OpenModel {
    private static final float ROUNDING = 1e-5f;
    private static final double NEAR_CERTAIN = 1e-7;

    /** Null while a SavedModel is tried that is no model directory yet. */
    private final ModelDirectory directory;
    private final ForeignModel model;
    private final SignatureRunner runner;
    private final String output;
    private final DeviceRun run;

    private ForeignSession(ModelDirectory directory, ForeignModel model, SignatureRunner runner, String output,
                           DeviceChoice choice) {
        this.directory = directory;
        this.model = model;
        this.runner = runner;
        this.output = output;
        int n = model.slices().orElse(1);
        try (TFloat32 black = tensor(new float[floats(n)], n);
                Answer answer = runner.runAndFetchPlacement(SignatureNames.SERVING_DEFAULT,
                        Map.of(SignatureGraph.IMAGES, black))) {
            run = DeviceRun.whole(choice, Placement.checked(answer.metadata(), choice));
        }
    }

    /**
     * Loads a model and runs it once on one black picture, or as many as it takes.
     *
     * @param choice where it should run
     * @throws UserException if TensorFlow is missing, the SavedModel cannot be loaded or run, or a GPU was demanded
     *                       and there is none
     */
    public static ForeignSession open(ModelDirectory directory, DeviceChoice choice) {
        return open(directory, directory.path(), directory.info(), choice);
    }

    /** The same for a SavedModel that is no model directory yet; {@link #directory()} is not there. */
    static ForeignSession open(Path path, ModelInfo info, DeviceChoice choice) {
        return open(null, path, info, choice);
    }

    private static ForeignSession open(ModelDirectory directory, Path path, ModelInfo info, DeviceChoice choice) {
        ForeignModel model = info.foreign().orElseThrow();
        SignatureNames serving = info.signatures().get(SignatureNames.SERVING_DEFAULT);
        if (serving == null || serving.outputs().size() != 1) {
            throw new UserException("The " + ModelDirectory.MODEL_JSON + " of '" + path + "' should name the signature "
                    + "'" + SignatureNames.SERVING_DEFAULT + "' with one output; adopt the SavedModel again.");
        }
        String output = serving.outputs().keySet().iterator().next();
        return SignatureRunner.open(path, info, choice, 0,
                runner -> new ForeignSession(directory, model, runner, output, choice));
    }

    @Override
    public ModelDirectory directory() {
        return directory;
    }

    @Override
    public DeviceRun deviceRun() {
        return run;
    }

    /** What is known of the model. */
    public ForeignModel model() {
        return model;
    }

    /** How many numbers n pictures are. */
    public int floats(int n) {
        return Math.toIntExact((long) n * model.input().height() * model.input().width() * 3);
    }

    /**
     * The model on the first pictures of one patient.
     *
     * @param images normalised as {@link ForeignModel#normalisation()} says, {@code [at least n, H, W, 3]}
     * @param n      how many of the pictures, at least 1; {@link ForeignModel#slices()} where it takes no other number
     * @return of the one patient, a row for each picture where the model answers so, else one row for all of them
     * @throws UserException if the model answers something else than it did when it was adopted
     */
    public SequenceResult run(float[] images, int n) {
        try (TFloat32 pictures = tensor(images, n);
                Answer answer = runner.run(SignatureNames.SERVING_DEFAULT, Map.of(SignatureGraph.IMAGES, pictures))) {
            Shape shape = answer.shape(output);
            int rows = rows(shape, n);
            return result(answer.values(output, shape), rows);
        }
    }

    private TFloat32 tensor(float[] images, int n) {
        Shape pictures = Shape.of(n, model.input().height(), model.input().width(), 3);
        return TFloat32.tensorOf(model.batched() ? pictures.prepend(1) : pictures,
                DataBuffers.of(images, true, false).slice(0, pictures.size()));
    }

    /** Rows of an answer {@code [labels]}, {@code [1, labels]}, {@code [n, labels]} or {@code [1, n, labels]}. */
    private int rows(Shape shape, int n) {
        int labels = model.labels().size();
        if (shape.equals(Shape.of(labels)) || shape.equals(Shape.of(1, labels))) {
            return 1;
        }
        if (shape.equals(Shape.of(n, labels)) || shape.equals(Shape.of(1, n, labels))) {
            return n;
        }
        throw new UserException("The model answers " + n + " pictures with numbers of the shape "
                + ForeignSignatures.text(shape) + ", but for the " + labels + " labels " + String.join(", ",
                model.labels()) + " that should be [" + labels + "], [1, " + labels + "] or [" + n + ", " + labels
                + "]; name as many labels as it has, or another output.");
    }

    private SequenceResult result(float[] values, int rows) {
        boolean areLogits = output.equals(SignatureGraph.LOGITS);
        float[] logits = new float[values.length];
        float[] probabilities = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new UserException("The model gives numbers that are not finite; its weights or its input are "
                        + "not what it needs.");
            }
            if (!areLogits && !(values[i] >= -ROUNDING && values[i] <= 1 + ROUNDING)) {
                throw new UserException("The model gives " + values[i] + ", which is no probability; adopt it with "
                        + "--outputs logits, or with its output after the sigmoid.");
            }
            probabilities[i] = areLogits ? (float) (1 / (1 + Math.exp(-values[i])))
                    : Math.min(1, Math.max(0, values[i]));
            logits[i] = areLogits ? values[i] : logit(probabilities[i]);
        }
        return new SequenceResult(new int[] {rows}, rows, model.labels().size(), logits, probabilities);
    }

    /** A sigmoid that has saturated has no logit; then it is as large as a float32 near 1 can tell. */
    private static float logit(float probability) {
        double bounded = Math.min(1 - NEAR_CERTAIN, Math.max(NEAR_CERTAIN, probability));
        return (float) Math.log(bounded / (1 - bounded));
    }

    /** Gives the memory back; no call works after it. */
    @Override
    public void close() {
        runner.close();
    }
}
