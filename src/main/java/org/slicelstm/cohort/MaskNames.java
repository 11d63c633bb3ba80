package org.slicelstm.cohort;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells pictures that are named as masks: segmentations, label maps, regions of interest that lie among the slices
 * they were drawn on ({@code 6_HGE_Seg.jpg} beside {@code 6.jpg}).
 */
public final class MaskNames {
    private static final Set<String> WORDS = Set.of("seg", "segs", "segm", "segmentation", "segmentations",
            "segmented", "mask", "masks", "label", "labels", "labelmap", "labelmaps", "roi", "rois", "annotation",
            "annotations", "annot", "annotated", "gt", "groundtruth", "contour", "contours");

    private MaskNames() {
    }

    /** Whether the file of a loose picture, or the folder that holds it, is named so. */
    public static boolean isMask(Slice slice) {
        return isNamed(slice) || !slice.isDicom() && slice.file().getParent() != null
                && names(slice.file().getParent().getFileName() == null ? ""
                        : slice.file().getParent().getFileName().toString());
    }

    /** Whether the file of a loose picture is named so, whatever its folder is called. */
    public static boolean isNamed(Slice slice) {
        return !slice.isDicom() && slice.file().getFileName() != null && names(slice.file().getFileName().toString());
    }

    /** Whole words only, also such as in CamelCase: {@code segment} says nothing. */
    private static boolean names(String name) {
        List<String> words = Arrays.stream(name.split("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})"))
                .map(word -> word.toLowerCase(Locale.ROOT)).toList();
        return words.stream().anyMatch(WORDS::contains);
    }
}
