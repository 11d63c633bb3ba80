package org.slicelstm.model;

import java.util.Locale;

/** How the learning rate changes over the epochs. */
public enum Schedule {
    /** It stays. */
    CONSTANT,
    /** {@code start · (1 + cos(π · (epoch − 1) / epochs)) / 2} (Loshchilov and Hutter 2017, without restarts). */
    COSINE;

    /**
     * The learning rate of an epoch.
     *
     * @param start  that of the first epoch
     * @param epochs how many are planned; the cosine ends there
     * @param epoch  from 1
     */
    public double rate(double start, int epochs, int epoch) {
        return switch (this) {
            case CONSTANT -> start;
            case COSINE -> start * (1 + Math.cos(Math.PI * Math.min(epoch - 1, epochs) / epochs)) / 2;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
