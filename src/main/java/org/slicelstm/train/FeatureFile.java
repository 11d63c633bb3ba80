package org.slicelstm.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slicelstm.AtomicFile;

/**
 * A file of the cache, little-endian: 8 bytes that name the format, 32 of the key, the number of pictures n and of
 * features F as int32, n · F float32, and a CRC-32C over all before it.
 */
final class FeatureFile {
    private static final byte[] FORMAT = "SLSTMFC1".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;
    private static final int HEADER_BYTES = FORMAT.length + KEY_BYTES + 2 * Integer.BYTES;
    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private FeatureFile() {
    }

    static long bytes(Features features) {
        return HEADER_BYTES + (long) features.values().length * Float.BYTES + CHECKSUM_BYTES;
    }

    /** Writes aside and moves: who reads sees nothing or the whole file. */
    static void write(Path file, byte[] key, Features features) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(bytes(features))).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(FORMAT).put(key).putInt(features.pictures()).putInt(features.width());
        bytes.asFloatBuffer().put(features.values());
        bytes.position(bytes.capacity() - CHECKSUM_BYTES);
        bytes.putInt(checksum(bytes.array()));
        AtomicFile.write(file, aside -> Files.write(aside, bytes.array()));
    }

    /** The features, or nothing where the file is damaged or of another key. */
    static Optional<Features> read(Path file, byte[] key) throws IOException {
        byte[] content = Files.readAllBytes(file);
        if (content.length < HEADER_BYTES + CHECKSUM_BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int pictures = bytes.getInt(HEADER_BYTES - 2 * Integer.BYTES);
        int width = bytes.getInt(HEADER_BYTES - Integer.BYTES);
        boolean whole = Arrays.equals(content, 0, FORMAT.length, FORMAT, 0, FORMAT.length)
                && Arrays.equals(content, FORMAT.length, FORMAT.length + KEY_BYTES, key, 0, KEY_BYTES)
                && pictures > 0 && width > 0
                && content.length - HEADER_BYTES - CHECKSUM_BYTES == (long) pictures * width * Float.BYTES
                && bytes.getInt(content.length - CHECKSUM_BYTES) == checksum(content);
        if (!whole) {
            return Optional.empty();
        }
        float[] values = new float[pictures * width];
        bytes.position(HEADER_BYTES).asFloatBuffer().get(values);
        return Optional.of(new Features(pictures, width, values));
    }

    private static int checksum(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content, 0, content.length - CHECKSUM_BYTES);
        return (int) crc.getValue();
    }
}
