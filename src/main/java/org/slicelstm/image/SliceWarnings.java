package org.slicelstm.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.slicelstm.cohort.MaskNames;
import org.slicelstm.cohort.Slice;

/**
 * What a person should look at before trusting a prediction. These are guesses from the pictures' grey levels, and from
 * how HU are stored: nothing is left out because of them.
 *
 * <p>The limits are where the windows of one real head CT part. In brain, subdural and soft-tissue windows the skull
 * is white, at least 11 % of what is brighter than air; in bone windows of 1,500 to 4,000 HU at most 7 % is, and all
 * soft tissue lies within a few grey levels.
 */
public final class SliceWarnings {
    private static final double BRAIN_SATURATED = 0.10;
    private static final double BONE_SATURATED = 0.08;
    private static final double BONE_PEAK = 0.40;
    private static final double BONE_TAIL = 0.03;
    private static final double WHITE_BORDER = 0.7;
    private static final double OVERLAY = 1e-4;
    private static final int SHEET_TILES = 4;

    private SliceWarnings() {
    }

    /**
     * One sentence for each thing to look at.
     *
     * @param slices the patient's decoded slices, in any order
     * @return a few sentences; empty where nothing stands out
     */
    public static List<String> of(List<SliceSummary> slices) {
        List<String> warnings = new ArrayList<>();
        long bone = count(slices, SliceWarnings::looksLikeBoneWindow);
        long brain = count(slices, SliceWarnings::looksLikeBrainWindow);
        if (bone > 0 && brain > 0) {
            warnings.add(String.format(Locale.ROOT, "Bone and brain windows seem to be mixed: %d of %d pictures look "
                    + "like bone windows, which a model of brain windows has not seen; leave one kind out.", bone,
                    slices.size()));
        }
        warn(warnings, slices, SliceSummary::black,
                "are black: nothing on them is brighter than air. Leave them out, or export them with a brain window.");
        warn(warnings, slices, each -> each.fewLevels() && !each.black(), "have only a few grey levels, as masks have "
                + "and slices have not: leave them out.");
        warn(warnings, slices, SliceWarnings::isInverted,
                "have a bright border, as if black and white were exchanged: invert them, or leave them out.");
        warn(warnings, slices, each -> each.coloured() > OVERLAY, "have coloured pixels, such as an overlay or a "
                + "colour map, which become grey like any other: export them without.");
        warn(warnings, slices, each -> each.tileRows() * each.tileColumns() >= SHEET_TILES, "look like a film sheet "
                + "of many tiles, which the model takes for one slice: cut it into single pictures.");
        warn(warnings, slices, SliceSummary::wrapped, "are declared unsigned and hold HU below 0 as their complement "
                + "(air near 3,100 in 12 bits): they are read as signed; look whether air is black and bone white.");
        warn(warnings, slices, SliceSummary::offset, "seem to hold HU + 1,024 where their header says HU (air near 0, "
                + "brain near 1,060): give the header a RescaleIntercept of -1024, or the window shows white alone.");
        return warnings;
    }

    /**
     * Warnings for slices with their names, for a model.
     *
     * @param summaries of the slices
     * @param slices    as many, in the same order
     * @param how       what the model sees
     */
    public static List<String> of(List<SliceSummary> summaries, List<Slice> slices, Preprocessing how) {
        List<String> warnings = new ArrayList<>(of(summaries));
        boolean ofSoftTissue = how.windowing().equals(Windowing.BRAIN) || how.windowing().equals(Windowing.SUBDURAL);
        if (ofSoftTissue && count(summaries, SliceWarnings::looksLikeBrainWindow) == 0
                && count(summaries, SliceWarnings::looksLikeBoneWindow) > summaries.size() / 2) {
            warn(warnings, summaries, SliceWarnings::looksLikeBoneWindow, "look like bone windows, which a model of "
                    + "brain windows has not seen: give it the pictures of the brain window.");
        }
        List<Slice> named = new ArrayList<>();
        for (int i = 0; i < slices.size(); i++) {
            // Where the pixels say so too, the sentence above tells it.
            if (MaskNames.isNamed(slices.get(i)) && !summaries.get(i).fewLevels()) {
                named.add(slices.get(i));
            }
        }
        if (!named.isEmpty()) {
            warnings.add(String.format(Locale.ROOT, "%d of %d pictures are named like masks, such as '%s', but look "
                    + "like slices and are taken: leave them out if they are none.", named.size(), slices.size(),
                    named.get(0).file().getFileName()));
        }
        return warnings;
    }

    /**
     * Why pictures are no patient, in one sentence: all of them are black.
     *
     * @param slices all decoded slices of a patient
     */
    public static Optional<String> refusal(List<SliceSummary> slices) {
        return slices.isEmpty() || !slices.stream().allMatch(SliceSummary::black) ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "no slices: all %d pictures are black, nothing on them is "
                        + "brighter than air; export them with a brain window.", slices.size()));
    }

    private static void warn(List<String> warnings, List<SliceSummary> slices, Predicate<SliceSummary> which,
                             String what) {
        long count = count(slices, which);
        if (count > 0) {
            warnings.add(String.format(Locale.ROOT, "%d of %d pictures %s", count, slices.size(), what));
        }
    }

    private static long count(List<SliceSummary> slices, Predicate<SliceSummary> which) {
        return slices.stream().filter(which).count();
    }

    private static boolean isInverted(SliceSummary slice) {
        return slice.loose() && slice.whiteBorder() >= WHITE_BORDER;
    }

    private static boolean looksLikeBoneWindow(SliceSummary slice) {
        return slice.loose() && !isInverted(slice) && slice.saturated() < BONE_SATURATED && slice.peak() >= BONE_PEAK
                && slice.brightTail() >= BONE_TAIL;
    }

    private static boolean looksLikeBrainWindow(SliceSummary slice) {
        return slice.loose() && !isInverted(slice) && slice.saturated() >= BRAIN_SATURATED;
    }
}
