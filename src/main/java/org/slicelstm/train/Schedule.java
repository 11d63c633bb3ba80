package org.slicelstm.train;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slicelstm.UserException;

/**
 * The learning rate of each epoch.
 *
 * @param kind   how it changes
 * @param start  the rate of the first epoch
 * @param epochs how many epochs are planned; the cosine ends there
 * @param every  for {@link Kind#STEP}: after how many epochs it falls
 * @param factor for {@link Kind#STEP}: by what it is multiplied each time
 */
public record Schedule(Kind kind, double start, int epochs, int every, double factor) {

    /** How the learning rate changes. */
    public enum Kind {
        /** It stays. */
        CONSTANT,
        /** {@code start · (1 + cos(π · (epoch − 1) / epochs)) / 2} (Loshchilov and Hutter 2017, without restarts). */
        COSINE,
        /** {@code start · factor ^ ⌊(epoch − 1) / every⌋}. */
        STEP;

        /** @throws UserException if there is no schedule of that name */
        public static Kind parse(String name) {
            for (Kind each : values()) {
                if (each.toString().equals(name.strip().toLowerCase(Locale.ROOT))) {
                    return each;
                }
            }
            throw new UserException("The learning-rate schedule \"" + name + "\" is not known: write "
                    + Arrays.stream(values()).map(Kind::toString).collect(Collectors.joining(" or ")) + ".");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Schedule {
        require(start > 0 && start <= 10, "learning rate", start, "a number above 0 and up to 10, such as 0.0001");
        require(epochs >= 1, "number of epochs", epochs, "1 or more");
        require(kind != Kind.STEP || every >= 1, "step", every, "1 epoch or more");
        require(kind != Kind.STEP || factor > 0 && factor <= 1, "step factor", factor, "above 0 and up to 1");
    }

    public static Schedule constant(double rate, int epochs) {
        return new Schedule(Kind.CONSTANT, rate, epochs, 1, 1);
    }

    public static Schedule cosine(double start, int epochs) {
        return new Schedule(Kind.COSINE, start, epochs, 1, 1);
    }

    public static Schedule step(double start, int epochs, int every, double factor) {
        return new Schedule(Kind.STEP, start, epochs, every, factor);
    }

    /**
     * The learning rate.
     *
     * @param epoch from 1
     */
    public double rate(int epoch) {
        return switch (kind) {
            case CONSTANT -> start;
            case COSINE -> start * (1 + Math.cos(Math.PI * Math.min(epoch - 1, epochs) / epochs)) / 2;
            case STEP -> start * Math.pow(factor, (epoch - 1) / every);
        };
    }

    private static void require(boolean holds, String setting, Number value, String instead) {
        if (!holds) {
            throw new UserException("The " + setting + " " + value + " is not possible: write " + instead + ".");
        }
    }
}
