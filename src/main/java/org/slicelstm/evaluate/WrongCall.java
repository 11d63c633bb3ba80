package org.slicelstm.evaluate;

import java.util.Comparator;
import java.util.List;
import org.slicelstm.cohort.Label;

/**
 * A patient whose call is not what the table says.
 *
 * @param patient     the table's identifier
 * @param probability what the model says
 * @param positive    what the table says
 * @param slices      slices that reached the model
 */
record WrongCall(String patient, double probability, boolean positive, int slices) {

    /** The wrong calls of a label, those farthest from the threshold first. */
    static List<WrongCall> of(EvaluationResult result, int label) {
        double threshold = result.evaluation().labels().get(label).threshold().orElseThrow();
        return result.predicted().stream().filter(each -> each.truth().get(label).isKnown())
                .filter(each -> each.probability(label) >= threshold != (each.truth().get(label) == Label.PRESENT))
                .sorted(Comparator.comparingDouble((EvaluatedPatient each) ->
                        -Math.abs(each.probability(label) - threshold)))
                .map(each -> new WrongCall(each.id(), each.probability(label),
                        each.truth().get(label) == Label.PRESENT, each.slices())).toList();
    }
}
