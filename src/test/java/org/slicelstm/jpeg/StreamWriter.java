package org.slicelstm.jpeg;

import java.io.ByteArrayOutputStream;

/** Writes the bytes and bits of JPEG streams for tests. */
final class StreamWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean stuffedBits;
    private int pending;
    private int pendingBits;
    private int byteBits = 8;

    /**
     * A writer of one stream.
     *
     * @param stuffedBits whether FF is followed by a zero bit, as in JPEG-LS, and not by a zero byte
     */
    StreamWriter(boolean stuffedBits) {
        this.stuffedBits = stuffedBits;
    }

    StreamWriter bytes(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    StreamWriter words(int... values) {
        for (int value : values) {
            bytes(value >> 8, value);
        }
        return this;
    }

    /** A frame header whose components are numbered from 1 and share quantisation table 0. */
    StreamWriter frame(int marker, int bits, int rows, int columns, int[] sampling) {
        words(marker, 8 + 3 * sampling.length).bytes(bits).words(rows, columns).bytes(sampling.length);
        for (int c = 0; c < sampling.length; c++) {
            bytes(c + 1, sampling[c], 0);
        }
        return this;
    }

    /** A scan header whose components all use the tables 0. */
    StreamWriter scan(int[] components, int start, int end, int approximation) {
        words(0xFFDA, 6 + 2 * components.length).bytes(components.length);
        for (int c : components) {
            bytes(c + 1, 0);
        }
        return bytes(start, end, approximation);
    }

    /** The lowest {@code count} bits, the highest of them first. */
    void bits(int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            pending = pending << 1 | value >> i & 1;
            if (++pendingBits == byteBits) {
                out.write(pending);
                boolean full = pending == 0xFF;
                pending = 0;
                pendingBits = 0;
                byteBits = full && stuffedBits ? 7 : 8;
                if (full && !stuffedBits) {
                    out.write(0);
                }
            }
        }
    }

    /** Fills the last byte: with ones, in JPEG-LS with zeros, where another byte follows FF. */
    void flush() {
        while (pendingBits != 0 || byteBits == 7) {
            bits(stuffedBits ? 0 : 1, 1);
        }
    }

    byte[] end() {
        words(0xFFD9);
        return out.toByteArray();
    }
}
