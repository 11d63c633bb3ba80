package org.slicelstm.graph;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.slicelstm.UserException;
import org.slicelstm.graph.SignatureRunner.Answer;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.SignatureNames;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A model of a recipe loaded into TensorFlow, ready to run its signatures. Holds native memory, on a GPU too, until it
 * is closed; whoever opened it closes it. Calls from several threads are safe; results are plain arrays, last axis fastest.
 */
public final class ModelSession implements OpenModel {
    private final ModelDirectory directory;
    private final SignatureRunner runner;
    private final DeviceRun run;
    private final int featureCount;

    private ModelSession(ModelDirectory directory, SignatureRunner runner, DeviceRun run, int featureCount) {
        this.directory = directory;
        this.runner = runner;
        this.run = run;
        this.featureCount = featureCount;
    }

    /**
     * Loads a model and runs its backbone once on a black picture, so that what cannot run fails here and the device
     * is known.
     *
     * @param choice  where it should run
     * @param threads threads of one operation, 0 for one a core; the first session of a process fixes the number
     * @throws UserException if TensorFlow is missing, the SavedModel cannot be loaded or run, a GPU was demanded and
     *                       there is none, or the model was made elsewhere ({@link ForeignSession} runs those)
     */
    public static ModelSession open(ModelDirectory directory, DeviceChoice choice, int threads) {
        Recipe recipe = directory.info().ownRecipe();
        return SignatureRunner.open(directory.path(), directory.info(), choice, threads,
                runner -> tried(directory, recipe, choice, runner));
    }

    private static ModelSession tried(ModelDirectory directory, Recipe recipe, DeviceChoice choice,
            SignatureRunner runner) {
        Shape one = imageShape(recipe, 1);
        float[] zeros = new float[Math.toIntExact(one.size())];
        try (TFloat32 black = TFloat32.tensorOf(one, DataBuffers.of(zeros, true, false));
                Answer answer = runner.runAndFetchPlacement(SignatureNames.FEATURES,
                        Map.of(SignatureGraph.IMAGES, black))) {
            Shape features = answer.shape(SignatureGraph.FEATURES);
            DeviceRun run = DeviceRun.of(choice, Placement.checked(answer.metadata(), choice),
                    recipe.input().height(), recipe.input().width(), DeviceRun.MOST);
            return new ModelSession(directory, runner, run, (int) features.get(features.numDimensions() - 1));
        }
    }

    @Override
    public DeviceRun deviceRun() {
        return run;
    }

    @Override
    public ModelDirectory directory() {
        return directory;
    }

    /** The model's recipe. */
    public Recipe recipe() {
        return directory.info().ownRecipe();
    }

    /** How many features a picture has. */
    public int featureCount() {
        return featureCount;
    }

    /**
     * The backbone on some pictures; memory grows with n, so many pictures go in chunks. Where the memory does not
     * suffice for all of them at once they go in halves, with the same numbers.
     *
     * @param images RGB from 0 to 255 after the window, {@code [n, H, W, 3]} with the recipe's H and W, read from the
     *               buffer's position, which stays; a direct buffer or one of an array is copied fastest
     * @param n      pictures, at least 1
     * @return features {@code [n, F]}
     * @throws UserException if not even one picture fits into the memory
     */
    public float[] features(FloatBuffer images, int n) {
        return OutOfMemory.halved(images, n, imageShape(recipe(), 1).size(), this::featuresAtOnce);
    }

    private float[] featuresAtOnce(FloatBuffer images, int n) {
        try (TFloat32 pictures = pictures(images, n);
                Answer answer = runner.run(SignatureNames.FEATURES, Map.of(SignatureGraph.IMAGES, pictures))) {
            float[] features = answer.values(SignatureGraph.FEATURES, Shape.of(n, featureCount));
            requireFinite(features, 0, features.length);
            return features;
        }
    }

    /**
     * The head on the features of b patients, padded to t pictures.
     *
     * @param features {@code [b, t, F]}; what lies past a patient's length changes nothing
     * @param lengths  pictures of each patient, 1 to t, {@code [b]}
     */
    public SequenceResult sequence(float[] features, int b, int t, int[] lengths) {
        if (b < 1 || t < 1 || features.length != (long) b * t * featureCount || lengths.length != b
                || Arrays.stream(lengths).anyMatch(each -> each < 1 || each > t)) {
            throw new IllegalArgumentException("features [" + b + ", " + t + ", " + featureCount + "] with lengths "
                    + Arrays.toString(lengths) + " from " + features.length + " numbers");
        }
        try (FeatureRows rows = new FeatureRows(b, t, featureCount)) {
            rows.add(features);
            return sequence(rows, lengths);
        }
    }

    /**
     * The head on the features of b patients, padded to t pictures.
     *
     * @param features {@code [b, t, F]}; what lies past a patient's length changes nothing
     * @param lengths  pictures of each patient, 1 to t, {@code [b]}
     */
    public SequenceResult sequence(FeatureRows features, int[] lengths) {
        int labels = recipe().labels().size();
        return recipe().head().isCausal()
                ? run(SignatureNames.SEQUENCE, features, lengths,
                        Shape.of(features.patients(), features.steps(), labels), lengths)
                : PrefixRuns.of(features, lengths, labels, this::patients);
    }

    /**
     * The head on the features of b patients after all their pictures: what {@link #sequence} says of each one's last,
     * without what it costs to say anything of the others.
     *
     * @param features {@code [b, t, F]}; what lies past a patient's length changes nothing
     * @param lengths  pictures of each patient, 1 to t, {@code [b]}
     * @return one step a patient
     */
    public SequenceResult patients(FeatureRows features, int[] lengths) {
        int labels = recipe().labels().size();
        if (recipe().head().isCausal()) {
            return sequence(features, lengths).last();
        }
        int[] ones = new int[lengths.length];
        Arrays.fill(ones, 1);
        return run(SignatureNames.PATIENTS, features, lengths, Shape.of(features.patients(), labels), ones);
    }

    private SequenceResult run(String signature, FeatureRows features, int[] lengths, Shape shape, int[] steps) {
        try (TInt32 sizes = TInt32.vectorOf(lengths);
                Answer answer = runner.run(signature,
                        Map.of(SignatureGraph.FEATURES, features.tensor(), SignatureGraph.LENGTHS, sizes))) {
            return result(answer, shape, steps.clone());
        }
    }

    /**
     * The whole model on the pictures of one patient, in one run; memory grows with n.
     *
     * @param images as for {@link #features}
     * @param n      pictures, at least 1
     */
    public SequenceResult serving(FloatBuffer images, int n) {
        try (TFloat32 pictures = pictures(images, n);
                Answer answer = runner.run(SignatureNames.SERVING_DEFAULT,
                        Map.of(SignatureGraph.IMAGES, pictures))) {
            return result(answer, Shape.of(n, recipe().labels().size()), new int[] {n});
        }
    }

    private static SequenceResult result(Answer answer, Shape shape, int[] lengths) {
        float[] logits = answer.values(SignatureGraph.LOGITS, shape);
        int labels = (int) shape.get(shape.numDimensions() - 1);
        int steps = Math.toIntExact(shape.size() / labels / lengths.length);
        for (int patient = 0; patient < lengths.length; patient++) {
            requireFinite(logits, patient * steps * labels, (patient * steps + lengths[patient]) * labels);
        }
        return new SequenceResult(lengths, steps, labels, logits, answer.values(SignatureGraph.PROBABILITIES, shape));
    }

    /**
     * Where in each picture the evidence for a label lies: Grad-CAM of the label's logit, each picture being a
     * patient of one slice. Values are not below 0 and have no unit; compare them within one call.
     *
     * @param images as for {@link #features}
     * @param n      pictures, at least 1
     * @param label  index of the label
     * @return {@code [n, h, w]}; {@code recipe().shapes()} knows h and w
     */
    public float[] explain(FloatBuffer images, int n, int label) {
        if (label < 0 || label >= recipe().labels().size()) {
            throw new IllegalArgumentException("No label " + label + " of " + recipe().labels());
        }
        try (TFloat32 pictures = pictures(images, n);
                TInt32 index = TInt32.scalarOf(label);
                Answer answer = runner.run(SignatureNames.EXPLAIN,
                        Map.of(SignatureGraph.IMAGES, pictures, SignatureGraph.LABEL, index))) {
            float[] map = answer.values(SignatureGraph.MAP, answer.shape(SignatureGraph.MAP));
            requireFinite(map, 0, map.length);
            return map;
        }
    }

    /** Whether the backbone's own classifier was kept, and {@link #classify} works. */
    public boolean canClassify() {
        return directory().info().signatures().containsKey(SignatureNames.CLASSIFY);
    }

    /**
     * What the backbone's own classifier says of each picture.
     *
     * @param images as for {@link #features}
     * @param n      pictures, at least 1
     * @return scores before softmax, {@code [n, classes]}
     */
    public float[] classify(FloatBuffer images, int n) {
        try (TFloat32 pictures = pictures(images, n);
                Answer answer = runner.run(SignatureNames.CLASSIFY, Map.of(SignatureGraph.IMAGES, pictures))) {
            float[] scores = answer.values(SignatureGraph.SCORES, answer.shape(SignatureGraph.SCORES));
            requireFinite(scores, 0, scores.length);
            return scores;
        }
    }

    private static void requireFinite(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Float.isFinite(values[i])) {
                throw new UserException("The model gives numbers that are not finite; "
                        + "its weights are damaged, take another model.");
            }
        }
    }

    private TFloat32 pictures(FloatBuffer images, int n) {
        Shape shape = imageShape(recipe(), n);
        if (n < 1 || images.remaining() < shape.size()) {
            throw new IllegalArgumentException("pictures " + shape + " from " + images.remaining() + " numbers");
        }
        FloatBuffer exact = images.slice();
        exact.limit((int) shape.size());
        return TFloat32.tensorOf(shape, DataBuffers.of(exact));
    }

    private static Shape imageShape(Recipe recipe, int n) {
        return Shape.of(n, recipe.input().height(), recipe.input().width(), 3);
    }

    /** Gives the memory back; no call works after it. */
    @Override
    public void close() {
        runner.close();
    }
}
