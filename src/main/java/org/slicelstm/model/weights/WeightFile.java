package org.slicelstm.model.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.slicelstm.UserException;

/**
 * An open weight file of any supported format. Opening reads only the directory of the tensors; each tensor is read
 * from the file when it is asked for, and no call allocates more than the larger of 64 MiB and four times the file.
 *
 * <pre>{@code
 * try (WeightFile file = WeightFile.open(path)) {
 *     for (TensorInfo tensor : file.tensors()) {
 *         float[] values = file.read(tensor.name());
 *     }
 * }
 * }</pre>
 */
public interface WeightFile extends AutoCloseable {

    /** The layouts that are understood. */
    enum Format {
        SAFETENSORS("safetensors"),
        TORCH_ZIP("PyTorch"),
        TORCH_LEGACY("PyTorch (before 1.6)"),
        HDF5("Keras HDF5");

        private final String label;

        Format(String label) {
            this.label = label;
        }

        /** What people call it. */
        public String label() {
            return label;
        }
    }

    /**
     * Opens a weight file; its format is seen from its content, never from its name.
     *
     * @throws UserException when the file cannot be read, is of no supported format, is damaged, or asks for code
     */
    static WeightFile open(Path path) {
        FileChannel channel = Formats.openChannel(path);
        try {
            return Formats.read(path, channel);
        } catch (RuntimeException | IOException e) {
            try {
                channel.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            if (e instanceof UserException sentence) {
                throw sentence;
            }
            throw new UserException(path.getFileName() + " cannot be read as a weight file, it is probably damaged ("
                    + e + "); get the file again.", e);
        }
    }

    /** The file that was opened. */
    Path path();

    /** The layout that was found. */
    Format format();

    /** Every tensor, in the order of the file. */
    List<TensorInfo> tensors();

    /**
     * The values of one tensor, row-major and contiguous whatever its strides in the file are.
     *
     * @throws UserException when there is no such tensor or its bytes cannot be read
     */
    float[] read(String name);

    /** SHA-256 of the whole file, 64 lower-case hexadecimal digits; the first call reads all of it. */
    String sha256();

    @Override
    void close();
}
