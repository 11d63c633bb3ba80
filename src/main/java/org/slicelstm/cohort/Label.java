package org.slicelstm.cohort;

/** What a table says of one disease of one patient. */
public enum Label {
    /** The table says 0. */
    ABSENT,
    /** The table says 1. */
    PRESENT,
    /** The table says nothing: the label takes no part in loss, weights or metrics. */
    UNKNOWN;

    public boolean isKnown() {
        return this != UNKNOWN;
    }

    /** 1 where the disease is present, else 0. */
    public int value() {
        return this == PRESENT ? 1 : 0;
    }
}
