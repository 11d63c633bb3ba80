package org.slicelstm.image;

import java.util.List;

/**
 * What a slice's stored values mean.
 *
 * @param hounsfield   whether slope and intercept give HU (a DICOM CT with a rescale)
 * @param slope        rescale slope, 1 where there is none
 * @param intercept    rescale intercept, 0 where there is none
 * @param paddingLow   lowest stored value that means "outside the picture", or null
 * @param paddingHigh  highest such value (equal to the lowest unless the header gives a range), or null
 * @param bitsStored   bits that carry a value: 8 for an ordinary picture
 * @param inverted     MONOCHROME1: low values are meant to be shown bright
 * @param windows      the windows named in the header, in their order; empty for a loose picture
 * @param pixelAspect  height of a pixel divided by its width, 1 for square pixels
 */
public record Intensity(boolean hounsfield, double slope, double intercept, Double paddingLow, Double paddingHigh,
                        int bitsStored, boolean inverted, List<HeaderWindow> windows, double pixelAspect) {

    /**
     * A window of the header.
     *
     * @param centre   WindowCenter, in rescaled units
     * @param width    WindowWidth, in rescaled units
     * @param function VOI LUT function: LINEAR, LINEAR_EXACT or SIGMOID
     */
    public record HeaderWindow(double centre, double width, String function) { }

    public Intensity {
        windows = List.copyOf(windows);
    }

    /** An ordinary 8-bit picture: grey levels as they are. */
    public static Intensity picture(int bitsStored) {
        return new Intensity(false, 1, 0, null, null, bitsStored, false, List.of(), 1);
    }
}
