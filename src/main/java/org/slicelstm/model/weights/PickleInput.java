package org.slicelstm.model.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, little-endian, counted and limited. */
final class PickleInput {
    /** The longest string, name or number; tensor names and class names are far shorter. */
    private static final int LONGEST_PIECE = 1 << 16;
    private static final int MOST_TEXT = 8 << 20;

    private final InputStream in;
    private long position;
    private int text;

    /**
     * @param in read from its present place on; a buffered stream, since it is read byte by byte
     */
    PickleInput(InputStream in) {
        this.in = in;
    }

    /** Bytes read so far. */
    long position() {
        return position;
    }

    int u1() throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException("the pickle ends too early");
        }
        position++;
        return value;
    }

    int u2() throws IOException {
        return Short.toUnsignedInt(take(2).getShort());
    }

    int i4() throws IOException {
        return take(4).getInt();
    }

    long i8() throws IOException {
        return take(8).getLong();
    }

    /** Pickle writes floats big-endian. */
    double bigEndianDouble() throws IOException {
        return take(8).order(ByteOrder.BIG_ENDIAN).getDouble();
    }

    byte[] bytes(long length) throws IOException {
        if (length < 0 || length > LONGEST_PIECE) {
            throw new IOException("a string claims " + Long.toUnsignedString(length) + " bytes");
        }
        text += (int) length;
        if (text > MOST_TEXT) {
            throw new IOException("its names are longer than those of any network");
        }
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw new EOFException("the pickle ends within a string");
        }
        position += length;
        return bytes;
    }

    String string(long length) throws IOException {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    /** Text up to the next line feed, which is dropped. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = u1(); c != '\n'; c = u1()) {
            if (line.length() == 1024) {
                throw new IOException("a name has no end");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private ByteBuffer take(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the pickle ends too early");
        }
        position += length;
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
