package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.slicelstm.cohort.NotASliceException;

/** A deflated data set (RFC 1951, PS3.5 annex A.5) as it is inflated; closing it closes what it comes from. */
final class InflatedDataSet extends FilterInputStream {
    /** CRC-32 and length that gzip writes behind (RFC 1952). Nothing asks for them here, but they occur. */
    private static final int GZIP_TRAILER = 8;

    private final byte[] skipped = new byte[8192];
    private final CRC32 sum = new CRC32();
    private final Source source;

    InflatedDataSet(InputStream deflated) {
        super(new Source(deflated));
        source = (Source) in;
    }

    /** The inflater, and the bytes that it has taken but not used. */
    private static final class Source extends InflaterInputStream {
        Source(InputStream deflated) {
            super(deflated, new Inflater(true));
        }

        byte[] rest(int most) throws IOException {
            int left = Math.min(most, inf.getRemaining());
            ByteBuffer rest = ByteBuffer.allocate(most);
            rest.put(buf, len - inf.getRemaining(), left);
            rest.put(in.readNBytes(most - left));
            byte[] bytes = new byte[rest.position()];
            rest.flip().get(bytes);
            return bytes;
        }

        boolean ended() {
            return inf.finished();
        }

        long length() {
            return inf.getBytesWritten();
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        int read = in.read(into, from, count);
        if (read > 0) {
            sum.update(into, from, read);
        }
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(skipped, 0, (int) Math.min(skipped.length, count)));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /**
     * Checks the end of the deflated stream.
     *
     * @throws NotASliceException if it has none here, or more follows than a byte that makes the file even
     */
    void checkEnd() throws IOException, NotASliceException {
        if (!source.ended()) {
            throw refused("truncated: the deflated data set has no end");
        }
        byte[] rest = source.rest(GZIP_TRAILER + 2);
        int trailer = 0;
        if (rest.length >= GZIP_TRAILER) {
            ByteBuffer values = ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
            if (values.getInt() == (int) sum.getValue() && values.getInt() == (int) source.length()) {
                trailer = GZIP_TRAILER;
            }
        }
        if (rest.length - trailer > 1) {
            throw refused("damaged: bytes follow the end of the deflated data set");
        }
    }
}
