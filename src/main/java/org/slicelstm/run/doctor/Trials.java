package org.slicelstm.run.doctor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.slicelstm.UserException;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.graph.ModelSession;
import org.slicelstm.graph.SequenceResult;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.run.doctor.Facts.Trial;

/** A prediction of pictures of noise, the same on every device. */
public final class Trials {
    private static final int SLICES = 24;
    private static final long SEED = 1;
    private static final double NANOS_A_SECOND = 1e9;

    private Trials() {
    }

    /** Predicts twice and takes the time of the second; what goes wrong becomes the trial's problem. */
    public static Trial run(ModelDirectory model, String device) {
        try {
            if (model.info().foreign().isPresent()) {
                throw new UserException("The model '" + model.path() + "' was made elsewhere; name one that new-model "
                        + "or train made.");
            }
            try (ModelSession session = ModelSession.open(model, DeviceChoice.parse(device), 0)) {
                InputRecipe input = session.recipe().input();
                float[] images = noise(SLICES * input.height() * input.width() * 3);
                predict(session, images);
                long start = System.nanoTime();
                float[] probabilities = predict(session, images);
                return new Trial(device, session.device(), SLICES, (System.nanoTime() - start) / NANOS_A_SECOND,
                        probabilities, null);
            }
        } catch (UserException e) {
            return failed(device, e.getMessage());
        }
    }

    public static Trial failed(String device, String problem) {
        return new Trial(device, null, SLICES, 0, new float[0], problem);
    }

    private static float[] predict(ModelSession session, float[] images) {
        float[] features = session.features(FloatBuffer.wrap(images), SLICES);
        SequenceResult result = session.sequence(features, 1, SLICES, new int[] {SLICES});
        float[] all = result.probabilities();
        return Arrays.copyOfRange(all, all.length - session.recipe().labels().size(), all.length);
    }

    private static float[] noise(int size) {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (255 * random.nextDouble());
        }
        return values;
    }
}
