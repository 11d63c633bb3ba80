package org.slicelstm.train;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slicelstm.UserException;

/** A column of the history. */
public enum Metric {
    LOSS, ACCURACY, RECALL, PRECISION, SPECIFICITY, F1, AUC;

    /** @throws UserException if there is no metric of that name */
    public static Metric parse(String name) {
        for (Metric each : values()) {
            if (each.toString().equals(name.strip().toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new UserException("The metric \"" + name + "\" is not known: write "
                + Arrays.stream(values()).map(Metric::toString).collect(Collectors.joining(", ")) + ".");
    }

    /** Whether one value is better than another; a value that is not a number is better than none. */
    public boolean isBetter(double value, double than) {
        if (Double.isNaN(value) || Double.isNaN(than)) {
            return !Double.isNaN(value);
        }
        return this == LOSS ? value < than : value > than;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
