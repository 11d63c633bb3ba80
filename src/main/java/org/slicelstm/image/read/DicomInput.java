package org.slicelstm.image.read;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;

/** Bytes of a DICOM file from front to back, never past their end; inflated where the data set is deflated. */
final class DicomInput implements Closeable {
    /** A deflated data set may grow at most to this: a few hundred bytes can stand for gigabytes. */
    private static final long MOST_INFLATED = 1L << 30;

    private final InputStream in;
    /** Where the bytes come from; null where nothing is deflated. */
    private final InflatedDataSet inflated;
    private final byte[] small = new byte[8];
    private final long end;
    private long position;

    private DicomInput(InputStream in, InflatedDataSet inflated, long end) {
        this.in = in;
        this.inflated = inflated;
        this.end = end;
    }

    static DicomInput open(Path file) throws IOException {
        long size = Files.size(file);
        return new DicomInput(new BufferedInputStream(Files.newInputStream(file)), null, size);
    }

    /** What follows here as a deflated stream (RFC 1951); closing it closes this. */
    DicomInput inflated() {
        InflatedDataSet data = new InflatedDataSet(in);
        return new DicomInput(new BufferedInputStream(data), data, MOST_INFLATED);
    }

    long position() {
        return position;
    }

    /** Where the bytes end at the latest; for inflated bytes the most that is allowed. */
    long end() {
        return end;
    }

    boolean atEnd() throws IOException, NotASliceException {
        return peek(1) == 0;
    }

    /** Copies the next bytes into {@link #peeked()} without consuming them; returns how many of at most 8 there are. */
    int peek(int count) throws IOException, NotASliceException {
        in.mark(8);
        int read = readUpTo(small, count);
        in.reset();
        return read;
    }

    byte[] peeked() {
        return small;
    }

    int unsignedShort(ByteOrder order) throws IOException, NotASliceException {
        read(small, 2);
        return ByteBuffer.wrap(small).order(order).getShort() & 0xFFFF;
    }

    long unsignedInt(ByteOrder order) throws IOException, NotASliceException {
        read(small, 4);
        return ByteBuffer.wrap(small).order(order).getInt() & 0xFFFFFFFFL;
    }

    /** The next bytes; checked against what is there before any memory is taken. */
    byte[] bytes(int count) throws IOException, NotASliceException {
        if (count > end - position) {
            throw truncated(null);
        }
        if (inflated == null) {
            byte[] bytes = new byte[count];
            read(bytes, count);
            return bytes;
        }
        // How much a deflated stream still holds is not known: memory grows with what comes.
        try {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length == count) {
                position += count;
                return bytes;
            }
        } catch (ZipException e) {
            throw damagedDeflation(e);
        } catch (EOFException e) {
            throw truncated(e);
        }
        throw truncated(null);
    }

    /** Refuses a deflated data set that has not ended here. */
    void checkInflated() throws IOException, NotASliceException {
        if (!atEnd()) {
            throw damagedDeflation(null);
        }
        inflated.checkEnd();
    }

    private void read(byte[] into, int count) throws IOException, NotASliceException {
        if (readUpTo(into, count) < count) {
            throw truncated(null);
        }
        position += count;
    }

    private int readUpTo(byte[] into, int count) throws IOException, NotASliceException {
        try {
            return in.readNBytes(into, 0, count);
        } catch (ZipException e) {
            throw damagedDeflation(e);
        } catch (EOFException e) {
            return 0;
        }
    }

    /** Goes on by so many bytes. */
    void skip(long count) throws IOException, NotASliceException {
        if (skipUpTo(count) < count) {
            throw truncated(null);
        }
    }

    /** Goes on by so many bytes or to the end; returns how many there were. */
    long skipUpTo(long count) throws IOException, NotASliceException {
        long wanted = Math.min(count, end - position);
        long done = 0;
        try {
            while (done < wanted) {
                long now = in.skip(wanted - done);
                if (now == 0 && in.read() < 0) {
                    break;
                }
                done += Math.max(now, 1);
            }
        } catch (ZipException e) {
            throw damagedDeflation(e);
        } catch (EOFException e) {
            // The deflated stream stops short; what was read so far counts.
            return done;
        } finally {
            position += done;
        }
        return done;
    }

    private static NotASliceException damagedDeflation(ZipException cause) {
        return new NotASliceException(Status.REFUSED, "damaged: the deflated data set cannot be inflated", cause);
    }

    private static NotASliceException truncated(IOException cause) {
        return new NotASliceException(Status.REFUSED, "truncated: the file ends too early", cause);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
