package org.slicelstm.evaluate;

import java.util.List;
import java.util.Objects;
import org.slicelstm.cohort.Label;

/**
 * What is known of a patient and what a model says.
 *
 * @param id            the table's identifier
 * @param part          {@code train}, {@code validation}, {@code test}, or empty where nothing divides the patients
 * @param group         patients of one group are not independent of each other; else the identifier
 * @param slices        slices that reached the model
 * @param pixels        mean size of its pictures in pixels, or NaN where that is not known
 * @param intensity     mean value of its pictures (HU, or the stored value without a rescale), or NaN
 * @param probabilities {@code [labels]}, calibrated, 0 to 1; empty where the patient failed
 * @param truth         one for each label
 * @param warnings      what looks wrong in the patient's names, headers and pictures, one sentence each
 * @param error         why there is no prediction, in one sentence, or null
 */
public record EvaluatedPatient(String id, String part, String group, int slices, double pixels, double intensity,
                               double[] probabilities, List<Label> truth, List<String> warnings, String error) {
    public EvaluatedPatient {
        Objects.requireNonNull(id, "id");
        truth = List.copyOf(truth);
        warnings = List.copyOf(warnings);
        probabilities = probabilities.clone();
        if (error == null && probabilities.length != truth.size()) {
            throw new IllegalArgumentException("one probability for each label");
        }
    }

    /** A patient of whom nothing looks wrong. */
    public EvaluatedPatient(String id, String part, String group, int slices, double pixels, double intensity,
                            double[] probabilities, List<Label> truth, String error) {
        this(id, part, group, slices, pixels, intensity, probabilities, truth, List.of(), error);
    }

    /** Whether there is no prediction. */
    public boolean failed() {
        return error != null;
    }

    /** The probability of a label. */
    double probability(int label) {
        return probabilities[label];
    }
}
