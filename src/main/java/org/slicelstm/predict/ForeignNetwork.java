package org.slicelstm.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import org.slicelstm.Count;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.Slice;
import org.slicelstm.graph.ForeignSession;
import org.slicelstm.graph.SequenceResult;
import org.slicelstm.image.Preprocessor;
import org.slicelstm.image.SliceBatch;
import org.slicelstm.image.SliceBatches;
import org.slicelstm.image.SliceDecoder;

/**
 * A model that was made elsewhere: all slices of a patient go in at once. Where it answers only for the whole patient,
 * the running probability is the model on each prefix, which costs n runs for n slices; there is none where the model
 * takes one number of slices only.
 */
final class ForeignNetwork implements Network {
    private static final int CHUNK = 8;

    private final ForeignSession session;
    private final Preprocessor preprocessor;
    private final SliceDecoder decoder;
    private final ExecutorService executor;

    ForeignNetwork(ForeignSession session, Preprocessor preprocessor, SliceDecoder decoder, ExecutorService executor) {
        this.session = session;
        this.preprocessor = preprocessor;
        this.decoder = decoder;
        this.executor = executor;
    }

    /** The pictures of a patient, normalised. */
    private record Pictures(List<Slice> slices, ReadSlices read, float[] images, long contentSeed) { }

    /** {@inheritDoc} There is never evidence: a model without a head of its own would run whole for every prefix. */
    @Override
    public Outcome predict(Patient patient, int orders, int evidenceOrders, Progress progress) {
        int given = patient.slices().size();
        if ((long) given * session.floats(1) > Integer.MAX_VALUE) {
            return Outcome.refused(patient.leftOut(), patient.warnings(), Count.of(given, "slice")
                    + ", more than a model "
                    + "made elsewhere can be given at once; leave some out.");
        }
        Pictures pictures = pictures(patient, progress);
        ReadSlices read = pictures.read();
        if (read.error() != null) {
            return Outcome.refused(read.leftOut(), read.warnings(), read.error());
        }
        int slices = pictures.slices().size();
        Optional<Integer> fixed = session.model().slices();
        if (fixed.isPresent() && fixed.get() != slices) {
            return Outcome.refused(read.leftOut(), read.warnings(), Count.of(slices, "slice")
                    + " that can be used, but "
                    + "this model takes exactly " + fixed.get() + "; "
                    + (slices > fixed.get() ? "give it that many of them"
                            : "add the slices that are missing") + ", or adopt a model that takes any number.");
        }
        // One slice has one order; asking for more would only repeat it.
        int passes = slices == 1 ? 1 : orders;
        SequenceResult whole = session.run(pictures.images(), slices);
        float[][] running = session.model().running() ? rows(whole, slices)
                : fixed.isPresent() ? new float[0][]
                : prefixes(pictures.images(), whole, slices, patient.id(), progress);
        double[] logits = passes == 1 ? lastLogits(whole) : meanLogits(pictures, passes, patient.id(), progress);
        return new Outcome(pictures.slices(), read.leftOut(), passes, logits, running, null, read.warnings(), null);
    }

    private Pictures pictures(Patient patient, Progress progress) {
        int expected = patient.slices().size();
        float[] images = new float[session.floats(expected)];
        List<Slice> slices = new ArrayList<>(expected);
        try (SliceBatches batches = new SliceBatches(patient.slices(), decoder, preprocessor, CHUNK, executor,
                progress)) {
            progress.update("reading " + patient.id(), 0, expected);
            while (batches.hasNext()) {
                progress.checkCancelled();
                SliceBatch batch = batches.next();
                batch.images().duplicate().get(images, session.floats(slices.size()), session.floats(batch.size()));
                slices.addAll(batch.slices());
                progress.update("reading " + patient.id(), slices.size() + batches.leftOut().size(), expected);
            }
            float[] taken = Arrays.copyOf(images, session.floats(slices.size()));
            session.model().normalisation().apply(taken);
            return new Pictures(slices, ReadSlices.of(patient, batches, !slices.isEmpty()), taken,
                    batches.contentSeed());
        }
    }

    private float[][] prefixes(float[] images, SequenceResult whole, int slices, String patient, Progress progress) {
        float[][] running = new float[slices][];
        // A prefix of k slices costs k: only so the time that is left is told rightly.
        long total = (long) slices * (slices - 1) / 2;
        for (int n = 1; n < slices; n++) {
            progress.checkCancelled();
            progress.update(patient, (long) n * (n - 1) / 2, total);
            running[n - 1] = lastRow(session.run(images, n));
        }
        progress.update(patient, total, total);
        running[slices - 1] = lastRow(whole);
        return running;
    }

    /** The mean logit over random orders of the slices. */
    private double[] meanLogits(Pictures pictures, int passes, String patient, Progress progress) {
        int slices = pictures.slices().size();
        int width = session.floats(1);
        SplittableRandom random = new SplittableRandom(pictures.contentSeed());
        double[] mean = new double[session.model().labels().size()];
        float[] shuffled = new float[pictures.images().length];
        for (int pass = 0; pass < passes; pass++) {
            progress.checkCancelled();
            progress.update(patient + ", random orders", pass, passes);
            int[] order = SliceOrders.draw(slices, random);
            for (int t = 0; t < slices; t++) {
                System.arraycopy(pictures.images(), order[t] * width, shuffled, t * width, width);
            }
            double[] logits = lastLogits(session.run(shuffled, slices));
            for (int label = 0; label < mean.length; label++) {
                mean[label] += logits[label] / passes;
            }
        }
        progress.update(patient + ", random orders", passes, passes);
        return mean;
    }

    private static double[] lastLogits(SequenceResult result) {
        double[] last = new double[result.labels()];
        for (int label = 0; label < last.length; label++) {
            last[label] = result.logit(0, result.steps() - 1, label);
        }
        return last;
    }

    private static float[] lastRow(SequenceResult result) {
        return rows(result, result.steps())[result.steps() - 1];
    }

    private static float[][] rows(SequenceResult result, int slices) {
        if (result.steps() != slices) {
            throw new UserException("The model answers " + Count.of(slices, "slice") + " with "
                    + Count.of(result.steps(), "row")
                    + "; its model.json does not fit its SavedModel.");
        }
        float[][] rows = new float[slices][];
        for (int row = 0; row < slices; row++) {
            rows[row] = Arrays.copyOfRange(result.probabilities(), row * result.labels(), (row + 1) * result.labels());
        }
        return rows;
    }
}
