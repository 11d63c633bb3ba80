package org.slicelstm.cohort;

import java.util.Objects;

/**
 * A file or frame that does not reach the model, and why.
 *
 * @param file   its name in results, as {@link Slice#shownAs()}
 * @param frame  which picture of the file, from 0; −1 for the whole file
 * @param status left out on purpose, or refused because it cannot be read rightly
 * @param reason why, in one sentence
 * @param slice  the slice where its header could be read, else null
 */
public record LeftOut(String file, int frame, Status status, String reason, Slice slice) {

    /** Why a file does not take part. */
    public enum Status {
        /** Not a slice for this prediction: a localiser, another series, a repeat, a text file. */
        LEFT_OUT,
        /** A slice that cannot be read rightly: truncated, damaged, an encoding that no decoder here reads. */
        REFUSED
    }

    public LeftOut {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(reason, "reason");
    }

    /** A whole file of which nothing was read. */
    public static LeftOut file(String file, Status status, String reason) {
        return new LeftOut(file, -1, status, reason, null);
    }

    /** A slice whose header was read. */
    public static LeftOut slice(Slice slice, Status status, String reason) {
        return new LeftOut(slice.shownAs(), slice.frame(), status, reason, slice);
    }
}
