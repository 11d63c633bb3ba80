package org.slicelstm.image.read;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import org.slicelstm.image.StoredSlice;

/** Decoded pixels as tests compare them. */
final class Stored {
    private Stored() {
    }

    /** Values row by row; of colour pictures pixel by pixel, as NumPy's {@code [rows, columns, 3]}. */
    static double[] values(StoredSlice stored) {
        int samples = stored.isColour() ? 3 : 1;
        double[] values = new double[stored.rows() * stored.columns() * samples];
        RandomAccess<? extends RealType<?>> at = stored.pixels().randomAccess();
        for (int y = 0, to = 0; y < stored.rows(); y++) {
            for (int x = 0; x < stored.columns(); x++) {
                for (int c = 0; c < samples; c++) {
                    at.setPosition(x, 0);
                    at.setPosition(y, 1);
                    if (stored.isColour()) {
                        at.setPosition(c, 2);
                    }
                    values[to++] = at.get().getRealDouble();
                }
            }
        }
        return values;
    }

    /** The first 16 hexadecimal digits of the SHA-256 of the values as a little-endian array of their own type. */
    static String hash(StoredSlice stored) {
        int bits = ((RealType<?>) stored.pixels().firstElement()).getBitsPerPixel();
        if (!(stored.pixels().firstElement() instanceof IntegerType)) {
            throw new IllegalArgumentException("not integers");
        }
        double[] values = values(stored);
        ByteBuffer bytes = ByteBuffer.allocate(values.length * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            switch (bits) {
                case 8 -> bytes.put((byte) (int) value);
                case 16 -> bytes.putShort((short) (int) value);
                default -> bytes.putInt((int) (long) value);
            }
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return HexFormat.of().formatHex(digest).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
