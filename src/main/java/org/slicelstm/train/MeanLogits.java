package org.slicelstm.train;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.slicelstm.Progress;
import org.slicelstm.graph.TrainingSession;

/**
 * The logits of patients as a prediction takes them: a model trained on shuffled slices is asked in several random
 * orders, seeded by the pictures' content, and the mean counts; one trained on sorted slices is asked once.
 */
final class MeanLogits {
    /** Bounds the memory of the orders that go through the head together. */
    private static final int MOST_FLOATS = 1 << 21;

    private MeanLogits() {
    }

    /**
     * The logits.
     *
     * @param features of a patient's pictures as they are
     * @param orders   1 for the slices' own order
     * @return {@code [patients, labels]}
     */
    static double[][] of(TrainingSession session, List<TrainingPatient> patients,
            Function<TrainingPatient, Features> features, int orders, String what, Progress progress) {
        double[][] logits = new double[patients.size()][];
        for (int i = 0; i < logits.length; i++) {
            progress.checkCancelled();
            TrainingPatient patient = patients.get(i);
            Features rows = features.apply(patient);
            logits[i] = of(session, rows, rows.pictures() == 1 ? 1 : orders, patient.contentSeed());
            progress.update(what, i + 1, logits.length);
        }
        return logits;
    }

    private static double[] of(TrainingSession session, Features features, int passes, long seed) {
        int slices = features.pictures();
        int size = slices * features.width();
        SplittableRandom random = new SplittableRandom(seed);
        int together = Math.max(1, Math.min(passes, MOST_FLOATS / size));
        double[] mean = null;
        for (int done = 0; done < passes; done += together) {
            int batch = Math.min(together, passes - done);
            float[] rows = new float[batch * size];
            for (int b = 0; b < batch; b++) {
                int[] order = passes == 1 ? null : draw(slices, random);
                for (int t = 0; t < slices; t++) {
                    System.arraycopy(features.values(), (order == null ? t : order[t]) * features.width(), rows,
                            b * size + t * features.width(), features.width());
                }
            }
            int[] lengths = new int[batch];
            Arrays.fill(lengths, slices);
            float[] found = session.logits(rows, lengths, slices);
            int labels = found.length / batch;
            mean = mean == null ? new double[labels] : mean;
            for (int j = 0; j < found.length; j++) {
                mean[j % labels] += found[j] / (double) passes;
            }
        }
        return mean;
    }

    /** A random order by Fisher and Yates. */
    private static int[] draw(int slices, SplittableRandom random) {
        int[] order = new int[slices];
        for (int i = 0; i < slices; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
