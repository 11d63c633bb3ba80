package org.slicelstm.train;

import java.util.List;
import org.slicelstm.Count;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Label;

/**
 * The patients of one group as the head takes them. What lies behind a patient's last slice is 0 and is not read.
 *
 * @param features {@code [b, t, F]}
 * @param lengths  slices of each patient, {@code [b]}, from 1 to t
 * @param labels   {@code [b, labels]}, 1 where the label is present
 * @param mask     {@code [b, labels]}, 1 where the label is known
 * @param patients b
 * @param steps    t
 * @param width    F
 */
public record PaddedBatch(float[] features, int[] lengths, float[] labels, float[] mask, int patients, int steps,
                          int width) {

    /**
     * One patient.
     *
     * @param features of its pictures
     * @param order    the places of the pictures in the order in which the head sees them
     * @param labels   its labels
     */
    public record Member(Features features, int[] order, List<Label> labels) {
        public Member {
            labels = List.copyOf(labels);
            if (order.length < 1) {
                throw new IllegalArgumentException("a patient has at least one picture");
            }
        }
    }

    /** The batch of a group, as long as its longest patient. */
    public static PaddedBatch of(List<Member> group) {
        return of(group, group.stream().mapToInt(each -> each.order().length).max().orElseThrow());
    }

    /**
     * The batch of a group in a window of fixed length, as the authors proposed: of longer patients the first pictures
     * of the order are taken, shorter ones are padded.
     *
     * @param group  at least one patient, all with features of one width
     * @param window t, at least 1
     */
    public static PaddedBatch of(List<Member> group, int window) {
        int width = group.get(0).features().width();
        int labels = group.get(0).labels().size();
        long floats = (long) group.size() * window * width;
        if (floats > Integer.MAX_VALUE - 8) {
            throw new UserException("A step over " + Count.of(group.size(), "patient") + " of up to "
                    + Count.of(window, "picture") + " does not fit into one batch: lower --accumulate, or limit the "
                    + "pictures of a patient.");
        }
        float[] features = new float[(int) floats];
        int[] lengths = new int[group.size()];
        float[] truth = new float[group.size() * labels];
        float[] mask = new float[group.size() * labels];
        for (int b = 0; b < group.size(); b++) {
            Member member = group.get(b);
            if (member.features().width() != width || member.labels().size() != labels) {
                throw new IllegalArgumentException("all members have features of one width and the same labels");
            }
            lengths[b] = Math.min(member.order().length, window);
            for (int t = 0; t < lengths[b]; t++) {
                System.arraycopy(member.features().values(), member.order()[t] * width, features,
                        (b * window + t) * width, width);
            }
            for (int label = 0; label < labels; label++) {
                truth[b * labels + label] = member.labels().get(label).value();
                mask[b * labels + label] = member.labels().get(label).isKnown() ? 1 : 0;
            }
        }
        return new PaddedBatch(features, lengths, truth, mask, group.size(), window, width);
    }
}
