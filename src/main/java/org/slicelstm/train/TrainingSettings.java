package org.slicelstm.train;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Fold;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.image.Preprocessing;
import org.slicelstm.model.Recipe;

/**
 * What a training run is to do.
 *
 * @param recipe        what is trained, and how
 * @param preprocessing how its input is made
 * @param table         the table of patients, for its hash
 * @param out           the run's folder
 * @param seed          of weights that are drawn, split, orders, augmentation and dropout
 * @param validation    fraction of the patients that validate
 * @param test          fraction of the patients that are kept back
 * @param split         a split to use instead
 * @param fold          the fold of a cross-validation that is kept back instead of a fraction
 * @param metric        what the best epoch is best in, on the validation patients
 * @param patience      epochs without a better one after which training stops; 0 for never
 * @param most          patients with more slices are dropped
 * @param cache         folder of the feature cache
 * @param cacheBytes    most that it may hold
 * @param device        where to run
 * @param resume        whether a run in that folder goes on
 */
public record TrainingSettings(Recipe recipe, Preprocessing preprocessing, Path table, Path out, long seed,
        double validation, double test, Optional<Path> split, Optional<Fold> fold, Metric metric, int patience,
        OptionalInt most, Path cache, long cacheBytes, DeviceChoice device, boolean resume) {
    public TrainingSettings {
        if (fold.isPresent() && (split.isPresent() || test > 0)) {
            throw new UserException("--folds says who is kept back: leave --test and --split out.");
        }
        if (cacheBytes < 0) {
            throw new UserException("The feature cache cannot be limited to less than nothing; write a size in GB.");
        }
    }
}
