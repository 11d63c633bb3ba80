package org.slicelstm.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells pictures apart by their content: SHA-256 over shape and stored values, the same for the same picture whatever
 * its file is called and however it is encoded without loss.
 *
 * @param hex 64 hexadecimal digits
 */
public record PictureDigest(String hex) {

    /** Looks at every pixel once. */
    public static PictureDigest of(StoredSlice slice) {
        StoredRows rows = new StoredRows(slice);
        double highest = slice.pixels().firstElement().getMaxValue();
        boolean narrow = highest <= 0xffff;
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(16).putInt(rows.columns()).putInt(rows.rows()).putInt(rows.planes())
                .putInt(narrow ? Short.BYTES : Float.BYTES).array());
        float[] row = new float[rows.columns()];
        ByteBuffer bytes = ByteBuffer.allocate(row.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int plane = 0; plane < rows.planes(); plane++) {
            for (int y = 0; y < rows.rows(); y++) {
                rows.read(plane, y, row);
                bytes.clear();
                for (float value : row) {
                    if (narrow) {
                        bytes.putShort((short) (int) value);
                    } else {
                        bytes.putFloat(value);
                    }
                }
                digest.update(bytes.flip());
            }
        }
        return new PictureDigest(HexFormat.of().formatHex(digest.digest()));
    }

    /** The first 64 bits. */
    long leadingBits() {
        return Long.parseUnsignedLong(hex, 0, 16, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
