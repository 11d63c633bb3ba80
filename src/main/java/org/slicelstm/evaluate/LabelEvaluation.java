package org.slicelstm.evaluate;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How well one label is told, or the average over labels.
 *
 * @param label      the label, {@code macro} (mean over the labels that define a measure) or {@code micro} (all answers
 *                   of all labels as one)
 * @param patients   answers: positives, negatives and missing; for a label these are patients
 * @param positives  answers of which the table says 1
 * @param missing    answers of which the table says nothing; they take no part
 * @param prevalence share of positives among those that are known; NaN where nobody is
 * @param threshold  the probability from which the label is called; empty for averages
 * @param confusion  calls against the truth; empty for the macro average
 * @param measures   every measure
 */
public record LabelEvaluation(String label, int patients, int positives, int missing, double prevalence,
                              Optional<Double> threshold, Optional<Confusion> confusion,
                              Map<Measure, Estimate> measures) {
    public LabelEvaluation {
        measures = Collections.unmodifiableMap(new EnumMap<>(measures));
    }

    public int negatives() {
        return patients - positives - missing;
    }

    public Estimate get(Measure measure) {
        return measures.get(measure);
    }
}
