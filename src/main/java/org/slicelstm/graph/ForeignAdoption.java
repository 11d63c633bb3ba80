package org.slicelstm.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.model.ForeignModel;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.ModelInfo;
import org.slicelstm.model.Provenance;
import org.slicelstm.model.SignatureNames;
import org.tensorflow.proto.SignatureDef;

/** Makes a model directory of a SavedModel that was made elsewhere, after trying it on pictures of noise. */
public final class ForeignAdoption {
    private static final String WHAT = "Trying the model";
    private static final int PICTURES = 3;
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
     * @param model     everything else; {@code batched} and {@code running} are found out
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
     * Adopts a SavedModel: its files are copied as they are.
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
        ForeignModel model = wanted.model().withBatched(signatures.batched(input, signature.getInputsOrThrow(input),
                wanted.model().input().height(), wanted.model().input().width()));
        SignatureNames serving = new SignatureNames(wanted.signature(), Map.of(SignatureGraph.IMAGES, input),
                Map.of(wanted.logits() ? SignatureGraph.LOGITS : SignatureGraph.PROBABILITIES, output));
        Provenance provenance = Provenance.adopted(signatures.sha256());
        Trial trial = tried(source, ModelInfo.adopted(model, signatures.tags(), serving, provenance), progress);
        ModelInfo info = ModelInfo.adopted(model.withRunning(trial.running), signatures.tags(), serving, provenance);
        progress.checkCancelled();
        return new Adopted(ModelDirectory.create(out, info, folder -> ModelDirectory.copySavedModel(source, folder)),
                trial.joining);
    }

    private record Trial(boolean running, Joining joining) { }

    /** Runs the first one, two and three pictures, and the third alone. */
    private static Trial tried(Path source, ModelInfo info, Progress progress) {
        try (ForeignSession session = ForeignSession.open(source, info, DeviceChoice.CPU)) {
            float[] pictures = noise(session.floats(PICTURES));
            session.model().normalisation().apply(pictures);
            SequenceResult[] prefixes = new SequenceResult[PICTURES];
            for (int i = 0; i < PICTURES; i++) {
                progress.checkCancelled();
                progress.update(WHAT, i, PICTURES + 1);
                prefixes[i] = session.run(pictures, i + 1);
            }
            float[] third = Arrays.copyOfRange(pictures, session.floats(PICTURES - 1), pictures.length);
            SequenceResult alone = session.run(third, 1);
            progress.update(WHAT, PICTURES + 1, PICTURES + 1);
            SequenceResult all = prefixes[PICTURES - 1];
            boolean running = all.steps() == PICTURES;
            for (int i = 0; i < PICTURES && running; i++) {
                running = same(all, i, prefixes[i]);
            }
            return new Trial(running, joining(source, prefixes, alone));
        }
    }

    /**
     * What the answer depends on. Keras 3.15.1 was seen to export TimeDistributed, where the number of slices is open,
     * as a graph that stops after the first one, and Python then says the same of the SavedModel.
     */
    private static Joining joining(Path source, SequenceResult[] prefixes, SequenceResult alone) {
        SequenceResult all = prefixes[PICTURES - 1];
        int last = all.steps() - 1;
        if (same(all, last, prefixes[0]) && same(all, last, prefixes[1])) {
            if (!same(all, last, alone)) {
                throw new UserException("The SavedModel '" + source + "' answers three slices as it does the first "
                        + "alone, so it does not see the others; export it again, with tf_keras or with a reshape in "
                        + "the place of Keras 3's TimeDistributed.");
            }
            return Joining.UNSEEN;
        }
        return same(all, last, alone) ? Joining.LAST_ALONE : Joining.ALL;
    }

    /** Whether a row is the last row of another result. */
    private static boolean same(SequenceResult one, int row, SequenceResult other) {
        for (int label = 0; label < one.labels(); label++) {
            if (Math.abs(one.probability(0, row, label) - other.probability(0, other.steps() - 1, label)) > SAME) {
                return false;
            }
        }
        return true;
    }

    private static float[] noise(int numbers) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[numbers];
        for (int i = 0; i < numbers; i++) {
            // Each picture darker or brighter than the one before, so that a network tells them apart.
            values[i] = (float) (random.nextDouble(255) * (1 + i * PICTURES / numbers) / PICTURES);
        }
        return values;
    }
}
