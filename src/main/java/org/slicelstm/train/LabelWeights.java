package org.slicelstm.train;

import java.util.ArrayList;
import java.util.List;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Label;

/**
 * What a label's positive and negative patients weigh in the cross-entropy
 * {@code −(w₊·y·log p + w₋·(1−y)·log(1−p))}.
 *
 * @param positive        w₊
 * @param negative        w₋
 * @param priorCorrection what these weights add to a logit, to be taken off it for a probability at the true prevalence
 */
public record LabelWeights(double positive, double negative, double priorCorrection) {
    /** Plain cross-entropy: both weigh 1 and the prior stays as it is. */
    public static final LabelWeights PLAIN = new LabelWeights(1, 1, 0);

    /**
     * The weights of CheXNet (Rajpurkar et al. 2017), from the training patients: w₊ = N₋/(N₊+N₋), w₋ = N₊/(N₊+N₋).
     * They move the prior to one half; {@code logit − ln(N₋/N₊)} moves it back.
     *
     * @param prevalence of the training patients whose label is known
     * @throws UserException if only one class is among them
     */
    public static LabelWeights weighted(Prevalence prevalence) {
        prevalence.requireBoth();
        double positives = prevalence.positives();
        double negatives = prevalence.negatives();
        double all = positives + negatives;
        return new LabelWeights(negatives / all, positives / all, Math.log(negatives / positives));
    }

    /** The weights of each label, in the order of the prevalences. */
    public static List<LabelWeights> weighted(List<Prevalence> prevalences) {
        List<LabelWeights> weights = new ArrayList<>();
        prevalences.forEach(each -> weights.add(weighted(each)));
        return List.copyOf(weights);
    }

    /** The weight of a patient of whom the label says this; 0 where it is unknown. */
    public double of(Label label) {
        return switch (label) {
            case PRESENT -> positive;
            case ABSENT -> negative;
            case UNKNOWN -> 0;
        };
    }
}
