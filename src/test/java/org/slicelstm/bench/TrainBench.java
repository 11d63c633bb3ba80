package org.slicelstm.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.slicelstm.cohort.Label;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.graph.TrainingSession;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.WeightSource;
import org.slicelstm.train.EpochOrder;
import org.slicelstm.train.Features;
import org.slicelstm.train.PaddedBatch;

/** {@code scripts/bench train}: an epoch of head training on features that are there, as ratios within one run. */
public final class TrainBench {
    private static final int PATIENTS = 200;
    private static final int K = 8;
    private static final int REPEATS = 5;
    private static final double RATE = 1e-4;
    private static final double NANOS_PER_MILLI = 1e6;

    /** A patient whose features are in memory. */
    private record Patient(String id, Features features, Label label) { }

    private final List<Patient> patients = new ArrayList<>();
    private final TrainingSession session;

    private TrainBench(TrainingSession session) {
        this.session = session;
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < PATIENTS; i++) {
            int slices = 4 + random.nextInt(13);
            float[] values = new float[slices * session.featureCount()];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextDouble();
            }
            patients.add(new Patient("p" + i, new Features(slices, session.featureCount(), values),
                    random.nextBoolean() ? Label.PRESENT : Label.ABSENT));
        }
    }

    /** @param arguments none are needed */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        Recipe recipe = Recipes.named("efficientnet-lite0-lstm");
        try (TrainingSession session = TrainingSession.open(recipe, new float[] {.5f}, new float[] {.5f}, 1,
                WeightSource.NONE, DeviceChoice.CPU, 0)) {
            new TrainBench(session).run();
        }
    }

    private void run() {
        double[] together = new double[REPEATS];
        double[] alone = new double[REPEATS];
        epoch(0, K);
        epoch(0, 1);
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            together[repeat] = epoch(repeat + 1, K);
            alone[repeat] = epoch(repeat + 1, 1);
        }
        double batched = median(together);
        double single = median(alone);
        System.out.println(String.format("an epoch of head training, %d patients of 4 to 16 slices, 1280 features, one "
                + "update for %d patients: %.0f ms (%.1f ms a patient); one patient at a time: %.0f ms (%.1f ms a "
                + "patient); ratio %.3f (at most 0.333)", PATIENTS, K, batched, batched / PATIENTS, single,
                single / PATIENTS, batched / single));
    }

    /** Milliseconds of an epoch whose patients go through the head so many at a time, one update for every k. */
    private double epoch(int number, int atATime) {
        EpochOrder order = new EpochOrder(1, number + 1);
        long start = System.nanoTime();
        for (List<Patient> group : order.groups(patients, K)) {
            for (int from = 0; from < group.size(); from += atATime) {
                List<PaddedBatch.Member> members = new ArrayList<>();
                for (Patient each : group.subList(from, Math.min(from + atATime, group.size()))) {
                    members.add(new PaddedBatch.Member(each.features(),
                            order.slices(each.id(), each.features().pictures()), List.of(each.label())));
                }
                PaddedBatch batch = PaddedBatch.of(members);
                session.accumulate(new TrainingSession.Batch(batch.features(), batch.lengths(), batch.labels(),
                        batch.mask(), batch.patients(), batch.steps()), 0);
            }
            session.apply(RATE);
        }
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }
}
