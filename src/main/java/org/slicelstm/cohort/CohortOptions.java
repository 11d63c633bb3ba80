package org.slicelstm.cohort;

import java.util.Objects;

/**
 * What the user may decide of how patients are put together.
 *
 * @param series           which DICOM series of a patient take part
 * @param includeSecondary whether secondary captures (by SOP class) take part, for clinics that have nothing else
 */
public record CohortOptions(SeriesChoice series, boolean includeSecondary) {
    /** One series for each patient, no secondary captures. */
    public static final CohortOptions DEFAULT = new CohortOptions(SeriesChoice.AUTO, false);

    public CohortOptions {
        Objects.requireNonNull(series, "series");
    }
}
