package org.slicelstm.predict;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntFunction;
import org.slicelstm.AtomicFile;

/**
 * Writes NumPy files of format version 1.0: a magic string, a header that names type and shape, padded so that the
 * data begins at a multiple of 64 bytes, then the values.
 */
final class NumpyFile {
    private static final int ALIGNMENT = 64;

    private NumpyFile() {
    }

    /**
     * Writes a float32 matrix {@code [rows, columns]}, aside and moved into place.
     *
     * @param row gives the values of each row, at least {@code columns}
     */
    static void write(Path file, IntFunction<float[]> row, int rows, int columns) throws IOException {
        AtomicFile.write(file, aside -> {
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.allocate(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                writeFully(channel, ByteBuffer.wrap(header(rows, columns)));
                for (int i = 0; i < rows; i++) {
                    bytes.clear();
                    bytes.asFloatBuffer().put(row.apply(i), 0, columns);
                    writeFully(channel, bytes);
                }
            }
        });
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static byte[] header(int rows, int columns) {
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
        int unpadded = 10 + text.length() + 1;
        String padded = text + " ".repeat((ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT) + "\n";
        ByteBuffer header = ByteBuffer.allocate(10 + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
        header.putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        return header.array();
    }
}
