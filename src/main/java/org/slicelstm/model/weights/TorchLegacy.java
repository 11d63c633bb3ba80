package org.slicelstm.model.weights;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slicelstm.UserException;

/**
 * PyTorch's layout before version 1.6: five pickles (magic number, protocol 1001, machine, the object, the keys of the
 * storages), then for each key the number of elements as eight little-endian bytes and the elements.
 */
final class TorchLegacy {
    private static final long PROTOCOL = 1001;

    private final String file;
    private final FileChannel channel;

    private TorchLegacy(String file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static List<StoredTensor> read(Path path, FileChannel channel) throws IOException {
        return new TorchLegacy(String.valueOf(path.getFileName()), channel).read();
    }

    private List<StoredTensor> read() throws IOException {
        PickleInput in = new PickleInput(
                new BufferedInputStream(new Storage.Region(channel, 0, channel.size()).from(0)));
        Pickle.load(file, in); // the magic number, already seen
        if (!Long.valueOf(PROTOCOL).equals(Pickle.load(file, in))) {
            throw Damage.of(file, "its protocol is not " + PROTOCOL);
        }
        if (!(Pickle.load(file, in) instanceof Map<?, ?> machine)
                || !Boolean.TRUE.equals(machine.get("little_endian"))) {
            throw new UserException(file + " was written on a big-endian machine, which is not read; save it again with"
                    + " a current PyTorch.");
        }
        Map<String, TorchStorage> storages = new HashMap<>();
        Object root = Pickle.load(file, in, storages);
        if (!(Pickle.load(file, in) instanceof List<?> keys)) {
            throw Damage.of(file, "it has no list of storages");
        }
        Map<String, Storage> regions = locate(keys, storages, in.position());
        return TorchState.tensors(file, root, ByteOrder.LITTLE_ENDIAN, storage -> {
            Storage region = regions.get(storage.key());
            if (region == null) {
                throw Damage.of(file, "storage " + Damage.quote(storage.key()) + " is not in it");
            }
            return region;
        });
    }

    /** The place of a storage follows from the lengths of all before it, so they are walked in their order. */
    private Map<String, Storage> locate(List<?> keys, Map<String, TorchStorage> storages, long start)
            throws IOException {
        Map<String, Storage> regions = new HashMap<>();
        long at = start;
        for (Object each : keys) {
            String key = TorchStorage.key(each);
            TorchStorage storage = storages.get(key);
            if (storage == null) {
                throw Damage.of(file, "no tensor uses its storage " + Damage.quote(key));
            }
            long count = count(at);
            long bytes = storage.bytes();
            at += Long.BYTES;
            if (count != storage.count() || bytes < 0 || bytes > channel.size() - at) {
                throw Damage.of(file, "storage " + Damage.quote(key) + " claims " + storage.count()
                        + " elements, its data begin with " + count + " and " + (channel.size() - at)
                        + " bytes are left");
            }
            regions.put(key, new Storage.Region(channel, at, bytes));
            at += bytes;
        }
        return regions;
    }

    private long count(long at) throws IOException {
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (number.hasRemaining()) {
            if (channel.read(number, at + number.position()) < 0) {
                throw Damage.of(file, "it ends before its last storage");
            }
        }
        return number.getLong(0);
    }
}
