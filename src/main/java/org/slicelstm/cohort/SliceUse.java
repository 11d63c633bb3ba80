package org.slicelstm.cohort;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells from a slice's own header whether it is an axial CT slice that may take part. */
final class SliceUse {
    private static final Set<String> SECONDARY_CLASSES = Set.of("1.2.840.10008.5.1.4.1.1.7",
            "1.2.840.10008.5.1.4.1.1.7.1", "1.2.840.10008.5.1.4.1.1.7.2",
            "1.2.840.10008.5.1.4.1.1.7.3", "1.2.840.10008.5.1.4.1.1.7.4");
    private static final Set<String> CT_CLASSES = Set.of("1.2.840.10008.5.1.4.1.1.2",
            "1.2.840.10008.5.1.4.1.1.2.1", "1.2.840.10008.5.1.4.1.1.2.2");
    /** What secondary captures of a CT call themselves. */
    private static final Set<String> SECONDARY_MODALITIES = Set.of("CT", "OT", "SC", "");
    private static final List<String> LOCALISER_WORDS = List.of("LOCALIZER", "LOCALISER", "SCOUT", "TOPOGRAM",
            "SURVIEW", "SCANOGRAM");
    /** Planes cut from a volume, projections and renderings of it. */
    private static final Set<String> REFORMAT_WORDS = Set.of("REFORMATTED", "REFORMAT", "MPR", "MIP", "MINIP", "MAXIP",
            "VRT", "SSD");

    private SliceUse() {
    }

    /** Whether it is a secondary capture, by SOP class alone: ImageType says SECONDARY of honest CT slices too. */
    static boolean isSecondary(DicomHeader header) {
        return SECONDARY_CLASSES.contains(header.sopClassUid());
    }

    /** Whether the slice may take part, whatever its series. */
    static boolean isUsable(DicomHeader header, CohortOptions options) {
        return reasonAgainst(header, options, false).isEmpty();
    }

    /**
     * Why a slice cannot take part, whatever its series; empty where it can. A series that the user names is taken as
     * it is, be it a reformat.
     *
     * @param header  the slice's header
     * @param options what the user decided
     * @param lone    whether its series has so few slices that another plane means a projection, not a reformat
     */
    static Optional<String> reasonAgainst(DicomHeader header, CohortOptions options, boolean lone) {
        if (isSecondary(header)) {
            return againstSecondary(header, options);
        }
        String modality = header.modality().trim();
        if (modality.isEmpty() && !CT_CLASSES.contains(header.sopClassUid())) {
            return Optional.of("no modality in its header, so nothing says that it is a CT");
        }
        if (!modality.isEmpty() && !modality.equals("CT")) {
            return Optional.of(named(modality) + ", not CT");
        }
        return options.series().names(header.seriesUid()) ? Optional.empty() : againstPlane(header, lone);
    }

    private static Optional<String> againstSecondary(DicomHeader header, CohortOptions options) {
        if (!options.includeSecondary()) {
            return Optional.of("a secondary capture; --include-secondary takes it");
        }
        String modality = header.modality().trim();
        return SECONDARY_MODALITIES.contains(modality) ? Optional.empty()
                : Optional.of("a secondary capture of " + named(modality) + ", not CT");
    }

    private static String named(String modality) {
        return HeaderValue.code(modality, "").isEmpty() ? "a modality that is no code" : "modality " + modality;
    }

    private static Optional<String> againstPlane(DicomHeader header, boolean lone) {
        for (String value : header.imageType()) {
            String upper = value.toUpperCase(Locale.ROOT);
            if (LOCALISER_WORDS.stream().anyMatch(upper::contains)) {
                return Optional.of("a localiser");
            }
            // Whole words: COMPRESSED is no MPR.
            if (Arrays.stream(upper.split("[^A-Z0-9]+")).anyMatch(REFORMAT_WORDS::contains)) {
                return Optional.of("a reformat, by its ImageType");
            }
        }
        SlicePlane plane = SlicePlane.of(header);
        if (plane == null || plane.isAxial()) {
            return Optional.empty();
        }
        return Optional.of((lone ? "a localiser" : "a reformat") + ": its plane is " + plane.words() + ", not axial");
    }
}
