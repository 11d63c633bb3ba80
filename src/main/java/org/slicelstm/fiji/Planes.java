package org.slicelstm.fiji;

import ij.process.ImageProcessor;
import ij.process.LUT;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes the pixels of a plane as numbers. */
final class Planes {
    private static final int COLOURS = 256;

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
