package org.slicelstm.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slicelstm.UserException;

/**
 * How a slice becomes what the model sees: float RGB from 0 to 255, {@code [height, width, 3]}.
 *
 * @param height     rows of the model's input, in pixels
 * @param width      columns of the model's input, in pixels
 * @param keepAspect whether the picture keeps its proportions (pixels that are not square corrected) and is padded
 *                   with black, centred; otherwise it is stretched to the input's size
 * @param windowing  which HU are shown, and how
 * @param crop       which part of the picture is shown
 * @param intensity  what stored values mean where the header does not say
 */
public record Preprocessing(int height, int width, boolean keepAspect, Windowing windowing, Crop crop,
                            StoredMeaning intensity) {

    /** Channels of the model's input: R, G, B. */
    public static final int CHANNELS = 3;

    /** Which part of the picture is shown. */
    public enum Crop {
        /** All of it. */
        NONE,
        /**
         * A square around the head: the bounding box of the largest connected piece that is brighter than air (above
         * −500 HU, or above 25 of 255 grey levels) with a margin of 5 % on every side, at least half as wide as the
         * picture's longer side; all of the picture where nothing is brighter than air.
         */
        HEAD;

        /** @throws UserException if the text is neither {@code none} nor {@code head} */
        public static Crop parse(String text) {
            return choice(Crop.class, "crop", text);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What the values of a picture of more than 8 bits mean whose header gives no rescale to HU. Pictures with a
     * rescale are in HU and pictures of 8 bits are taken as already windowed, whatever is chosen here.
     */
    public enum StoredMeaning {
        /** Not said: such pictures are refused. */
        AUTO,
        /** They are HU, after slope and intercept where the header has them. */
        HU,
        /**
         * They are grey levels: the picture's lowest value becomes black, its highest white, padding left out. With
         * the windowing {@code file} it is the header's window, where there is one.
         */
        STORED;

        /** @throws UserException if the text is none of {@code auto}, {@code hu} and {@code stored} */
        public static StoredMeaning parse(String text) {
            return choice(StoredMeaning.class, "intensity", text);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Preprocessing {
        Objects.requireNonNull(windowing, "windowing");
        Objects.requireNonNull(crop, "crop");
        Objects.requireNonNull(intensity, "intensity");
        if (height < 1 || width < 1 || (long) height * width * CHANNELS > Integer.MAX_VALUE) {
            throw new UserException(String.format(Locale.ROOT, "An input size of %d x %d pixels is not possible: "
                    + "write a height and a width from 1 to some thousands.", height, width));
        }
    }

    /**
     * As a recipe writes it.
     *
     * @param window    see {@link Windowing}
     * @param crop      {@code none} or {@code head}
     * @param intensity {@code auto}, {@code hu} or {@code stored}
     * @throws UserException if one of them is none of the allowed values
     */
    public static Preprocessing parse(int height, int width, boolean keepAspect, String window, String crop,
                                      String intensity) {
        return new Preprocessing(height, width, keepAspect, Windowing.parse(window), Crop.parse(crop),
                StoredMeaning.parse(intensity));
    }

    /** Floats of one slice: height · width · 3. */
    public int floatsPerSlice() {
        return height * width * CHANNELS;
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String setting, String text) {
        for (E each : type.getEnumConstants()) {
            if (each.toString().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new UserException("The " + setting + " \"" + text + "\" is not known: write "
                + Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(" or "))
                + ".");
    }
}
