package org.slicelstm.fiji;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slicelstm.job.LeftOutFile;
import org.slicelstm.job.PatientPrediction;
import org.slicelstm.job.RawStack;

/**
 * What each slice of a patient did to a label's probability. A slice's change is its evidence: what it adds to the
 * logit over random orders; where a prediction has no evidence, what it changed in the logit in the order shown.
 *
 * @param places      for each slice that reached the model its place among those that were given, from 0
 * @param probability {@code [slices][labels]}: after the slice
 * @param change      {@code [slices][labels]}: of the logit; without evidence 0 for the first slice
 */
record SliceNumbers(List<Integer> places, double[][] probability, double[][] change) {
    /** Probabilities of exactly 0 and 1 have no logit. */
    private static final double LEAST = 1e-7;

    /**
     * The label with the highest probability.
     *
     * @param labels the labels reported
     * @return its index
     */
    static int likeliest(PatientPrediction patient, List<String> labels) {
        int best = 0;
        for (int label = 1; label < labels.size(); label++) {
            if (patient.probabilities().get(labels.get(label)) > patient.probabilities().get(labels.get(best))) {
                best = label;
            }
        }
        return best;
    }

    /** The numbers of an open stack's prediction. */
    static SliceNumbers of(PatientPrediction patient, RawStack stack) {
        Set<Integer> missing = new HashSet<>();
        for (LeftOutFile out : patient.leftOut()) {
            missing.add(out.frame());
        }
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < stack.slices(); place++) {
            if (!missing.contains(place)) {
                places.add(place);
            }
        }
        List<List<Double>> evidence = patient.evidence() == null ? List.of() : List.copyOf(patient.evidence().values());
        int slices = patient.running().size();
        double[][] probability = new double[slices][];
        double[][] change = new double[slices][];
        for (int slice = 0; slice < slices; slice++) {
            probability[slice] = patient.running().get(slice).stream().mapToDouble(Double::doubleValue).toArray();
            change[slice] = new double[probability[slice].length];
            for (int label = 0; label < change[slice].length; label++) {
                double before = slice == 0 ? probability[slice][label] : probability[slice - 1][label];
                change[slice][label] = evidence.isEmpty() ? logit(probability[slice][label]) - logit(before)
                        : evidence.get(label).get(slice);
            }
        }
        return new SliceNumbers(places.subList(0, slices), probability, change);
    }

    /** The slices that raised a label's logit most, at most so many, the first of them the one that did most. */
    List<Integer> top(int label, int most) {
        List<Integer> slices = new ArrayList<>();
        for (int slice = 0; slice < change.length; slice++) {
            if (change[slice][label] > 0) {
                slices.add(slice);
            }
        }
        slices.sort((a, b) -> Double.compare(change[b][label], change[a][label]));
        return slices.subList(0, Math.min(most, slices.size()));
    }

    /** The place, among the slices that were given, of the slice that raised a label's logit most. */
    int topPlace(int label) {
        int top = 0;
        for (int slice = 1; slice < change.length; slice++) {
            top = change[slice][label] > change[top][label] ? slice : top;
        }
        return places.get(top);
    }

    private static double logit(double probability) {
        double inside = Math.max(LEAST, Math.min(1 - LEAST, probability));
        return Math.log(inside / (1 - inside));
    }
}
