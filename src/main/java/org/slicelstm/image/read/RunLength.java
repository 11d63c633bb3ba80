package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.slicelstm.cohort.NotASliceException;

/**
 * DICOM's RLE (PS3.5 annex G): a frame is a header of 64 bytes and one run-length segment for each byte of each
 * sample, the highest byte first. Decoded here because Bio-Formats mixes up the bytes of 16-bit pictures.
 */
final class RunLength {
    private static final int HEADER = 64;

    private RunLength() {
    }

    /**
     * Decodes a frame.
     *
     * @param frame  the whole encoded frame
     * @param layout what it has to hold
     * @return little-endian samples, colour by plane
     * @throws NotASliceException if a segment does not fill its plane exactly
     */
    static byte[] decode(byte[] frame, PixelLayout layout) throws NotASliceException {
        int width = layout.bytesPerSample();
        int segments = layout.samples() * width;
        if (frame.length < HEADER) {
            throw damaged("its header stops short");
        }
        ByteBuffer header = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        int found = header.getInt(0);
        if (found != segments) {
            throw damaged(String.format(Locale.ROOT, "%d segments instead of %d", found, segments));
        }
        // Two bytes stand for at most 128.
        if (frame.length * 64L < layout.frameBytes()) {
            throw damaged("too few bytes for the picture");
        }
        int pixels = (int) layout.pixels();
        byte[] out = new byte[(int) layout.frameBytes()];
        for (int segment = 0; segment < segments; segment++) {
            long start = header.getInt(4 + 4 * segment) & 0xFFFFFFFFL;
            long end = segment + 1 < segments ? header.getInt(8 + 4 * segment) & 0xFFFFFFFFL : frame.length;
            if (start < HEADER || end < start || end > frame.length) {
                throw damaged("segment " + (segment + 1) + " lies outside of the frame");
            }
            int sample = segment / width;
            int place = width - 1 - segment % width;
            unpack(frame, (int) start, (int) end, out, sample * pixels * width + place, width, pixels);
        }
        return out;
    }

    /** Unpacks one segment into every {@code step}-th byte of {@code out}. */
    private static void unpack(byte[] in, int start, int end, byte[] out, int first, int step, int count)
            throws NotASliceException {
        int at = start;
        int left = count;
        int to = first;
        while (left > 0) {
            if (at >= end) {
                throw damaged(String.format(Locale.ROOT, "%,d of %,d bytes in a segment", count - left, count));
            }
            int control = in[at++];
            if (control == -128) {
                continue;
            }
            boolean literal = control >= 0;
            int run = literal ? control + 1 : 1 - control;
            if (run > left || at + (literal ? run : 1) > end) {
                throw damaged("a run that leaves its segment");
            }
            for (int i = 0; i < run; i++, to += step) {
                out[to] = in[literal ? at + i : at];
            }
            at += literal ? run : 1;
            left -= run;
        }
        // "No operation", and one byte that makes the length even, are all that may follow.
        while (at < end && in[at] == -128) {
            at++;
        }
        if (end - at > 1) {
            throw damaged(String.format(Locale.ROOT, "%,d bytes in a segment behind the last of its picture",
                    end - at));
        }
    }

    private static NotASliceException damaged(String what) {
        return refused("damaged RLE data: " + what);
    }
}
