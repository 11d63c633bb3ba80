package org.slicelstm.phantom;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.slicelstm.UserException;

/**
 * What phantoms to make. The same settings give the same bytes.
 *
 * @param patients   how many, 1 to 99,999
 * @param seed       of all randomness
 * @param format     what is written
 * @param prevalence share of patients with each disease, 0 to 1; diseases not named have PAPER's
 * @param lesions    whether the lesions are drawn; without, everything else is the same, the labels in the table too
 * @param sliceTable whether a table of single slices is written too
 */
public record PhantomSettings(int patients, long seed, Format format, Map<Disease, Double> prevalence,
                              boolean lesions, boolean sliceTable) {
    /** Five digits in a folder's name. */
    static final int MOST_PATIENTS = 99_999;

    /** What is written. */
    public enum Format {
        /** Loose 8-bit pictures, the volume's metadata lost. */
        JPG,
        /** CT images with positions, spacing and rescale. */
        DICOM
    }

    /** Without a table of single slices. */
    public PhantomSettings(int patients, long seed, Format format, Map<Disease, Double> prevalence, boolean lesions) {
        this(patients, seed, format, prevalence, lesions, false);
    }

    /**
     * Fills in the prevalence of the diseases not named.
     *
     * @throws UserException if a number is out of its range
     */
    public PhantomSettings {
        Objects.requireNonNull(format, "format");
        if (patients < 1 || patients > MOST_PATIENTS) {
            throw new UserException("The number of phantoms is " + patients + "; choose 1 to " + MOST_PATIENTS + ".");
        }
        Map<Disease, Double> all = new EnumMap<>(Disease.reportedPrevalence());
        all.putAll(prevalence);
        all.forEach((disease, share) -> {
            if (share == null || !(share >= 0 && share <= 1)) {
                throw new UserException("The prevalence of " + disease.label() + " is " + share
                        + "; choose a share of the patients from 0 to 1.");
            }
        });
        prevalence = Collections.unmodifiableMap(all);
    }
}
