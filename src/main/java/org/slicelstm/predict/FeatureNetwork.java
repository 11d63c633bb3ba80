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
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.Slice;
import org.slicelstm.graph.FeatureRows;
import org.slicelstm.graph.ModelSession;
import org.slicelstm.graph.SequenceResult;
import org.slicelstm.image.Preprocessor;
import org.slicelstm.image.SliceBatch;
import org.slicelstm.image.SliceBatches;
import org.slicelstm.image.SliceDecoder;

/** A model of a recipe: the backbone sees each slice once, chunk by chunk, and the head joins the features. */
final class FeatureNetwork implements Network {
    /** Slices that go through the backbone together: more is no faster on a CPU and takes more memory. */
    private static final int CHUNK = 8;
    /** Bounds the memory of random orders: this many floats of features go through the head together. */
    private static final int MOST_FLOATS = 1 << 21;

    private final ModelSession session;
    private final Preprocessor preprocessor;
    private final SliceDecoder decoder;
    private final ExecutorService executor;

    FeatureNetwork(ModelSession session, Preprocessor preprocessor, SliceDecoder decoder, ExecutorService executor) {
        this.session = session;
        this.preprocessor = preprocessor;
        this.decoder = decoder;
        this.executor = executor;
    }

    @Override
    public Outcome predict(Patient patient, int orders, Progress progress) {
        try (PatientFeatures features = features(patient, progress, batch -> { })) {
            int slices = features.slices().size();
            if (slices == 0) {
                return Outcome.none(features.leftOut());
            }
            int labels = session.recipe().labels().size();
            SequenceResult sorted = session.sequence(features.rows(), new int[] {slices});
            // One slice has one order; asking for more would only repeat it.
            int passes = slices == 1 ? 1 : orders;
            double[] logits = passes == 1 ? lastRow(sorted.logits(), slices, labels)
                    : meanLogits(features, passes, labels);
            return new Outcome(features.slices(), features.leftOut(), passes, logits,
                    rows(sorted.probabilities(), slices, labels));
        }
    }

    /**
     * The backbone's features of a patient's slices, chunk by chunk, while the next chunk is being decoded.
     *
     * @param onBatch sees each chunk
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    private PatientFeatures features(Patient patient, Progress progress, Consumer<SliceBatch> onBatch) {
        int expected = patient.slices().size();
        List<Slice> slices = new ArrayList<>(expected);
        FeatureRows rows = new FeatureRows(1, Math.max(1, expected), session.featureCount());
        try (SliceBatches batches = new SliceBatches(patient.slices(), decoder, preprocessor, CHUNK, executor,
                progress)) {
            progress.update(patient.id(), 0, expected);
            while (batches.hasNext()) {
                progress.checkCancelled();
                SliceBatch batch = batches.next();
                rows.add(session.features(batch.images(), batch.size()));
                slices.addAll(batch.slices());
                onBatch.accept(batch);
                progress.update(patient.id(), slices.size() + batches.leftOut().size(), expected);
            }
            List<LeftOut> leftOut = new ArrayList<>(patient.leftOut());
            leftOut.addAll(batches.leftOut());
            return new PatientFeatures(slices, leftOut, rows, batches.contentSeed());
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    /**
     * Writes the backbone's features of a patient, {@code [slices, features]}, as a NumPy file; where the model kept
     * its backbone's classifier, also that one's scores, {@code [slices, classes]}, as {@code <file>.scores.npy}.
     *
     * @return null, or why there are none, in one sentence
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    String writeFeatures(Patient patient, Path file, Progress progress) throws IOException {
        List<float[]> scores = new ArrayList<>();
        try (PatientFeatures features = features(patient, progress, batch -> {
            if (session.canClassify()) {
                scores.add(session.classify(batch.images(), batch.size()));
            }
        })) {
            int slices = features.slices().size();
            if (slices == 0) {
                return Predictor.noSlices(features.leftOut());
            }
            NumpyFile.write(file, features.rows()::row, slices, session.featureCount());
            if (!scores.isEmpty()) {
                String name = file.getFileName().toString().replaceFirst("\\.npy$", ".scores.npy");
                float[] all = joined(scores);
                int classes = all.length / slices;
                NumpyFile.write(file.resolveSibling(name),
                        row -> Arrays.copyOfRange(all, row * classes, (row + 1) * classes), slices, classes);
            }
            return null;
        }
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
     * The mean logit over random orders. A model that was trained on shuffled slices has never seen a sorted stack, so
     * its answer is the average over orders it could have seen.
     */
    private double[] meanLogits(PatientFeatures features, int passes, int labels) {
        int slices = features.slices().size();
        int width = session.featureCount();
        int together = Math.max(1, Math.min(passes, MOST_FLOATS / (slices * width)));
        SplittableRandom random = new SplittableRandom(features.contentSeed());
        double[] mean = new double[labels];
        for (int done = 0; done < passes; done += together) {
            int batch = Math.min(together, passes - done);
            int[] lengths = new int[batch];
            Arrays.fill(lengths, slices);
            try (FeatureRows shuffled = new FeatureRows(batch, slices, width)) {
                for (int b = 0; b < batch; b++) {
                    for (int slice : SliceOrders.draw(slices, random)) {
                        shuffled.add(features.rows().row(slice));
                    }
                }
                float[] logits = session.patients(shuffled, lengths).logits();
                for (int b = 0; b < batch; b++) {
                    for (int label = 0; label < labels; label++) {
                        mean[label] += logits[b * labels + label] / (double) passes;
                    }
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
}
