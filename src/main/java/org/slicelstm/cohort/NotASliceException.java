package org.slicelstm.cohort;

import java.util.Objects;

/** A file or frame that cannot take part; the message is the reason, one sentence in the user's words. */
public class NotASliceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final LeftOut.Status status;

    public NotASliceException(LeftOut.Status status, String reason) {
        this(status, reason, null);
    }

    public NotASliceException(LeftOut.Status status, String reason, Throwable cause) {
        super(reason, cause);
        this.status = Objects.requireNonNull(status, "status");
    }

    /** Whether it is left out on purpose or refused as unreadable. */
    public LeftOut.Status status() {
        return status;
    }

    public static NotASliceException leftOut(String reason) {
        return new NotASliceException(LeftOut.Status.LEFT_OUT, reason);
    }

    public static NotASliceException refused(String reason) {
        return new NotASliceException(LeftOut.Status.REFUSED, reason);
    }
}
