package org.slicelstm.predict;

import java.util.ArrayList;
import java.util.List;

/** Gathers how far the predictions of a cohort depend on the order of the slices, label by label. */
public final class OrderSummaries {

    /**
     * What a cohort shows.
     *
     * @param patients        patients that were predicted
     * @param meanSd          mean of the probability's standard deviation over single random orders
     * @param flips           mean share of random orders whose call is not the one reported
     * @param patientsFlipped share of patients with at least one such order
     * @param sortedDiffers   share of patients whose call from the sorted pass is not that from the mean over random
     *                        orders
     */
    public record Summary(int patients, double meanSd, double flips, double patientsFlipped, double sortedDiffers) { }

    private final double[] thresholds;
    private final List<Evidence> seen = new ArrayList<>();

    /**
     * @param thresholds {@code [labels]}: the probability from which a label is called
     */
    public OrderSummaries(double[] thresholds) {
        this.thresholds = thresholds.clone();
    }

    /** Takes a patient; one without evidence does not count. */
    public void add(PatientResult result) {
        if (result.evidence() != null) {
            // The slices' own numbers are not needed: a cohort may be large.
            seen.add(new Evidence(result.evidence().orders(), new double[0][], result.evidence().spread()));
        }
    }

    /** Whether there is anything to tell. */
    public boolean isEmpty() {
        return seen.isEmpty();
    }

    /** The summary of a label, by its index. */
    public Summary of(int label) {
        double threshold = thresholds[label];
        List<OrderSpread> spreads = seen.stream().map(evidence -> evidence.spread().get(label)).toList();
        return new Summary(spreads.size(), spreads.stream().mapToDouble(OrderSpread::sd).average().orElseThrow(),
                spreads.stream().mapToDouble(OrderSpread::flips).average().orElseThrow(),
                share(spreads.stream().filter(each -> each.flips() > 0).count()),
                share(spreads.stream().filter(
                        each -> each.sorted() >= threshold != each.random() >= threshold).count()));
    }

    private double share(long count) {
        return count / (double) seen.size();
    }
}
