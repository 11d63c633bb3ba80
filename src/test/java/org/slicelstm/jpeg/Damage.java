package org.slicelstm.jpeg;

import java.io.ByteArrayOutputStream;

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
}
