package org.slicelstm.model.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor as a pickle describes it, not yet checked against the bytes.
 *
 * @param storage where its elements lie
 * @param offset first element, counted from the storage's view
 * @param shape its dimensions
 * @param strides in elements
 */
record TorchTensor(TorchStorage storage, long offset, List<Integer> shape, List<Long> strides) {

    /** From the arguments {@code (storage, offset, shape, strides, …)}; what follows concerns training only. */
    static TorchTensor rebuild(List<Object> arguments) throws IOException {
        if (arguments.size() < 4 || arguments.size() > 7
                || !(arguments.get(0) instanceof TorchStorage storage) || !(arguments.get(1) instanceof Long offset)) {
            throw new IOException("its pickle describes a tensor in an unknown way");
        }
        List<Integer> shape = new ArrayList<>();
        for (long dimension : TorchStorage.numbers(arguments.get(2))) {
            if (dimension < 0 || dimension > Integer.MAX_VALUE) {
                throw new IOException("a tensor claims a dimension of " + dimension);
            }
            shape.add((int) dimension);
        }
        if (offset < 0 || offset > storage.viewCount()) {
            throw new IOException("a tensor begins outside its storage");
        }
        return new TorchTensor(storage, offset, List.copyOf(shape), TorchStorage.numbers(arguments.get(3)));
    }
}
