package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.slicelstm.DrawnPicture;
import org.slicelstm.cohort.NotASliceException;

/**
 * What the first chunk of a PNG file says, and what its others hold beside the pixels.
 *
 * @param rows    height
 * @param columns width
 * @param bits    bits a value
 * @param colour  whether it has colours of its own (a palette may still be grey)
 */
record PngStream(int rows, int columns, int bits, boolean colour) {
    private static final int FIRST_CHUNK = 8;
    private static final int FIRST_BODY = 16;

    /** Reads the first chunk only: sizes are judged before the rest is looked at. */
    static PngStream head(byte[] bytes) throws NotASliceException {
        if (bytes.length < FIRST_BODY + 17) {
            throw truncated();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getInt(FIRST_CHUNK) != 13 || !type(bytes, FIRST_CHUNK).equals("IHDR")) {
            throw refused("damaged PNG: its first chunk is no header");
        }
        int colourType = bytes[FIRST_BODY + 9];
        return new PngStream(in.getInt(FIRST_BODY + 4), in.getInt(FIRST_BODY), bytes[FIRST_BODY + 8],
                (colourType & 2) != 0);
    }

    /**
     * Walks all chunks.
     *
     * @return the EXIF data (chunk eXIf), empty where there are none
     * @throws NotASliceException if a checksum is wrong or the file ends before its last chunk
     */
    static byte[] exif(byte[] bytes) throws NotASliceException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        boolean pixels = false;
        byte[] exif = new byte[0];
        int at = FIRST_CHUNK;
        while (true) {
            if (bytes.length - at < 12) {
                throw truncated();
            }
            int length = in.getInt(at);
            if (length < 0 || length > bytes.length - at - 12) {
                throw truncated();
            }
            String type = type(bytes, at);
            CRC32 crc = new CRC32();
            crc.update(bytes, at + 4, 4 + length);
            if ((int) crc.getValue() != in.getInt(at + 8 + length)) {
                throw refused("damaged PNG: the checksum of a chunk is wrong");
            }
            pixels |= type.equals("IDAT");
            if (type.equals("eXIf")) {
                exif = Arrays.copyOfRange(bytes, at + 8, at + 8 + length);
            }
            if (type.equals("IEND")) {
                if (!pixels) {
                    throw refused("damaged PNG: it holds no pixels");
                }
                return exif;
            }
            at += 12 + length;
        }
    }

    /** Whether a complete file says that it is a plot or the like of this software. */
    static boolean isDrawnHere(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        String mark = DrawnPicture.KEYWORD + "\0" + DrawnPicture.TEXT;
        for (int at = FIRST_CHUNK; !type(bytes, at).equals("IDAT"); at += 12 + in.getInt(at)) {
            if (type(bytes, at).equals("tEXt")
                    && new String(bytes, at + 8, in.getInt(at), StandardCharsets.ISO_8859_1).equals(mark)) {
                return true;
            }
        }
        return false;
    }

    private static String type(byte[] bytes, int chunk) {
        return new String(bytes, chunk + 4, 4, StandardCharsets.ISO_8859_1);
    }

    private static NotASliceException truncated() {
        return refused("truncated: the PNG picture has no end");
    }
}
