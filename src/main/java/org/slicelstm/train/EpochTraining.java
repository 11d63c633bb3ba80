package org.slicelstm.train;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.slicelstm.Progress;
import org.slicelstm.cohort.Label;
import org.slicelstm.graph.TrainingSession;
import org.slicelstm.graph.TrainingSession.Batch;
import org.slicelstm.graph.TrainingSession.Step;
import org.slicelstm.model.HeadRecipe;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.TrainingRecipe;

/**
 * One pass over the training patients: in a fresh order, each with its slices in a fresh order, one update for every k
 * patients. The k go through the head as one padded batch, or as several where that would be too large.
 */
final class EpochTraining {
    /** 64 MB of features in one batch. */
    private static final long MOST_FLOATS = 1 << 24;
    /** 32 MB of pictures that wait for their gradients, 300 of 96 pixels; more are read twice, which costs far less. */
    private static final long MOST_KEPT_FLOATS = 1 << 23;

    private final TrainingSession session;
    private final HeadRecipe head;
    private final TrainingRecipe how;
    private final PictureReader reader;
    private final FrozenFeatures frozen;
    private final long seed;

    /**
     * What an epoch gave, in the order in which patients were met.
     *
     * @param logits {@code [patients, labels]}, of the weights at each patient's turn, with augmentation and dropout
     * @param truth  of the same patients
     */
    record Outcome(double[][] logits, List<List<Label>> truth) { }

    /** Pictures that were read for the forward pass. */
    private record Kept(float[] images, int n, int from) { }

    /** @param frozen features of a backbone that is not trained, or null */
    EpochTraining(TrainingSession session, Recipe recipe, PictureReader reader, FrozenFeatures frozen, long seed) {
        this.session = session;
        this.head = recipe.head();
        this.how = recipe.training();
        this.reader = reader;
        this.frozen = frozen;
        this.seed = seed;
    }

    Outcome run(List<TrainingPatient> patients, int epoch, double rate, Progress progress) {
        EpochOrder order = new EpochOrder(seed, epoch);
        List<double[]> logits = new ArrayList<>();
        List<List<Label>> truth = new ArrayList<>();
        String what = "Epoch " + epoch + " of " + how.epochs();
        progress.update(what, 0, patients.size());
        for (List<TrainingPatient> group : order.groups(patients, how.patientsPerStep())) {
            for (List<TrainingPatient> part : parts(group)) {
                progress.checkCancelled();
                long dropout = Seeds.of(seed, "dropout", epoch, logits.size());
                float[] found = frozen != null ? headStep(part, order, dropout, progress)
                        : fullStep(part, order, dropout, progress);
                int labels = found.length / part.size();
                for (int b = 0; b < part.size(); b++) {
                    float[] row = Arrays.copyOfRange(found, b * labels, (b + 1) * labels);
                    logits.add(IntStream.range(0, labels).mapToDouble(i -> row[i]).toArray());
                    truth.add(part.get(b).labels());
                }
                progress.update(what, logits.size(), patients.size());
            }
            session.apply(rate);
        }
        return new Outcome(logits.toArray(double[][]::new), truth);
    }

    /** The group in as many padded batches as memory asks for. */
    private List<List<TrainingPatient>> parts(List<TrainingPatient> group) {
        List<List<TrainingPatient>> parts = new ArrayList<>();
        List<TrainingPatient> part = new ArrayList<>();
        long longest = 0;
        for (TrainingPatient each : group) {
            longest = Math.max(longest, each.slices().size());
            if (!part.isEmpty() && (part.size() + 1) * longest * session.featureCount() > MOST_FLOATS) {
                parts.add(part);
                part = new ArrayList<>();
                longest = each.slices().size();
            }
            part.add(each);
        }
        parts.add(part);
        return parts;
    }

    /** The places of the slices that the head sees, in their order. */
    private int[] order(TrainingPatient patient, EpochOrder order) {
        int slices = patient.slices().size();
        int[] all = how.shuffleSlices() ? order.slices(patient.id(), slices) : IntStream.range(0, slices).toArray();
        return Arrays.stream(head.places(slices)).map(place -> all[place]).toArray();
    }

    private float[] headStep(List<TrainingPatient> part, EpochOrder order, long dropout, Progress progress) {
        List<PaddedBatch.Member> members = new ArrayList<>();
        for (TrainingPatient each : part) {
            members.add(new PaddedBatch.Member(frozen.varied(each, order, progress), order(each, order),
                    each.labels()));
        }
        return session.accumulate(batch(members), dropout).logits();
    }

    private static Batch batch(List<PaddedBatch.Member> members) {
        PaddedBatch padded = PaddedBatch.of(members);
        return new Batch(padded.features(), padded.lengths(), padded.labels(), padded.mask(), padded.patients(),
                padded.steps());
    }

    /**
     * A patient at its turn: of more slices than the head sees, only those that it does, so that no other is read.
     *
     * @param order the places of the slices in the order in which the head sees them
     */
    private record Turn(TrainingPatient patient, int[] order) {
        static Turn of(TrainingPatient patient, int[] order) {
            return order.length == patient.slices().size() ? new Turn(patient, order)
                    : new Turn(patient.only(order), IntStream.range(0, order.length).toArray());
        }
    }

    /** Forward chunk by chunk, through the head at once, and back chunk by chunk on the same pictures. */
    private float[] fullStep(List<TrainingPatient> part, EpochOrder order, long dropout, Progress progress) {
        List<Turn> turns = part.stream().map(each -> Turn.of(each, order(each, order))).toList();
        List<PaddedBatch.Member> members = new ArrayList<>();
        List<List<Kept>> kept = new ArrayList<>();
        long[] room = {MOST_KEPT_FLOATS};
        int width = session.featureCount();
        for (Turn turn : turns) {
            List<Kept> chunks = new ArrayList<>();
            int slices = turn.order().length;
            float[] values = new float[slices * width];
            reader.read(turn.patient(), variation(turn.patient(), order), (images, n, from) -> {
                System.arraycopy(session.features(FloatBuffer.wrap(images), n), 0, values, from * width, n * width);
                room[0] -= images.length;
                if (room[0] >= 0) {
                    chunks.add(new Kept(images, n, from));
                }
            }, progress);
            boolean all = chunks.stream().mapToInt(Kept::n).sum() == slices;
            kept.add(all ? chunks : null);
            members.add(new PaddedBatch.Member(new Features(slices, width, values), turn.order(),
                    turn.patient().labels()));
        }
        Batch batch = batch(members);
        Step step = session.accumulate(batch, dropout);
        for (int b = 0; b < turns.size(); b++) {
            TrainingPatient patient = turns.get(b).patient();
            float[] gradient = inSliceOrder(step.featureGradient(), b * batch.steps(), members.get(b).order(), width);
            PictureReader.Work back = (images, n, from) -> session.accumulateBackbone(FloatBuffer.wrap(images), n,
                    Arrays.copyOfRange(gradient, from * width, (from + n) * width));
            if (kept.get(b) == null) {
                reader.read(patient, variation(patient, order), back, progress);
            } else {
                kept.get(b).forEach(chunk -> back.on(chunk.images(), chunk.n(), chunk.from()));
            }
        }
        return step.logits();
    }

    private IntToLongFunction variation(TrainingPatient patient, EpochOrder order) {
        return FrozenFeatures.afresh(seed, patient, order.epoch());
    }

    /** Rows of the batch, which are in the shuffled order, back to the slices' own. */
    private static float[] inSliceOrder(float[] rows, int first, int[] order, int width) {
        float[] sorted = new float[order.length * width];
        for (int t = 0; t < order.length; t++) {
            System.arraycopy(rows, (first + t) * width, sorted, order[t] * width, width);
        }
        return sorted;
    }
}
