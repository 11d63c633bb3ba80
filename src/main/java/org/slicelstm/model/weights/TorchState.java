package org.slicelstm.model.weights;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slicelstm.UserException;

/** Finds the named tensors in what a PyTorch file holds: a state dictionary, or a checkpoint with one inside. */
final class TorchState {
    private static final List<String> NESTED = List.of("state_dict", "model");

    /** Where the bytes of a storage are. */
    interface StorageFinder {
        /** @throws UserException when they are not all there */
        Storage find(TorchStorage storage) throws IOException;
    }

    private TorchState() {
    }

    /**
     * @param file the file's name, for sentences
     * @param root what the pickle held
     * @throws UserException when there are no tensors, or one reaches beyond its storage
     */
    static List<StoredTensor> tensors(String file, Object root, ByteOrder order, StorageFinder finder)
            throws IOException {
        List<StoredTensor> tensors = new ArrayList<>();
        for (Map.Entry<?, ?> entry : state(file, root).entrySet()) {
            if (entry.getValue() instanceof TorchTensor tensor && entry.getKey() instanceof String name) {
                TorchStorage storage = tensor.storage();
                StoredTensor stored = StoredTensor.checked(file, new TensorInfo(name, tensor.shape(), storage.type()),
                        order, finder.find(storage), storage.viewOffset() + tensor.offset(), tensor.strides());
                if (tensor.offset() + (stored.count() == 0 ? 0 : stored.span()) > storage.viewCount()) {
                    throw Damage.of(file, "tensor " + Damage.quote(name) + " reaches beyond its storage");
                }
                tensors.add(stored);
            }
        }
        return tensors;
    }

    private static Map<?, ?> state(String file, Object root) {
        if (root instanceof Map<?, ?> map) {
            if (holdsTensors(map)) {
                return map;
            }
            for (String key : NESTED) {
                if (map.get(key) instanceof Map<?, ?> inner && holdsTensors(inner)) {
                    return inner;
                }
            }
        }
        throw new UserException(file + " is a PyTorch file without named tensors, neither at its top nor under"
                + " 'state_dict' or 'model'; save the network's state_dict().");
    }

    private static boolean holdsTensors(Map<?, ?> map) {
        return map.values().stream().anyMatch(TorchTensor.class::isInstance);
    }
}
