package org.slicelstm.image;

/**
 * From stored values to grey levels: rescale, window, and where the header says so turned round. What lies outside the
 * picture (padding values, NaN) is black whatever the window: air, never 0 HU.
 *
 * @param slope     rescale slope
 * @param intercept rescale intercept
 * @param window    what is shown, in rescaled values
 * @param inverted  whether dark and bright change places after the window
 * @param padding   the stored values that mean "outside the picture"
 */
record GreyLevels(double slope, double intercept, Window window, boolean inverted, Padding padding) {

    /** From 0 (black) to 255 (white), not rounded. */
    double of(double stored) {
        if (padding.contains(stored)) {
            return 0;
        }
        double grey = window.grey(stored * slope + intercept);
        return inverted ? 255 - grey : grey;
    }

    /**
     * Part of a row as grey levels.
     *
     * @param stored stored values
     * @param from   first of them
     * @param to     behind the last of them
     * @param grey   where the grey levels go
     * @param at     place of the first of them
     */
    void apply(float[] stored, int from, int to, float[] grey, int at) {
        double shift = window.function() == Window.Function.LINEAR ? 0.5 : 0;
        double range = window.width() - 2 * shift;
        if (window.function() == Window.Function.SIGMOID || range == 0) {
            for (int x = from; x < to; x++) {
                grey[at + x - from] = (float) of(stored[x]);
            }
            return;
        }
        // A straight line: the same as of(stored) in one multiplication, which halves the time of a whole slice.
        double turn = inverted ? -1 : 1;
        double gain = turn * slope / range * 255;
        double offset = turn * ((intercept - (window.centre() - shift)) / range) * 255 + 127.5;
        double low = padding.low();
        double high = padding.high();
        for (int x = from; x < to; x++) {
            double value = stored[x];
            double level = value * gain + offset;
            // NaN is not above 0.
            level = level > 0 && !(value >= low && value <= high) ? level : 0;
            grey[at + x - from] = (float) (level < 255 ? level : 255);
        }
    }
}
