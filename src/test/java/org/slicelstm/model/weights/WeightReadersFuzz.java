package org.slicelstm.model.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slicelstm.UserException;

/**
 * Any bytes are read or refused in one sentence, within the memory limit. This is a target for the fuzzer Jazzer,
 * started by {@code scripts/fuzz-weights}; what it found worth keeping is read again by {@link FuzzedWeightsTest}.
 */
public final class WeightReadersFuzz {
    private static final long ALWAYS_ALLOWED = 64L << 20;
    private static final byte HDF5 = (byte) 0x89;

    private WeightReadersFuzz() {
    }

    /** Jazzer's entry; throws where a reader misbehaves. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        Path path = Files.createTempFile("fuzzed", ".weights");
        try {
            Files.write(path, bytes);
            long allowed = Math.max(ALWAYS_ALLOWED, 4L * bytes.length);
            // Only what is allocated again counts: the first time may also load and instrument classes.
            if (read(path, bytes) > allowed) {
                long allocated = read(path, bytes);
                if (allocated > allowed) {
                    throw new AssertionError(allocated + " bytes were allocated for a file of " + bytes.length);
                }
            }
        } finally {
            Files.delete(path);
        }
    }

    /** Reads the file and returns how many bytes that allocated. */
    private static long read(Path path, byte[] bytes) throws IOException {
        long before = Weights.allocated();
        if (bytes.length > 0 && bytes[0] == HDF5) {
            listHdf5(path);
        } else {
            readOrRefuse(path);
        }
        return Weights.allocated() - before;
    }

    private static void readOrRefuse(Path path) {
        try {
            Weights.readAll(path);
        } catch (UserException e) {
            if (Weights.isStumble(e)) {
                throw e;
            }
        }
    }

    /** jhdf in this process: it may throw what it likes, but what it lists must be read or refused. */
    private static void listHdf5(Path path) throws IOException {
        List<Hdf5Directory.Row> rows;
        try {
            rows = Hdf5Directory.list(path);
        } catch (RuntimeException | StackOverflowError e) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path);
                WeightFile file = new TensorTable(path, FileChannel.open(path), WeightFile.Format.HDF5,
                        Hdf5.tensors("fuzzed", channel, rows))) {
            file.tensors().forEach(tensor -> file.read(tensor.name()));
        } catch (UserException e) {
            if (Weights.isStumble(e)) {
                throw e;
            }
        }
    }
}
