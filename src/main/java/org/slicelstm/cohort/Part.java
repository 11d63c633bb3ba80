package org.slicelstm.cohort;

import java.util.Locale;
import java.util.Optional;

/** A side of a split. */
public enum Part {
    TRAIN, VALIDATION, TEST;

    /** The part of that name in any case, or nothing. */
    public static Optional<Part> of(String name) {
        for (Part part : values()) {
            if (part.toString().equals(name.strip().toLowerCase(Locale.ROOT))) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    /** As tables write it: {@code train}, {@code validation}, {@code test}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
