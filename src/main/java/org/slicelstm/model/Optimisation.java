package org.slicelstm.model;

import java.util.Locale;
import java.util.Optional;

/**
 * How gradients change the weights. The paper reports none of it, so these are choices of ours.
 *
 * @param optimiser   the rule of the update
 * @param weightDecay λ, on tensors of two or more axes: taken off the weights times the learning rate with
 *                    {@link Optimiser#ADAMW}, added to the gradient as λ·w with the others; 0 for none
 * @param clipNorm    largest norm of all gradients together, beyond which they are scaled down; 0 for no limit
 * @param dropout     chance from 0 to below 1 that an output of a head's dense layer is left out in training
 * @param schedule    how the learning rate changes over the epochs; empty where a model of an earlier version names
 *                    one that there is not: it predicts, and is trained further once another is named
 */
public record Optimisation(Optimiser optimiser, double weightDecay, double clipNorm, double dropout,
        Optional<Schedule> schedule) {
    /** Adam without any of the rest. */
    public static final Optimisation DEFAULT = new Optimisation(Optimiser.ADAM, 0, 0, 0,
            Optional.of(Schedule.CONSTANT));

    private static final double MOST_DROPOUT = 0.95;

    public Optimisation {
        Checks.range("training.weight_decay", weightDecay, 0, 1);
        Checks.range("training.clip_norm", clipNorm, 0, 1e6);
        Checks.range("training.dropout", dropout, 0, MOST_DROPOUT);
    }

    /** The rules. */
    public enum Optimiser {
        /** Kingma and Ba 2015 (arXiv 1412.6980), β₁ = .9, β₂ = .999, ε = 1e-8. */
        ADAM,
        /** Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv 1711.05101). */
        ADAMW,
        /** Gradient descent with momentum .9: {@code v ← .9·v + g}, {@code w ← w − rate·v}. */
        SGD;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
