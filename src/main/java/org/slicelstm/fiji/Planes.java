package org.slicelstm.fiji;

import ij.process.ImageProcessor;
import ij.process.LUT;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.slicelstm.UserException;
import org.slicelstm.job.RawStack;

/** Writes the pixels of a plane as numbers. */
final class Planes {
    private static final int COLOURS = 256;
    /** How far floats that were rescaled may be from whole numbers. */
    private static final double ROUNDED = 0.01;

    private Planes() {
    }

    static void bytes(ImageProcessor plane, ByteBuffer bytes) {
        bytes.put((byte[]) plane.getPixels());
    }

    /** @param added what is added to every value */
    static void shorts(ImageProcessor plane, ByteBuffer bytes, int added) {
        for (short value : (short[]) plane.getPixels()) {
            bytes.putShort((short) (value + added));
        }
    }

    static void floats(ImageProcessor plane, ByteBuffer bytes) {
        for (float value : (float[]) plane.getPixels()) {
            bytes.putFloat(value);
        }
    }

    /**
     * The stored values of a plane of 16 bits.
     *
     * @param number of the slice, from 1
     * @throws UserException if an unsigned value does not fit beside signed ones of other slices
     */
    static void stored(ImageProcessor plane, ByteBuffer bytes, HeaderText header, RawStack.Type type, int number) {
        boolean beside = type == RawStack.Type.INT16 && !header.signed();
        for (short held : (short[]) plane.getPixels()) {
            if (beside && held < 0) {
                throw new UserException("Slice " + number + " of the open image has unsigned values above 32767 and "
                        + "other slices have signed ones; open one series.");
            }
            bytes.putShort((short) (held + (int) header.offset()));
        }
    }

    /** Whether values that ImageJ has rescaled are still those of a file by its header. */
    static boolean areStored(ImageProcessor plane, HeaderText header, RawStack.Type type) {
        int least = type == RawStack.Type.INT16 ? Short.MIN_VALUE : 0;
        for (float value : (float[]) plane.getPixels()) {
            double stored = header.stored(value);
            boolean whole = Math.abs(stored - Math.rint(stored)) <= ROUNDED;
            if (!whole || stored < least - ROUNDED || stored > least + 0xFFFF + ROUNDED) {
                return false;
            }
        }
        return true;
    }

    /** The stored values of a plane that ImageJ has rescaled. */
    static void unscaled(ImageProcessor plane, ByteBuffer bytes, HeaderText header) {
        for (float value : (float[]) plane.getPixels()) {
            bytes.putShort((short) Math.rint(header.stored(value)));
        }
    }

    /** @param table what each stored value of 8 or 16 bits means */
    static void table(ImageProcessor plane, ByteBuffer bytes, float[] table) {
        for (int i = 0; i < plane.getPixelCount(); i++) {
            bytes.putFloat(table[plane.get(i)]);
        }
    }

    /** A plane of red, one of green, one of blue. */
    static void colour(ImageProcessor plane, ByteBuffer bytes) {
        for (int shift = 16; shift >= 0; shift -= 8) {
            channel(plane, bytes, shift);
        }
    }

    /** The plane of red, which is the grey of a grey picture. */
    static void red(ImageProcessor plane, ByteBuffer bytes) {
        channel(plane, bytes, 16);
    }

    private static void channel(ImageProcessor plane, ByteBuffer bytes, int shift) {
        for (int pixel : (int[]) plane.getPixels()) {
            bytes.put((byte) (pixel >> shift));
        }
    }

    static boolean isColour(LUT lut) {
        byte[] red = new byte[COLOURS];
        byte[] green = new byte[COLOURS];
        byte[] blue = new byte[COLOURS];
        lut.getReds(red);
        lut.getGreens(green);
        lut.getBlues(blue);
        return !Arrays.equals(red, green) || !Arrays.equals(red, blue);
    }
}
