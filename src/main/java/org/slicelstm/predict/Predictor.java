package org.slicelstm.predict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.Slice;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.graph.ModelSession;
import org.slicelstm.graph.SequenceResult;
import org.slicelstm.image.Preprocessor;
import org.slicelstm.image.SliceBatch;
import org.slicelstm.image.SliceBatches;
import org.slicelstm.image.SliceDecoder;
import org.slicelstm.model.Calibration;
import org.slicelstm.model.ModelDirectory;

/**
 * A model that is open for predictions. Holds native memory until it is closed; one prediction at a time.
 */
public final class Predictor implements AutoCloseable {
    /** Slices that go through the backbone together: more is no faster on a CPU and takes more memory. */
    private static final int CHUNK = 8;
    /** Bounds the memory of random orders: this many floats of features go through the head together. */
    private static final int MOST_FLOATS = 1 << 21;

    private final ModelDirectory model;
    private final ModelSession session;
    private final Preprocessor preprocessor;
    private final SliceDecoder decoder;
    private final ExecutorService executor;

    private Predictor(ModelDirectory model, ModelSession session, Preprocessor preprocessor, SliceDecoder decoder,
                      ExecutorService executor) {
        this.model = model;
        this.session = session;
        this.preprocessor = preprocessor;
        this.decoder = decoder;
        this.executor = executor;
    }

    /**
     * Opens a model.
     *
     * @param path      the model's directory
     * @param device    where the network runs
     * @param window    the window to use instead of the model's, or null
     * @param intensity what stored values mean, instead of what the model says, or null
     * @param decoder   decodes slices
     * @param executor  runs decoding; stays the caller's
     * @throws UserException if the directory is no model, a setting is not known or the device is not there
     */
    public static Predictor open(Path path, DeviceChoice device, String window, String intensity,
                                 SliceDecoder decoder, ExecutorService executor) throws IOException {
        ModelDirectory model = ModelDirectory.open(path);
        Preprocessor preprocessor = new Preprocessor(ModelInput.of(model.info().recipe().input(), window, intensity));
        return new Predictor(model, ModelSession.open(model, device, 0), preprocessor, decoder, executor);
    }

    public ModelDirectory model() {
        return model;
    }

    /** The device that runs, as the runtime names it: {@code CPU:0}, {@code GPU:0}. */
    public String device() {
        return session.device();
    }

    /**
     * Predicts one patient. Whatever is wrong with the patient's files becomes the result's error; nothing is thrown
     * for it, so that the other patients go on.
     *
     * @param orders slice orders whose logits are averaged; 0 for the model's own number
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    public PatientResult predict(Patient patient, int orders, Progress progress) {
        PatientFeatures features = features(patient, progress, batch -> { });
        int slices = features.slices().size();
        if (slices == 0) {
            return PatientResult.failed(patient.id(), patient.orderedBy(), features.leftOut(), patient.notes(),
                    noSlices(features.leftOut()));
        }
        int labels = model.info().recipe().labels().size();
        float[] values = Arrays.copyOf(features.values(), slices * features.features());
        SequenceResult sorted = session.sequence(values, 1, slices, new int[] {slices});
        float[][] running = rows(sorted.probabilities(), slices, labels);
        // One slice has one order; asking for more would only repeat it.
        int passes = slices == 1 ? 1 : orders > 0 ? orders : model.info().orders();
        double[] logits = passes == 1 ? lastRow(sorted.logits(), slices, labels)
                : meanLogits(values, slices, features.contentSeed(), passes, labels);
        return result(patient, features, passes, logits, running);
    }

    private PatientResult result(Patient patient, PatientFeatures features, int passes, double[] logits,
                                 float[][] running) {
        List<String> names = model.info().recipe().labels();
        double[] raw = new double[names.size()];
        double[] probabilities = new double[names.size()];
        boolean[] calls = new boolean[names.size()];
        for (int label = 0; label < names.size(); label++) {
            String name = names.get(label);
            raw[label] = passes == 1 ? running[running.length - 1][label] : Calibration.sigmoid(logits[label]);
            Calibration calibration = model.info().calibration().get(name);
            probabilities[label] = calibration.equals(Calibration.IDENTITY) ? raw[label]
                    : calibration.probability(logits[label]);
            calls[label] = probabilities[label] >= model.info().thresholds().get(name);
        }
        return new PatientResult(patient.id(), patient.orderedBy(), features.slices(), features.leftOut(),
                patient.notes(), passes, raw, probabilities, calls, running, null);
    }

    private static String noSlices(List<LeftOut> leftOut) {
        if (leftOut.isEmpty()) {
            return "no slices: the folder is empty; name a folder with JPG, PNG, TIFF or DICOM slices.";
        }
        LeftOut first = leftOut.get(0);
        return "no slices: none of " + leftOut.size() + " files can be used, for instance " + first.file() + " ("
                + first.reason() + ").";
    }

    private static float[] joined(List<float[]> parts) {
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /**
     * The backbone's features of a patient's slices, chunk by chunk, while the next chunk is being decoded.
     *
     * @param onBatch sees each chunk
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    private PatientFeatures features(Patient patient, Progress progress, Consumer<SliceBatch> onBatch) {
        int width = session.featureCount();
        int expected = patient.slices().size();
        float[] values = new float[expected * width];
        List<Slice> slices = new ArrayList<>(expected);
        try (SliceBatches batches = new SliceBatches(patient.slices(), decoder, preprocessor, CHUNK, executor,
                progress)) {
            progress.update(patient.id(), 0, expected);
            while (batches.hasNext()) {
                progress.checkCancelled();
                SliceBatch batch = batches.next();
                float[] rows = session.features(batch.images(), batch.size());
                System.arraycopy(rows, 0, values, slices.size() * width, rows.length);
                slices.addAll(batch.slices());
                onBatch.accept(batch);
                progress.update(patient.id(), slices.size() + batches.leftOut().size(), expected);
            }
            List<LeftOut> leftOut = new ArrayList<>(patient.leftOut());
            leftOut.addAll(batches.leftOut());
            return new PatientFeatures(slices, leftOut, values, width, batches.contentSeed());
        }
    }

    /**
     * Writes the backbone's features of a patient, {@code [slices, features]}, as a NumPy file; where the model kept
     * its backbone's classifier, also that one's scores, {@code [slices, classes]}, as {@code <file>.scores.npy}.
     *
     * @return null, or why there are none, in one sentence
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    public String writeFeatures(Patient patient, Path file, Progress progress) throws IOException {
        List<float[]> scores = new ArrayList<>();
        PatientFeatures features = features(patient, progress, batch -> {
            if (session.canClassify()) {
                scores.add(session.classify(batch.images(), batch.size()));
            }
        });
        int slices = features.slices().size();
        if (slices == 0) {
            return noSlices(features.leftOut());
        }
        NumpyFile.write(file, features.values(), slices, features.features());
        if (!scores.isEmpty()) {
            String name = file.getFileName().toString().replaceFirst("\\.npy$", ".scores.npy");
            float[] all = joined(scores);
            NumpyFile.write(file.resolveSibling(name), all, slices, all.length / slices);
        }
        return null;
    }

    /**
     * The mean logit over random orders. A model that was trained on shuffled slices has never seen a sorted stack, so
     * its answer is the average over orders it could have seen.
     */
    private double[] meanLogits(float[] values, int slices, long seed, int passes, int labels) {
        int width = session.featureCount();
        int together = Math.max(1, Math.min(passes, MOST_FLOATS / (slices * width)));
        SplittableRandom random = new SplittableRandom(seed);
        double[] mean = new double[labels];
        for (int done = 0; done < passes; done += together) {
            int batch = Math.min(together, passes - done);
            float[] shuffled = new float[batch * slices * width];
            for (int b = 0; b < batch; b++) {
                int[] order = SliceOrders.draw(slices, random);
                for (int t = 0; t < slices; t++) {
                    System.arraycopy(values, order[t] * width, shuffled, (b * slices + t) * width, width);
                }
            }
            int[] lengths = new int[batch];
            Arrays.fill(lengths, slices);
            float[] logits = session.sequence(shuffled, batch, slices, lengths).logits();
            for (int b = 0; b < batch; b++) {
                for (int label = 0; label < labels; label++) {
                    mean[label] += logits[((b + 1) * slices - 1) * labels + label] / (double) passes;
                }
            }
        }
        return mean;
    }

    private static double[] lastRow(float[] values, int rows, int columns) {
        double[] last = new double[columns];
        for (int column = 0; column < columns; column++) {
            last[column] = values[(rows - 1) * columns + column];
        }
        return last;
    }

    private static float[][] rows(float[] values, int rows, int columns) {
        float[][] split = new float[rows][];
        for (int row = 0; row < rows; row++) {
            split[row] = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
        }
        return split;
    }

    @Override
    public void close() {
        session.close();
    }
}
