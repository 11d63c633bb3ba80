package org.slicelstm.train;

import java.util.OptionalInt;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Part;

/**
 * Which epoch is the best, and when to stop: both follow from the history alone, so a run that goes on after an
 * interruption decides as if it had never stopped.
 *
 * @param metric   what is compared, averaged over the labels, on the validation patients
 * @param patience epochs without a better one after which training stops, 0 to go on to the last
 */
public record EarlyStopping(Metric metric, int patience) {
    public EarlyStopping {
        if (patience < 0) {
            throw new UserException("The patience of " + patience + " epochs is not possible: write 0 to never stop "
                    + "early, or a number of epochs.");
        }
    }

    /** The first epoch with the best value, or nothing where the value was defined in none. */
    public OptionalInt best(History history) {
        double best = Double.NaN;
        int epoch = 0;
        for (History.Row row : history.of(Part.VALIDATION, Metrics.ALL)) {
            double value = row.metrics().get(metric);
            if (metric.isBetter(value, best)) {
                best = value;
                epoch = row.epoch();
            }
        }
        return epoch == 0 ? OptionalInt.empty() : OptionalInt.of(epoch);
    }

    /** Whether the last finished epoch is the best so far; without a value to compare, every epoch is. */
    public boolean isBest(History history) {
        return best(history).orElse(history.lastEpoch()) == history.lastEpoch();
    }

    /** Whether there were as many epochs without a better one as the patience allows. */
    public boolean isOver(History history) {
        OptionalInt best = best(history);
        return patience > 0 && best.isPresent() && history.lastEpoch() - best.getAsInt() >= patience;
    }
}
