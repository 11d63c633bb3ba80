package org.slicelstm.jpeg;

import java.util.Locale;

/** Why a JPEG stream is not read; the message is one sentence in the user's words. */
public final class JpegException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean healthy;

    private JpegException(String message, boolean healthy) {
        super(message);
        this.healthy = healthy;
    }

    /** Whether the stream is of a kind that is not read here, and not damaged as far as it was looked at. */
    public boolean isHealthy() {
        return healthy;
    }

    static JpegException damaged(String format, Object... values) {
        return new JpegException("damaged JPEG: " + String.format(Locale.ROOT, format, values), false);
    }

    static JpegException truncated() {
        return new JpegException("truncated: the JPEG picture has no end", false);
    }

    /** For a healthy stream of a kind that is not read. */
    static JpegException unread(String kind) {
        return new JpegException("encoded as " + kind + ", which is not read here", true);
    }
}
