package org.slicelstm.jpeg;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** What happens to streams in tests. */
final class Damage {
    private Damage() {
    }

    /** With three bytes FF before every marker but the first. */
    static byte[] filled(byte[] stream) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < stream.length; i++) {
            if (i > 0 && isMarker(stream, i)) {
                out.writeBytes(new byte[] {-1, -1, -1});
            }
            out.write(stream[i]);
        }
        return out.toByteArray();
    }

    private static boolean isMarker(byte[] stream, int at) {
        return stream[at] == -1 && at + 1 < stream.length && (stream[at + 1] & 0xFF) >= 0xC0 && stream[at + 1] != -1;
    }

    /** Where a marker stands for the n-th time, counted from 0; −1 where it does not. */
    static int marker(byte[] stream, int code, int n) {
        int left = n;
        for (int i = 0; i + 1 < stream.length; i++) {
            if (stream[i] == -1 && (stream[i + 1] & 0xFF) == code && left-- == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Where the entropy-coded data of the n-th scan begin. */
    static int data(byte[] stream, int n) {
        int scan = marker(stream, 0xDA, n);
        return scan + 2 + (stream[scan + 2] & 0xFF) * 256 + (stream[scan + 3] & 0xFF);
    }

    /** Only the first bytes, and an end of image behind them. */
    static byte[] cut(byte[] stream, int length) {
        byte[] cut = Arrays.copyOf(stream, length + 2);
        cut[length] = -1;
        cut[length + 1] = (byte) 0xD9;
        return cut;
    }

    static byte[] without(byte[] stream, int from, int count) {
        byte[] out = Arrays.copyOf(stream, stream.length - count);
        System.arraycopy(stream, from + count, out, from, stream.length - from - count);
        return out;
    }

    static byte[] with(byte[] stream, int at, int... inserted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(stream, 0, at);
        for (int each : inserted) {
            out.write(each);
        }
        out.write(stream, at, stream.length - at);
        return out.toByteArray();
    }

    static byte[] changed(byte[] stream, int at, int value) {
        byte[] out = stream.clone();
        out[at] = (byte) value;
        return out;
    }
}
