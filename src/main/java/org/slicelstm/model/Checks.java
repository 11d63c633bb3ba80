package org.slicelstm.model;

import org.slicelstm.UserException;

/** The one way a recipe's settings are checked. */
final class Checks {
    private Checks() {
    }

    /** Refuses a setting with the given sentence unless it holds. */
    static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new UserException(sentence);
        }
    }

    /** Refuses a setting outside of a range. */
    static void range(String setting, double value, double lowest, double highest) {
        require(value >= lowest && value <= highest, "The setting '" + setting + "' must lie between "
                + text(lowest) + " and " + text(highest) + ", not " + text(value) + "; correct it.");
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value)
                : Double.toString(value);
    }
}
