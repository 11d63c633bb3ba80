package org.slicelstm.predict;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.slicelstm.Progress;
import org.slicelstm.graph.FeatureRows;
import org.slicelstm.graph.ModelSession;
import org.slicelstm.graph.SequenceResult;

/** The head on random orders of a patient's slices, seeded by the pictures' content; the backbone is not asked. */
final class RandomOrders {
    /** Bounds the memory: this many floats of features go through the head together. */
    private static final int MOST_FLOATS = 1 << 21;

    private RandomOrders() {
    }

    /** The head, or a part of what it says. */
    @FunctionalInterface
    interface Head {
        SequenceResult on(FeatureRows features, int[] lengths);
    }

    /** Sees one order after the other. */
    @FunctionalInterface
    interface Visitor {
        /**
         * An order was run.
         *
         * @param number which order it is, from 0; the first orders are the same however many there are
         * @param order  {@code [slices]}: which slice comes at each place
         * @param result what the head says of several orders
         * @param row    which of them is this order's
         */
        void ran(int number, int[] order, SequenceResult result, int row);
    }

    /**
     * Runs the head on random orders.
     *
     * @param orders how many
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    static void run(Head head, PatientFeatures features, int orders, Progress progress, Visitor visitor) {
        int slices = features.slices().size();
        int width = features.rows().width();
        int together = atOnce(orders, slices, width);
        SplittableRandom random = new SplittableRandom(features.contentSeed());
        for (int done = 0; done < orders; done += together) {
            progress.checkCancelled();
            int batch = Math.min(together, orders - done);
            int[][] drawn = new int[batch][];
            int[] lengths = new int[batch];
            Arrays.fill(lengths, slices);
            try (FeatureRows shuffled = new FeatureRows(batch, slices, width)) {
                for (int b = 0; b < batch; b++) {
                    drawn[b] = SliceOrders.draw(slices, random);
                    for (int slice : drawn[b]) {
                        shuffled.add(features.rows().row(slice));
                    }
                }
                SequenceResult result = head.on(shuffled, lengths);
                for (int b = 0; b < batch; b++) {
                    visitor.ran(done + b, drawn[b], result, b);
                }
            }
        }
    }

    /**
     * The mean over the slices of what the head says of each one alone.
     *
     * @return logits {@code [labels]}
     */
    static double[] alone(ModelSession session, PatientFeatures features) {
        int slices = features.slices().size();
        int together = atOnce(slices, 1, session.featureCount());
        double[] mean = new double[session.recipe().labels().size()];
        for (int done = 0; done < slices; done += together) {
            int batch = Math.min(together, slices - done);
            int[] lengths = new int[batch];
            Arrays.fill(lengths, 1);
            try (FeatureRows single = new FeatureRows(batch, 1, session.featureCount())) {
                for (int b = 0; b < batch; b++) {
                    single.add(features.rows().row(done + b));
                }
                SequenceResult result = session.sequence(single, lengths);
                for (int b = 0; b < batch; b++) {
                    for (int label = 0; label < mean.length; label++) {
                        mean[label] += result.logit(b, 0, label) / (double) slices;
                    }
                }
            }
        }
        return mean;
    }

    private static int atOnce(int runs, int slices, int width) {
        return Math.max(1, Math.min(runs, MOST_FLOATS / (slices * width)));
    }
}
