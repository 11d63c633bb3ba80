package org.slicelstm.model;

import java.util.Locale;

/**
 * How a model of the recipe is trained. Epochs, loss and augmentation are the paper's; the rest it does not report,
 * so those are choices of ours.
 *
 * @param loss             weighted or plain cross-entropy
 * @param epochs           passes over the training patients
 * @param learningRate     of Adam
 * @param patientsPerStep  patients whose gradients are accumulated for one update
 * @param shuffleSlices    whether the slices of each patient are shuffled in every epoch
 * @param rotationDegrees  largest random rotation to either side
 * @param smallestCropArea smallest part of the picture's area that a random crop keeps, 0 to 1
 */
public record TrainingRecipe(Loss loss, int epochs, double learningRate, int patientsPerStep, boolean shuffleSlices,
        double rotationDegrees, double smallestCropArea) {
    public TrainingRecipe {
        Checks.range("training.epochs", epochs, 1, 1_000_000);
        Checks.range("training.learning_rate", learningRate, 1e-12, 10);
        Checks.range("training.patients_per_step", patientsPerStep, 1, 100_000);
        Checks.range("training.rotation_degrees", rotationDegrees, 0, 180);
        Checks.range("training.smallest_crop_area", smallestCropArea, 0.01, 1);
    }

    /** The paper's settings with the given loss and number of epochs. */
    public static TrainingRecipe paper(Loss loss, int epochs) {
        return new TrainingRecipe(loss, epochs, 1e-4, 8, true, 10, 0.4);
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
