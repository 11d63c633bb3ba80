package org.slicelstm.jpeg;

import java.util.Locale;

/** Why a JPEG stream is not read; the message is one sentence in the user's words. */
public final class JpegException extends Exception {
    private static final long serialVersionUID = 1L;

    private JpegException(String message) {
        super(message);
    }

    static JpegException damaged(String format, Object... values) {
        return new JpegException("damaged JPEG: " + String.format(Locale.ROOT, format, values));
    }

    static JpegException truncated() {
        return new JpegException("truncated: the JPEG picture has no end");
    }

    /** For a healthy stream of a kind that is not read. */
    static JpegException unread(String kind) {
        return new JpegException("encoded as " + kind + ", which is not read here");
    }
}
