package org.slicelstm.job;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The slices of one patient as numbers in a file: slice after slice from the first byte on, of each the rows from top
 * to bottom, little-endian; a colour picture as three planes, red, green and blue.
 *
 * @param file        the file; stays the sender's to delete
 * @param name        the patient's name in results
 * @param columns     width in pixels
 * @param rows        height in pixels
 * @param slices      how many
 * @param type        what a number is
 * @param hounsfield  whether the rescales give HU
 * @param rescales    from stored values to HU: one for all slices, or one for each
 * @param inverted    whether low values are meant to be shown bright
 * @param pixelAspect height of a pixel divided by its width
 * @param notes       what the user should know of where the slices come from, one sentence each
 */
public record RawStack(String file, String name, int columns, int rows, int slices, Type type, boolean hounsfield,
                       List<Rescale> rescales, boolean inverted, double pixelAspect, List<String> notes) {

    /**
     * How Fiji's temporary files of stacks, and folders of pictures, are named: after the process that made them, and
     * what tells them apart.
     */
    public static final Pattern TEMPORARY = Pattern.compile("slicelstm-(\\d+)-(?:.*\\.raw|\\d+)");

    public RawStack {
        rescales = List.copyOf(rescales);
        notes = List.copyOf(notes);
    }

    /**
     * From stored values to HU.
     *
     * @param slope       what a stored value is multiplied by
     * @param intercept   what is added then
     * @param paddingLow  the lowest stored value that means "outside the picture"; null for none
     * @param paddingHigh the highest one; null with it
     */
    public record Rescale(double slope, double intercept, Double paddingLow, Double paddingHigh) {
        /** Stored values as they stand. */
        public static final Rescale NONE = new Rescale(1, 0, null, null);
    }

    /** What a number is. */
    public enum Type {
        /** Unsigned, 8 bits. */
        UINT8(1, 1),
        /** Unsigned, 16 bits. */
        UINT16(2, 1),
        /** Signed, 16 bits. */
        INT16(2, 1),
        /** Floating point, 32 bits. */
        FLOAT32(4, 1),
        /** Three planes of unsigned 8 bits. */
        RGB(1, 3);

        private final int bytes;
        private final int planes;

        Type(int bytes, int planes) {
            this.bytes = bytes;
            this.planes = planes;
        }

        /** Bytes of a pixel in all planes. */
        public int bytesPerPixel() {
            return bytes * planes;
        }
    }
}
