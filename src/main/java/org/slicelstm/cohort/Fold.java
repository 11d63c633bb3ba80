package org.slicelstm.cohort;

import org.slicelstm.UserException;

/**
 * One part of a cross-validation.
 *
 * @param number which one, from 1
 * @param count  how many parts there are, at least 2
 */
public record Fold(int number, int count) {
    /** @throws UserException if there is no such fold */
    public Fold {
        if (count < 2) {
            throw new UserException("Patients cannot be divided into " + count
                    + " folds: write 2 or more for --folds.");
        }
        if (number < 1 || number > count) {
            throw new UserException("There is no fold " + number + " of " + count + ": write 1 to " + count
                    + " for --fold.");
        }
    }
}
