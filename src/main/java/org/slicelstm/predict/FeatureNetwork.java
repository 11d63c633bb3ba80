package org.slicelstm.predict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.slicelstm.Progress;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.Slice;
import org.slicelstm.graph.FeatureRows;
import org.slicelstm.graph.ModelSession;
import org.slicelstm.graph.SequenceResult;
import org.slicelstm.image.PictureRegion;
import org.slicelstm.image.Preprocessor;
import org.slicelstm.image.SliceBatch;
import org.slicelstm.image.SliceBatches;
import org.slicelstm.image.SliceDecoder;
import org.slicelstm.model.network.LayerShapes;
import org.slicelstm.model.network.MapCells;

/** A model of a recipe: the backbone sees each slice once, chunk by chunk, and the head joins the features. */
final class FeatureNetwork implements Network {
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
    public Outcome predict(Patient patient, int orders, int evidenceOrders, Progress progress) {
        try (PatientFeatures features = features(patient, progress, batch -> { })) {
            if (features.error() != null) {
                return Outcome.refused(features.leftOut(), features.warnings(), features.error());
            }
            int slices = features.slices().size();
            int labels = session.recipe().labels().size();
            SequenceResult sorted = session.sequence(features.rows(), new int[] {slices});
            // One slice has one order; asking for more would only repeat it.
            int passes = slices == 1 ? 1 : orders;
            double[] logits = passes == 1 ? lastRow(sorted.logits(), slices, labels)
                    : meanLogits(features, passes, progress);
            OrderEvidence evidence = evidenceOrders == 0 ? null
                    : OrderEvidence.of(session, features, sorted, slices == 1 ? 1 : evidenceOrders, progress);
            return new Outcome(features.slices(), features.leftOut(), passes, logits,
                    rows(sorted.probabilities(), slices, labels), evidence, features.warnings(), null);
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
        try (SliceBatches batches = new SliceBatches(patient.slices(), decoder, preprocessor,
                session.deviceRun().chunk(), executor, progress)) {
            progress.update(patient.id(), 0, expected);
            while (batches.hasNext()) {
                progress.checkCancelled();
                SliceBatch batch = batches.next();
                rows.add(session.features(batch.images(), batch.size()));
                slices.addAll(batch.slices());
                onBatch.accept(batch);
                progress.update(patient.id(), slices.size() + batches.leftOut().size(), expected);
            }
            ReadSlices read = ReadSlices.of(patient, batches, !slices.isEmpty());
            return new PatientFeatures(slices, read.leftOut(), rows, batches.contentSeed(), read.warnings(),
                    read.error());
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    /**
     * Writes the backbone's features of a patient, {@code [slices, features]}, as a NumPy file; where the model kept
     * its backbone's classifier, also that one's scores, {@code [slices, classes]}, as {@code <file>.scores.npy}.
     *
     * @return why there are none, and what looks wrong
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    FeaturesResult writeFeatures(Patient patient, Path file, Progress progress) throws IOException {
        List<float[]> scores = new ArrayList<>();
        try (PatientFeatures features = features(patient, progress, batch -> {
            if (session.canClassify()) {
                scores.add(session.classify(batch.images(), batch.size()));
            }
        })) {
            if (features.error() != null) {
                return new FeaturesResult(patient.notes(), features.warnings(), features.error());
            }
            int slices = features.slices().size();
            NumpyFile.write(file, features.rows()::row, slices, session.featureCount());
            if (!scores.isEmpty()) {
                String name = file.getFileName().toString().replaceFirst("\\.npy$", ".scores.npy");
                float[] all = joined(scores);
                int classes = all.length / slices;
                NumpyFile.write(file.resolveSibling(name),
                        row -> Arrays.copyOfRange(all, row * classes, (row + 1) * classes), slices, classes);
            }
            return new FeaturesResult(patient.notes(), features.warnings(), null);
        }
    }

    /**
     * Where on each slice of a patient the evidence for a label lies.
     *
     * @param label  index of the label
     * @param orders random orders for the evidence of the slices
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    Explanation explain(Patient patient, int label, int orders, Progress progress) {
        List<float[]> maps = new ArrayList<>();
        try (PatientFeatures features = features(patient, progress,
                batch -> maps.add(session.explain(batch.images(), batch.size(), label)))) {
            if (features.error() != null) {
                return Explanation.failed(patient.id(), features.leftOut(), features.warnings(), features.error());
            }
            int slices = features.slices().size();
            SequenceResult sorted = session.sequence(features.rows(), new int[] {slices});
            OrderEvidence evidence = OrderEvidence.of(session, features, sorted, orders, progress);
            double[] contributions = Arrays.stream(evidence.contributions()).mapToDouble(each -> each[label]).toArray();
            LayerShapes shapes = session.recipe().shapes();
            MapCells cells = shapes.mapCells();
            PictureRegion cover = new PictureRegion(cells.firstColumn() - cells.columnStep() / 2,
                    cells.firstRow() - cells.rowStep() / 2, cells.columnStep() * shapes.mapWidth(),
                    cells.rowStep() * shapes.mapHeight());
            return new Explanation(patient.id(), features.slices(), features.leftOut(), shapes.mapHeight(),
                    shapes.mapWidth(), joined(maps), cover, contributions, features.warnings(), null);
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
    private double[] meanLogits(PatientFeatures features, int passes, Progress progress) {
        double[] mean = new double[session.recipe().labels().size()];
        RandomOrders.run(session::patients, features, passes, progress, (number, order, result, row) -> {
            for (int label = 0; label < mean.length; label++) {
                mean[label] += result.logit(row, result.lengths()[row] - 1, label) / (double) passes;
            }
        });
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
