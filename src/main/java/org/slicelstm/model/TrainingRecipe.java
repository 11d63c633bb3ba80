package org.slicelstm.model;

import java.util.Locale;
import java.util.Optional;
import org.slicelstm.model.Optimisation.Optimiser;

/**
 * How a model of the recipe is trained. Epochs, loss and augmentation are the paper's; the rest it does not report,
 * so those are choices of ours.
 *
 * @param loss             weighted or plain cross-entropy
 * @param epochs           passes over the training patients
 * @param learningRate     of the first epoch
 * @param patientsPerStep  patients whose gradients are accumulated for one update
 * @param shuffleSlices    whether the slices of each patient are shuffled in every epoch
 * @param rotationDegrees  largest random rotation to either side
 * @param smallestCropArea smallest part of the picture's area that a random crop keeps, 0 to 1
 * @param augmentDraws     how many variations of each picture a frozen backbone's features are kept of, 0 to draw
 *                         afresh in every epoch; {@link #DRAWS} where it is not said
 * @param optimisation     how gradients change the weights; {@link Optimisation#DEFAULT} where it is not said
 * @param flip             chance from 0 to 1 that left and right change places; 0 where it is not said
 */
public record TrainingRecipe(Loss loss, int epochs, double learningRate, int patientsPerStep, boolean shuffleSlices,
        double rotationDegrees, double smallestCropArea, Optional<Integer> augmentDraws,
        Optional<Optimisation> optimisation, Optional<Double> flip) {
    /** The {@link #augmentDraws()} where nothing is said. */
    public static final int DRAWS = 8;

    public TrainingRecipe {
        Checks.range("training.epochs", epochs, 1, 1_000_000);
        Checks.range("training.learning_rate", learningRate, 1e-12, 10);
        Checks.range("training.patients_per_step", patientsPerStep, 1, 100_000);
        Checks.range("training.rotation_degrees", rotationDegrees, 0, 180);
        Checks.range("training.smallest_crop_area", smallestCropArea, 0.01, 1);
        flip.ifPresent(chance -> Checks.range("training.flip", chance, 0, 1));
        augmentDraws.ifPresent(draws -> Checks.range("training.augment_draws", draws, 0, 1000));
    }

    /** The paper's settings with the given loss and number of epochs; pictures vary afresh in every epoch. */
    public static TrainingRecipe paper(Loss loss, int epochs) {
        return new TrainingRecipe(loss, epochs, 1e-4, 8, true, 10, 0.4, Optional.of(0), Optional.empty(),
                Optional.empty());
    }

    /**
     * Settings with which a few hundred patients train in minutes: a higher rate that falls as a cosine, and crops that
     * seldom cut a lesion off. Found on phantoms.
     *
     * @param epochs          passes over the training patients
     * @param learningRate    of the first epoch
     * @param patientsPerStep patients whose gradients are accumulated for one update
     * @param dropout         of the head's dense layers
     */
    public static TrainingRecipe quick(int epochs, double learningRate, int patientsPerStep, double dropout) {
        return new TrainingRecipe(Loss.WEIGHTED, epochs, learningRate, patientsPerStep, true, 10, 0.7, Optional.of(0),
                Optional.of(new Optimisation(Optimiser.ADAM, 0, 1, dropout, Optional.of(Schedule.COSINE))),
                Optional.empty());
    }

    /** The same with some variations of each picture, whose features are computed once. */
    public TrainingRecipe withKeptDraws(int draws) {
        return new TrainingRecipe(loss, epochs, learningRate, patientsPerStep, shuffleSlices, rotationDegrees,
                smallestCropArea, Optional.of(draws), optimisation, flip);
    }

    /** The same with another number of epochs. */
    public TrainingRecipe withEpochs(int other) {
        return new TrainingRecipe(loss, other, learningRate, patientsPerStep, shuffleSlices, rotationDegrees,
                smallestCropArea, augmentDraws, optimisation, flip);
    }

    /** The variations of each picture, 0 for afresh in every epoch. */
    public int draws() {
        return augmentDraws.orElse(DRAWS);
    }

    /** The chance that left and right change places. */
    public double flipChance() {
        return flip.orElse(0.0);
    }

    /** How gradients change the weights. */
    public Optimisation how() {
        return optimisation.orElse(Optimisation.DEFAULT);
    }

    /** The loss of a label. */
    public enum Loss {
        /** Cross-entropy whose two terms are weighted by the frequency of the other class. */
        WEIGHTED,
        /** Cross-entropy. */
        PLAIN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
