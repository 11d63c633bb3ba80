package org.slicelstm.image.encode;

import java.io.ByteArrayOutputStream;

/** Writes lossless JPEG (ITU-T T.81 annex H) for tests: one component, each sample predicted by its left neighbour. */
public final class LosslessJpeg {
    private static final int CATEGORIES = 17;
    /** One length for all codes: no code is then all ones, which the standard forbids. */
    private static final int CODE_BITS = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int pending;
    private int pendingBits;

    private LosslessJpeg() {
    }

    /**
     * Encodes a grey picture with selection value 1.
     *
     * @param samples row by row; of each only the lowest {@code bits} count
     * @param bits    precision, 2 to 16
     */
    public static byte[] encode(int[] samples, int columns, int rows, int bits) {
        LosslessJpeg stream = new LosslessJpeg();
        stream.words(0xFFD8, 0xFFC3, 11);
        stream.bytes(bits);
        stream.words(rows, columns);
        stream.bytes(1, 1, 0x11, 0);
        stream.huffmanTable();
        stream.words(0xFFDA, 8);
        stream.bytes(1, 1, 0, 1, 0, 0);
        int mask = (1 << bits) - 1;
        for (int i = 0; i < samples.length; i++) {
            int predicted = i == 0 ? 1 << bits - 1 : samples[i % columns == 0 ? i - columns : i - 1] & mask;
            stream.difference((samples[i] & mask) - predicted);
        }
        stream.flush();
        stream.words(0xFFD9);
        return stream.out.toByteArray();
    }

    private void huffmanTable() {
        words(0xFFC4, 2 + 1 + 16 + CATEGORIES);
        bytes(0);
        for (int length = 1; length <= 16; length++) {
            bytes(length == CODE_BITS ? CATEGORIES : 0);
        }
        for (int category = 0; category < CATEGORIES; category++) {
            bytes(category);
        }
    }

    /** Differences count modulo 65,536; 32,768 alone has no bits behind its category (table H.2). */
    private void difference(int exact) {
        int value = (short) exact;
        int category = 32 - Integer.numberOfLeadingZeros(Math.abs(value));
        bits(category, CODE_BITS);
        if (category < 16) {
            bits(value < 0 ? value - 1 : value, category);
        }
    }

    /** The lowest {@code count} bits, the highest of them first. */
    private void bits(int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            pending = pending << 1 | value >> i & 1;
            if (++pendingBits == 8) {
                bytes(pending & 0xFF);
                if ((pending & 0xFF) == 0xFF) {
                    bytes(0);
                }
                pendingBits = 0;
            }
        }
    }

    private void flush() {
        while (pendingBits != 0) {
            bits(1, 1);
        }
    }

    private void words(int... values) {
        for (int value : values) {
            bytes(value >> 8, value);
        }
    }

    private void bytes(int... values) {
        for (int value : values) {
            out.write(value);
        }
    }
}
