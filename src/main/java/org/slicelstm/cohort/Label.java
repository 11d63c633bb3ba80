package org.slicelstm.cohort;

import java.util.Optional;

/** What a table says of one disease of one patient. */
public enum Label {
    /** The table says 0. */
    ABSENT,
    /** The table says 1. */
    PRESENT,
    /** The table says nothing: the label takes no part in loss, weights or metrics. */
    UNKNOWN;

    /** What a field of a table says: 0, 1 or nothing, also as decimals; nothing for other texts. */
    public static Optional<Label> of(String text) {
        return switch (text) {
            // Spreadsheets and pandas write columns with empty fields as decimals.
            case "0", "0.0" -> Optional.of(ABSENT);
            case "1", "1.0" -> Optional.of(PRESENT);
            case "" -> Optional.of(UNKNOWN);
            default -> Optional.empty();
        };
    }

    public boolean isKnown() {
        return this != UNKNOWN;
    }

    /** 1 where the disease is present, else 0. */
    public int value() {
        return this == PRESENT ? 1 : 0;
    }
}
