package org.slicelstm.predict;

import org.slicelstm.Progress;
import org.slicelstm.graph.ModelSession;
import org.slicelstm.graph.SequenceResult;

/**
 * What each slice adds to a patient's logits, over random orders: the mean change of the logit when the slice is added
 * to those before it. A lesion spans neighbours, so that leaving one slice out may change nothing; when slices come in
 * random order, each of them is the first of its neighbours in some.
 *
 * <p>For a head that does not look at the order this is the Shapley value, sampled as by Castro, Gómez and Tejada
 * (2009, Computers &amp; Operations Research 36, 1726) and Štrumbelj and Kononenko (2010, JMLR 11, 1). What a head says
 * of no slices at all is not defined for all heads; the first slice of an order is counted from {@link #alone}, the
 * mean of what the head says of each slice alone. Another choice would move all slices of the patient by the same
 * number. So the contributions of all slices sum to the mean of {@link #logits} less {@link #alone}.
 *
 * @param contributions {@code [slices][labels]}
 * @param alone         {@code [labels]}: the mean over the slices of the logit of each one alone
 * @param sorted        {@code [labels]}: the logit of the single pass in the order of the patient
 * @param logits        {@code [orders][labels]}: the last logit of each random order
 */
record OrderEvidence(double[][] contributions, double[] alone, double[] sorted, double[][] logits) {

    /**
     * Asks the head.
     *
     * @param sorted the running results in the order of the patient
     * @param orders random orders, at least 1
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    static OrderEvidence of(ModelSession session, PatientFeatures features, SequenceResult sorted, int orders,
                            Progress progress) {
        int slices = features.slices().size();
        int labels = session.recipe().labels().size();
        double[] alone = RandomOrders.alone(session, features);
        double[][] contributions = new double[slices][labels];
        double[][] logits = new double[orders][labels];
        RandomOrders.run(session::sequence, features, orders, progress, (number, order, result, row) -> {
            for (int label = 0; label < labels; label++) {
                double before = alone[label];
                for (int place = 0; place < slices; place++) {
                    double now = result.logit(row, place, label);
                    contributions[order[place]][label] += (now - before) / orders;
                    before = now;
                }
                logits[number][label] = before;
            }
        });
        double[] last = new double[labels];
        for (int label = 0; label < labels; label++) {
            last[label] = sorted.logit(0, slices - 1, label);
        }
        return new OrderEvidence(contributions, alone, last, logits);
    }
}
