package org.slicelstm.model.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slicelstm.OrdinaryFile;
import org.slicelstm.UserException;

/** Finds the format of a weight file from its first bytes and hands it to that format's reader. */
final class Formats {
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    /** Protocol 2, then the ten bytes of PyTorch's magic number 0x1950a86a20f9469cfc6c. */
    private static final byte[] TORCH_LEGACY = {(byte) 0x80, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46,
        (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19};

    private Formats() {
    }

    static FileChannel openChannel(Path path) {
        if (Files.isDirectory(path)) {
            throw new UserException(path + " is a folder; name the weight file inside it.");
        }
        OrdinaryFile.require(path);
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new UserException("The weight file " + path + " does not exist; check the path.", e);
        } catch (IOException e) {
            throw new UserException("The weight file " + path + " cannot be opened (" + e.getMessage()
                    + "); check its permissions.", e);
        }
    }

    static WeightFile read(Path path, FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(TORCH_LEGACY.length);
        while (head.hasRemaining() && channel.read(head, head.position()) >= 0) {
            continue;
        }
        head.flip();
        if (startsWith(head, TORCH_LEGACY)) {
            return new TensorTable(path, channel, WeightFile.Format.TORCH_LEGACY, TorchLegacy.read(path, channel));
        }
        if (startsWith(head, ZIP)) {
            return TorchZip.open(path, channel);
        }
        if (startsWith(head, HDF5)) {
            return new TensorTable(path, channel, WeightFile.Format.HDF5, Hdf5.read(path, channel));
        }
        if (head.limit() > Long.BYTES && head.get(Long.BYTES) == '{') {
            return new TensorTable(path, channel, WeightFile.Format.SAFETENSORS, Safetensors.read(path, channel));
        }
        throw new UserException(path.getFileName() + " is none of the weight files that can be read: safetensors, "
                + "PyTorch (.pth, .pt, .bin) and Keras HDF5 (.h5); save the weights as one of these.");
    }

    private static boolean startsWith(ByteBuffer head, byte[] magic) {
        return head.limit() >= magic.length && ByteBuffer.wrap(magic).equals(head.slice(0, magic.length));
    }
}
