package org.slicelstm.image.encode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes frames of DICOM's RLE (PS3.5 annex G) for tests, with literal runs as well as replicated ones. */
public final class RunLengthFrame {
    private static final int HEADER = 64;
    private static final int LONGEST = 128;

    private RunLengthFrame() {
    }

    /**
     * Encodes a frame: a segment for each byte of each sample, the highest byte first, each row on its own.
     *
     * @param planes the values of each sample (one plane grey, three colour), row by row
     * @param bits   8, 16 or 32
     */
    public static byte[] encode(List<int[]> planes, int columns, int bits) {
        List<byte[]> segments = new ArrayList<>();
        for (int[] plane : planes) {
            for (int shift = bits - 8; shift >= 0; shift -= 8) {
                byte[] bytes = new byte[plane.length];
                for (int i = 0; i < plane.length; i++) {
                    bytes[i] = (byte) (plane[i] >> shift);
                }
                segments.add(segment(bytes, columns));
            }
        }
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN).putInt(segments.size());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] segment : segments) {
            header.putInt(HEADER + body.size());
            body.writeBytes(segment);
        }
        return ByteBuffer.allocate(HEADER + body.size()).put(header.array()).put(body.toByteArray()).array();
    }

    private static byte[] segment(byte[] bytes, int columns) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int row = 0; row < bytes.length; row += columns) {
            int end = Math.min(bytes.length, row + columns);
            for (int at = row; at < end; ) {
                int run = run(bytes, at, end);
                if (run > 1) {
                    out.write(1 - run);
                    out.write(bytes[at]);
                    at += run;
                    continue;
                }
                int from = at;
                while (at < end && at - from < LONGEST && run(bytes, at, end) < 3) {
                    at++;
                }
                out.write(at - from - 1);
                out.write(bytes, from, at - from);
            }
        }
        if (out.size() % 2 == 1) {
            out.write(0);
        }
        return out.toByteArray();
    }

    /** How many bytes from here on are equal. */
    private static int run(byte[] bytes, int from, int end) {
        int to = from + 1;
        while (to < end && to - from < LONGEST && bytes[to] == bytes[from]) {
            to++;
        }
        return to - from;
    }
}
