package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.slicelstm.cohort.NotASliceException;

/**
 * What the main header of a JPEG 2000 codestream says (ITU-T T.800 annex A).
 *
 * @param rows       height
 * @param columns    width
 * @param components samples a pixel
 * @param precision  bits a sample
 * @param signed     whether samples are signed
 */
record Jpeg2000Stream(int rows, int columns, int components, int precision, boolean signed) {
    private static final int SOC = 0xFF4F;
    private static final int SIZ = 0xFF51;
    private static final int SOT = 0xFF90;
    private static final int EOC = 0xFFD9;

    /**
     * Walks the codestream's main header and tile parts.
     *
     * @throws NotASliceException if it is damaged, or ends before its last tile part or its end marker
     */
    static Jpeg2000Stream complete(byte[] bytes) throws NotASliceException {
        try {
            return walk(ByteBuffer.wrap(bytes));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw refused("truncated: the JPEG 2000 picture has no end");
        }
    }

    private static Jpeg2000Stream walk(ByteBuffer in) throws NotASliceException {
        if (u16(in) != SOC || u16(in) != SIZ) {
            throw damaged("not a codestream");
        }
        int sizEnd = in.position() + u16(in);
        in.getShort();
        long width = u32(in);
        long height = u32(in);
        long left = u32(in);
        long top = u32(in);
        long tileWidth = u32(in);
        long tileHeight = u32(in);
        long tileLeft = u32(in);
        long tileTop = u32(in);
        int components = u16(in);
        int depth = in.get() & 0xFF;
        boolean equal = fullSize(in);
        for (int c = 1; c < components; c++) {
            equal &= (in.get() & 0xFF) == depth & fullSize(in);
        }
        if (!equal) {
            throw damaged("components of different sizes");
        }
        PictureSize.check(width - left, height - top);
        if (tileWidth == 0 || tileHeight == 0) {
            throw damaged("tiles without pixels");
        }
        long tiles = tiles(width, tileLeft, tileWidth) * tiles(height, tileTop, tileHeight);
        if (tiles < 1 || tiles > 0xFFFF) {
            throw damaged(tiles + " tiles");
        }
        in.position(sizEnd);
        tileParts(in, (int) tiles);
        return new Jpeg2000Stream((int) (height - top), (int) (width - left), components, (depth & 0x7F) + 1,
                depth >= 0x80);
    }

    private static boolean fullSize(ByteBuffer in) {
        return in.get() == 1 & in.get() == 1;
    }

    private static long tiles(long end, long first, long size) {
        return (end - first + size - 1) / size;
    }

    /** Goes through the rest of the main header and every tile part to the end marker. */
    private static void tileParts(ByteBuffer in, int tiles) throws NotASliceException {
        BitSet seen = new BitSet();
        while (true) {
            int start = in.position();
            int marker = u16(in);
            if (marker == EOC) {
                if (seen.cardinality() != tiles) {
                    throw damaged(seen.cardinality() + " of " + tiles + " tiles");
                }
                return;
            }
            if (marker >>> 8 != 0xFF) {
                throw damaged("no marker at byte " + start);
            }
            int length = u16(in);
            if (marker != SOT) {
                if (!seen.isEmpty() || length < 2) {
                    throw damaged("no tile at byte " + start);
                }
                in.position(start + 2 + length);
                continue;
            }
            seen.set(u16(in));
            long partLength = u32(in);
            if (partLength == 0) {
                // The last tile part may leave its length open: it reaches to the end marker.
                partLength = lastEnd(in.array()) - start;
            }
            if (partLength < 14 || partLength > in.limit() - start) {
                throw refused("truncated: the JPEG 2000 picture ends inside a tile");
            }
            in.position(start + (int) partLength);
        }
    }

    /** Where the end marker is, before which only padding may follow. */
    private static int lastEnd(byte[] bytes) {
        int at = bytes.length - 2;
        if (at > 0 && bytes[at + 1] == 0) {
            at--;
        }
        return at;
    }

    private static int u16(ByteBuffer in) {
        return in.getShort() & 0xFFFF;
    }

    private static long u32(ByteBuffer in) {
        return in.getInt() & 0xFFFFFFFFL;
    }

    private static NotASliceException damaged(String what) {
        return refused("damaged JPEG 2000: " + what);
    }
}
