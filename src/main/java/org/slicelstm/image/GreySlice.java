package org.slicelstm.image;

import java.util.List;
import java.util.Locale;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.image.Preprocessing.StoredMeaning;

/**
 * How a slice's stored values are meant to be seen.
 *
 * <p>Stored values become HU by slope and intercept, HU become grey by the window. Pictures of up to 8 bits without a
 * rescale are taken as already windowed. Colour becomes grey by its luma. MONOCHROME1 turns grey levels round after
 * windowing; it never turns HU round, whose meaning does not depend on how they are shown.
 *
 * @param hounsfield whether the stored values are HU or become HU; else grey levels
 * @param greys      from stored value to grey level: one for a grey picture, three for R, G and B
 * @param tissue     a grey level above 25 in it is brighter than air: above −500 HU, or above 25 of 255 grey levels
 */
record GreySlice(boolean hounsfield, List<GreyLevels> greys, GreyLevels tissue) {
    /** What counts as brighter than air in {@link #tissue}. */
    static final double TISSUE_ABOVE = 25;

    private static final double TISSUE_HU = -500;

    /**
     * @throws NotASliceException if nothing says what the stored values mean, or the header's window is not usable
     */
    static GreySlice of(StoredSlice slice, Preprocessing how) throws NotASliceException {
        Intensity intensity = slice.intensity();
        boolean deep = intensity.bitsStored() > 8 || slice.pixels().firstElement().getMinValue() < 0;
        if (!slice.isColour() && (intensity.hounsfield() || deep && how.intensity() == StoredMeaning.HU)) {
            List<Window> windows = how.windowing().windows();
            if (windows.isEmpty()) {
                windows = List.of(headerWindow(intensity));
            }
            return new GreySlice(true, windows.stream().map(window -> hounsfield(intensity, window)).toList(),
                    hounsfield(intensity, Window.linear(TISSUE_HU, 1)));
        }
        GreyLevels grey = deep ? ownRange(slice, how) : new GreyLevels(1, 0,
                between(0, (1 << intensity.bitsStored()) - 1), intensity.inverted(), Padding.of(intensity));
        return new GreySlice(false, List.of(grey), grey);
    }

    private static GreyLevels hounsfield(Intensity intensity, Window window) {
        return new GreyLevels(intensity.slope(), intensity.intercept(), window, false, Padding.of(intensity));
    }

    private static Window headerWindow(Intensity intensity) throws NotASliceException {
        if (intensity.windows().isEmpty()) {
            throw NotASliceException.refused("its header names no window; give --window brain or another by name, "
                    + "not file");
        }
        Intensity.HeaderWindow first = intensity.windows().get(0);
        try {
            return new Window(first.centre(), first.width(), Window.Function.valueOf(first.function()));
        } catch (IllegalArgumentException e) {
            throw new NotASliceException(LeftOut.Status.REFUSED, String.format(Locale.ROOT,
                    "the first window of its header (centre %s, width %s) is not one that DICOM allows; give "
                            + "--window brain or another by name, not file", first.centre(), first.width()), e);
        }
    }

    /** A picture of more than 8 bits that is not in HU: its own range, or the window that its header names. */
    private static GreyLevels ownRange(StoredSlice slice, Preprocessing how) throws NotASliceException {
        Intensity intensity = slice.intensity();
        if (how.intensity() != StoredMeaning.STORED) {
            throw NotASliceException.refused(String.format(Locale.ROOT, "%d bits a pixel without a rescale to HU; "
                    + "give --intensity hu if its values are HU%s, or --intensity stored to show its own range from "
                    + "black to white", intensity.bitsStored(),
                    slice.isColour() ? " (a colour picture's never are)" : ""));
        }
        Padding padding = Padding.of(intensity);
        if (how.windowing().windows().isEmpty() && !intensity.windows().isEmpty()) {
            return new GreyLevels(intensity.slope(), intensity.intercept(), headerWindow(intensity),
                    intensity.inverted(), padding);
        }
        StoredRows rows = new StoredRows(slice);
        float[] row = new float[rows.columns()];
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int y = 0; y < rows.rows(); y++) {
            rows.read(y, row);
            for (float value : row) {
                if (!padding.contains(value)) {
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                }
            }
        }
        return new GreyLevels(1, 0, between(min, max), intensity.inverted(), padding);
    }

    /** The lower value is black and the upper one white; of a constant picture all is black. */
    private static Window between(double black, double white) {
        return white > black ? Window.linear((black + white) / 2, white - black) : Window.linear(black + 1, 2);
    }
}
