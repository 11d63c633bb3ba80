package org.slicelstm.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.graph.ForeignSignatures.InputShape;
import org.slicelstm.model.ForeignModel;
import org.slicelstm.model.Lineage;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.ModelInfo;
import org.slicelstm.model.Provenance;
import org.slicelstm.model.SignatureNames;
import org.tensorflow.proto.SignatureDef;

/** Makes a model directory of a SavedModel that was made elsewhere, after trying it on pictures of noise. */
public final class ForeignAdoption {
    private static final String WHAT = "Trying the model";
    /** Slices of the trial where the model takes any number. */
    private static final int PICTURES = 3;
    private static final int RUNS = 4;
    /** The same probabilities by other kernels: more than rounding, less than what a slice changes. */
    private static final double SAME = 1e-5;

    private ForeignAdoption() {
    }

    /**
     * What the user says of the SavedModel.
     *
     * @param signature the signature's key
     * @param input     the input that takes the pictures, or null for the only one
     * @param output    the output with the answer, or null for the only one
     * @param logits    whether the answer is before the sigmoid
     * @param model     everything else; {@code batched}, {@code slices} and {@code running} are found out
     */
    public record Wanted(String signature, String input, String output, boolean logits, ForeignModel model) { }

    /**
     * What came of it.
     *
     * @param directory the new model directory
     * @param joining   whether the trial saw it join slices
     */
    public record Adopted(ModelDirectory directory, Joining joining) { }

    /** What the answer to several pictures of noise depends on. */
    public enum Joining {
        /** On more than the last one. */
        ALL,
        /** On the last one alone: it may look at each slice by itself. */
        LAST_ALONE,
        /** On nothing that could be seen: all pictures of noise are answered alike. */
        UNSEEN
    }

    /**
     * Adopts a SavedModel: its files are copied as they are, and so is the lineage that an exported model has.
     *
     * @param source   the SavedModel's folder
     * @param out      the new directory, absent or empty
     * @param progress told how many trials are done; cancelling leaves nothing behind
     * @throws UserException if the folder is no SavedModel, the signature does not fit, or the trial
     *                       fails or shows that it sees the first slice only
     */
    public static Adopted adopt(Path source, Wanted wanted, Path out, Progress progress) throws IOException {
        ForeignSignatures signatures = ForeignSignatures.read(source);
        SignatureDef signature = signatures.signature(wanted.signature());
        String input = signatures.named("input", wanted.input(), signature.getInputsMap());
        String output = signatures.named("output", wanted.output(), signature.getOutputsMap());
        InputShape shape = signatures.inputShape(input, signature.getInputsOrThrow(input),
                wanted.model().input().height(), wanted.model().input().width());
        ForeignModel model = wanted.model().withShape(shape.batched(), shape.slices());
        SignatureNames serving = new SignatureNames(wanted.signature(), Map.of(SignatureGraph.IMAGES, input),
                Map.of(wanted.logits() ? SignatureGraph.LOGITS : SignatureGraph.PROBABILITIES, output));
        Provenance provenance = Provenance.adopted(signatures.sha256());
        Trial trial = tried(source, ModelInfo.adopted(model, signatures.tags(), serving, provenance), progress);
        ModelInfo info = ModelInfo.adopted(model.withRunning(trial.running), signatures.tags(), serving, provenance);
        progress.checkCancelled();
        Optional<Lineage> lineage = Files.isRegularFile(source.resolve(Lineage.FILE))
                ? Optional.of(Lineage.read(source)) : Optional.empty();
        return new Adopted(ModelDirectory.create(out, info, lineage,
                folder -> ModelDirectory.copySavedModel(source, folder)), trial.joining);
    }

    private record Trial(boolean running, Joining joining) { }

    /**
     * Runs pictures of noise, as many as the model takes, or three and their prefixes; then the same with all but the
     * first, all but the last and the last replaced.
     */
    private static Trial tried(Path source, ModelInfo info, Progress progress) {
        try (ForeignSession session = ForeignSession.open(source, info, DeviceChoice.CPU)) {
            boolean open = session.model().slices().isEmpty();
            int n = session.model().slices().orElse(PICTURES);
            float[] pictures = noise(session, n, slice -> false);
            progress.update(WHAT, 0, RUNS);
            SequenceResult all = session.run(pictures, n);
            boolean running = all.steps() == n;
            for (int i = 1; open && i < n; i++) {
                progress.checkCancelled();
                SequenceResult prefix = session.run(pictures, i);
                running = running && same(all, i - 1, prefix, prefix.steps() - 1);
            }
            progress.checkCancelled();
            progress.update(WHAT, 1, RUNS);
            SequenceResult first = session.run(noise(session, n, slice -> slice > 0), n);
            progress.checkCancelled();
            progress.update(WHAT, 2, RUNS);
            SequenceResult last = session.run(noise(session, n, slice -> slice < n - 1), n);
            progress.checkCancelled();
            progress.update(WHAT, 3, RUNS);
            if (running && !open) {
                // A prefix cannot be run, but a row that knows nothing of later slices is what one would answer.
                SequenceResult others = session.run(noise(session, n, slice -> slice == n - 1), n);
                running = same(all, 0, first, 0);
                for (int row = 0; row < n - 1; row++) {
                    running = running && same(all, row, others, row);
                }
            }
            progress.update(WHAT, RUNS, RUNS);
            return new Trial(running, joining(source, n, open, all, first, last));
        }
    }

    /**
     * What the answer depends on. In Keras 3.14.0 to 3.15.1 TimeDistributed, where the number of slices is open, was
     * seen to be exported as a graph that goes through as many slices as there are patients: one. Python then says the
     * same of the SavedModel.
     *
     * @param first with all slices but the first replaced
     * @param last  with all slices but the last replaced
     */
    private static Joining joining(Path source, int n, boolean open, SequenceResult all, SequenceResult first,
                                   SequenceResult last) {
        int end = all.steps() - 1;
        if (n == 1) {
            return Joining.LAST_ALONE;
        }
        boolean onLaterThanFirst = !same(all, end, first, end);
        boolean onEarlierThanLast = !same(all, end, last, end);
        if (onEarlierThanLast && !onLaterThanFirst) {
            throw new UserException("The SavedModel '" + source + "' answers " + n + " slices by the first alone and "
                    + "does not see the others; " + (open ? "where TimeDistributed of Keras 3.14 or 3.15 made it, give "
                    + "model.export an input_signature with a fixed number of slices, or use Keras 3.13 or "
                    + "tf_keras." : "correct the model and export it again."));
        }
        if (!onLaterThanFirst) {
            return Joining.UNSEEN;
        }
        return onEarlierThanLast ? Joining.ALL : Joining.LAST_ALONE;
    }

    private static boolean same(SequenceResult one, int row, SequenceResult other, int otherRow) {
        for (int label = 0; label < one.labels(); label++) {
            if (Math.abs(one.probability(0, row, label) - other.probability(0, otherRow, label)) > SAME) {
                return false;
            }
        }
        return true;
    }

    /** Normalised noise of n pictures, each brighter than the one before; those replaced brighter than all others. */
    private static float[] noise(ForeignSession session, int n, IntPredicate replaced) {
        SplittableRandom random = new SplittableRandom(1);
        int width = session.floats(1);
        float[] values = new float[session.floats(n)];
        for (int slice = 0; slice < n; slice++) {
            double brightness = ((replaced.test(slice) ? 1 : 0) + (slice + 1.0) / n) / 2;
            for (int i = 0; i < width; i++) {
                values[slice * width + i] = (float) (random.nextDouble(255) * brightness);
            }
        }
        session.model().normalisation().apply(values);
        return values;
    }
}
