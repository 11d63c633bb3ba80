package org.slicelstm.cohort;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.slicelstm.UserException;

/**
 * Which of a patient's DICOM series take part.
 *
 * @param kind how they are chosen
 * @param uid  the SeriesInstanceUID for {@link Kind#NAMED}, else empty
 */
public record SeriesChoice(Kind kind, String uid) {
    /** The best axial series of each patient. */
    public static final SeriesChoice AUTO = new SeriesChoice(Kind.AUTO, "");
    /** Every CT series, one after the other. */
    public static final SeriesChoice ALL = new SeriesChoice(Kind.ALL, "");

    private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)+");
    private static final int UID_LENGTH = 64;

    /** How a series is chosen. */
    public enum Kind {
        /** One series: soft kernel, without contrast, most slices. */
        AUTO,
        /** Every CT series. */
        ALL,
        /** The series with one UID. */
        NAMED
    }

    public SeriesChoice {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(uid, "uid");
    }

    /**
     * Reads the setting as a user writes it.
     *
     * @param text {@code auto}, {@code all} or a SeriesInstanceUID
     * @throws UserException for anything else
     */
    public static SeriesChoice parse(String text) {
        String trimmed = text.trim();
        switch (trimmed.toLowerCase(Locale.ROOT)) {
            case "auto":
                return AUTO;
            case "all":
                return ALL;
            default:
                if (trimmed.length() <= UID_LENGTH && UID.matcher(trimmed).matches()) {
                    return new SeriesChoice(Kind.NAMED, trimmed);
                }
                throw new UserException("The series setting must be auto, all or a SeriesInstanceUID"
                        + " (digits and dots), not '" + text + "'.");
        }
    }

    /** Whether the user asked for just this series. */
    boolean names(String seriesUid) {
        return kind == Kind.NAMED && uid.equals(seriesUid);
    }
}
