package org.slicelstm.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.slicelstm.UserException;

/**
 * In which order an epoch meets the patients and their slices: afresh every epoch, so that no order can be learned. The
 * order depends on the seed and the epoch alone, so that an epoch can be done again.
 *
 * @param seed  the run's seed
 * @param epoch from 1
 */
public record EpochOrder(long seed, int epoch) {
    /** Groups among which patients of like length find each other. */
    private static final int GROUPS_SORTED_TOGETHER = 8;

    /**
     * The slices of one patient.
     *
     * @param patient its identifier
     * @param slices  how many it has
     * @return the places of its slices, {@code 0 … slices − 1}, in the order in which the head sees them
     */
    public int[] slices(String patient, int slices) {
        SplittableRandom random = Seeds.random(seed, "slices", epoch, patient);
        int[] order = new int[slices];
        for (int i = 0; i < slices; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /**
     * The patients in groups, one update of the weights for each. All patients of a group go through the head as one
     * padded batch, which gives the same gradient as one by one; the last group may be short.
     *
     * @param patients the training patients
     * @param k        patients of a group, at least 1
     */
    public <P> List<List<P>> groups(List<P> patients, int k) {
        return cut(shuffled(patients, "patients"), k);
    }

    /**
     * The same, with patients of like length in one group, which leaves less padding to compute: shuffled, sorted by
     * length among every 8 groups, and the groups shuffled again. Who shares an update is then less random than in the
     * paper.
     *
     * @param length slices of a patient
     */
    public <P> List<List<P>> groupsOfLikeLength(List<P> patients, int k, ToIntFunction<P> length) {
        List<List<P>> groups = new ArrayList<>();
        for (List<P> together : cut(shuffled(patients, "patients"), (long) k * GROUPS_SORTED_TOGETHER)) {
            List<P> sorted = new ArrayList<>(together);
            sorted.sort(Comparator.comparingInt(length));
            groups.addAll(cut(sorted, k));
        }
        return shuffled(groups, "groups");
    }

    /**
     * Which of a number of cached augmentations a patient shows this epoch: each once before any comes again.
     *
     * @param draws how many are cached, at least 1; 1 stands for no choice
     * @return from 0 to {@code draws − 1}
     */
    public int draw(String patient, int draws) {
        int round = (epoch - 1) / draws;
        return new EpochOrder(seed, round).slices("draws of " + patient, draws)[(epoch - 1) % draws];
    }

    private <T> List<T> shuffled(List<T> things, String what) {
        SplittableRandom random = Seeds.random(seed, what, epoch);
        List<T> order = new ArrayList<>(things);
        for (int i = order.size() - 1; i > 0; i--) {
            order.set(i, order.set(random.nextInt(i + 1), order.get(i)));
        }
        return order;
    }

    private static <T> List<List<T>> cut(List<T> things, long size) {
        if (size < 1) {
            throw new UserException("Gradients cannot be accumulated over " + size + " patients: write 1 or more for "
                    + "--accumulate.");
        }
        List<List<T>> groups = new ArrayList<>();
        for (int from = 0; from < things.size(); from += (int) Math.min(size, Integer.MAX_VALUE - from)) {
            groups.add(List.copyOf(things.subList(from, (int) Math.min(from + size, things.size()))));
        }
        return groups;
    }
}
