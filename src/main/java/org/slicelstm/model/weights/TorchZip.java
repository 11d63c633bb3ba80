package org.slicelstm.model.weights;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slicelstm.UserException;

/**
 * PyTorch's layout since version 1.6: a zip archive with one folder that holds {@code data.pkl}, the storages as
 * {@code data/0}, {@code data/1}, … and, from version 2.1 on, {@code byteorder}. PyTorch never compresses; entries
 * that somebody compressed since are read as far as they expand to no more than the memory limit.
 */
final class TorchZip {
    private static final String PICKLE = "/data.pkl";
    private static final long MOST_INFLATED = 64L << 20;

    private final String file;
    private final FileChannel channel;
    private final ZipFile zip;
    private final String folder;

    private TorchZip(String file, FileChannel channel, ZipFile zip) {
        this.file = file;
        this.channel = channel;
        this.zip = zip;
        List<String> pickles = zip.stream().map(ZipEntry::getName)
                .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                .toList();
        if (pickles.size() != 1) {
            throw new UserException(file + " is a zip archive with " + pickles.size() + " files data.pkl, where a"
                    + " PyTorch file has one; give a .pth of PyTorch, a .safetensors or Keras' .h5 weights.");
        }
        this.folder = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length() + 1);
    }

    /** Takes over the channel; the archive is closed with the weight file. */
    static WeightFile open(Path path, FileChannel channel) throws IOException {
        String file = String.valueOf(path.getFileName());
        ZipFile zip = new ZipFile(path.toFile());
        try {
            List<StoredTensor> tensors = new TorchZip(file, channel, zip).read();
            return new TensorTable(path, channel, zip, WeightFile.Format.TORCH_ZIP, tensors);
        } catch (RuntimeException | IOException e) {
            zip.close();
            throw e;
        }
    }

    private List<StoredTensor> read() throws IOException {
        Object root;
        try (InputStream pickle = new BufferedInputStream(entry("data.pkl").from(0))) {
            root = Pickle.load(file, new PickleInput(pickle));
        }
        return TorchState.tensors(file, root, byteOrder(), storage -> {
            Storage entry = entry("data/" + storage.key());
            if (entry.size() != storage.bytes()) {
                throw Damage.of(file, "storage " + Damage.quote(storage.key()) + " claims " + storage.bytes()
                        + " bytes and has " + entry.size());
            }
            return entry;
        });
    }

    private ByteOrder byteOrder() throws IOException {
        if (zip.getEntry(folder + "byteorder") == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        try (InputStream in = entry("byteorder").from(0)) {
            String order = new String(in.readNBytes(8), StandardCharsets.US_ASCII);
            return switch (order) {
                case "little" -> ByteOrder.LITTLE_ENDIAN;
                case "big" -> ByteOrder.BIG_ENDIAN;
                default -> throw Damage.of(file, "its byte order is " + Damage.quote(order));
            };
        }
    }

    private Storage entry(String name) throws IOException {
        ZipEntry entry = zip.getEntry(folder + name);
        if (entry == null) {
            throw Damage.of(file, "it lacks its part " + Damage.quote(name));
        }
        boolean stored = entry.getMethod() == ZipEntry.STORED;
        if (stored && (entry.getSize() != entry.getCompressedSize() || entry.getSize() > channel.size())) {
            throw Damage.of(file, "its part " + Damage.quote(name) + " is larger than the file");
        }
        if (!stored && entry.getSize() > Math.max(MOST_INFLATED, 4 * channel.size())) {
            throw new UserException(file + " holds a part that expands to " + entry.getSize() + " bytes from "
                    + entry.getCompressedSize() + ", which no weights do; it is refused. Save it again with PyTorch.");
        }
        return new Part(zip, entry);
    }

    /** An entry of the archive; a stored one is skipped through without reading, a compressed one is expanded. */
    private record Part(ZipFile zip, ZipEntry entry) implements Storage {
        @Override
        public long size() {
            return entry.getSize();
        }

        @Override
        public InputStream from(long position) throws IOException {
            InputStream in = zip.getInputStream(entry);
            try {
                in.skipNBytes(position);
                return in;
            } catch (IOException e) {
                in.close();
                throw e;
            }
        }
    }
}
