package org.slicelstm.jpeg;

import org.slicelstm.jpeg.Scan.Interval;

/**
 * The bits of an entropy-coded interval, highest first. Within one, the byte FF is followed by a stuffed byte 00 in
 * JPEG (T.81 F.1.2.3) and by a byte whose stuffed highest bit is 0 in JPEG-LS (T.87 A.1); the marker parser has seen
 * to that.
 */
final class BitReader {
    private final byte[] bytes;
    private final boolean stuffedBits;
    private int start;
    private int at;
    private int end;
    /** The next bits from the top; zeros behind the last. */
    private long window;
    private int left;
    private boolean afterFf;

    BitReader(byte[] bytes, boolean stuffedBits) {
        this.bytes = bytes;
        this.stuffedBits = stuffedBits;
    }

    /** Begins an interval. */
    void open(Interval interval) {
        start = interval.from();
        at = start;
        end = interval.to();
        window = 0;
        left = 0;
        afterFf = false;
    }

    private void fill() {
        while (left <= 56 && at < end) {
            int next = bytes[at++] & 0xFF;
            int width = afterFf ? 7 : 8;
            window |= (long) next << 64 - width - left;
            left += width;
            if (next == 0xFF) {
                if (stuffedBits) {
                    afterFf = true;
                    continue;
                }
                at++;
            }
            afterFf = false;
        }
    }

    /** The next 1 to 32 bits, which stay; zeros stand for what is behind the end. */
    int peek(int count) {
        if (left < 32) {
            fill();
        }
        return (int) (window >>> 64 - count);
    }

    /** Goes on by bits that were peeked at. */
    void skip(int count) throws JpegException {
        window <<= count;
        left -= count;
        if (left < 0) {
            throw ended();
        }
    }

    /** The next 0 to 25 bits as a number. */
    int read(int count) throws JpegException {
        if (count == 0) {
            return 0;
        }
        int value = peek(count);
        skip(count);
        return value;
    }

    /** The next {@code category} bits as a signed difference (T.81 F.2.2.1, EXTEND). */
    int difference(int category) throws JpegException {
        int value = read(category);
        return category == 0 || value >>> category - 1 != 0 ? value : value - (1 << category) + 1;
    }

    /**
     * Counts zeros up to the next one, which is consumed too.
     *
     * @param most how many zeros are possible
     */
    int zeros(int most) throws JpegException {
        int count = 0;
        while (true) {
            int next = peek(32);
            int zeros = Integer.numberOfLeadingZeros(next);
            count += zeros;
            if (count > most) {
                checkPeeked(zeros);
                throw damaged("an impossible code");
            }
            if (next != 0) {
                skip(zeros + 1);
                return count;
            }
            skip(32);
        }
    }

    /** Refuses to judge bits that are not there. */
    void checkPeeked(int count) throws JpegException {
        if (left < count) {
            throw ended();
        }
    }

    /** Whether the bytes before the next bits, and those that hold them, are at least so many zeros. */
    boolean followsZeros(int count) {
        int from = at - count - Long.BYTES;
        for (int i = at - 1; i >= from; i--) {
            if (i < start || bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Ends an interval: nothing may be left of it but the bits that fill its last byte. */
    void close() throws JpegException {
        fill();
        // Where the last byte of JPEG-LS is FF, another must follow.
        int padding = stuffedBits && end > 1 && bytes[end - 2] == (byte) 0xFF ? 15 : 8;
        if (left >= padding || at < end) {
            throw damaged("%,d bytes of entropy-coded data remain after the last sample", left / 8 + end - at);
        }
    }

    /** Damage in this interval. */
    JpegException damaged(String what, Object... values) {
        return JpegException.damaged(what + " before byte " + at, values);
    }

    private JpegException ended() {
        return JpegException.damaged("the entropy-coded data end at byte %,d, before the last sample", end);
    }
}
