package org.slicelstm.model.weights;

import java.nio.ByteOrder;
import java.util.List;
import org.slicelstm.UserException;

/**
 * Where a tensor's elements lie. Element (i0, i1, …) is number {@code offset + i0·strides[0] + i1·strides[1] + …} of
 * the storage. A checked object: every element lies inside the storage.
 *
 * @param info name, shape, type
 * @param order byte order of its elements
 * @param storage the bytes; null where the file keeps them in a form that is not read
 * @param offset first element
 * @param strides in elements, one for each dimension
 */
record StoredTensor(TensorInfo info, ByteOrder order, Storage storage, long offset, List<Long> strides) {
    /** More than any network uses; PyTorch's own limit is 64. */
    private static final int MOST_DIMENSIONS = 16;

    /**
     * Checks that the tensor is whole.
     *
     * @param file the file's name, for the sentence
     * @throws UserException when shape, strides or offset are impossible or reach beyond the storage
     */
    static StoredTensor checked(String file, TensorInfo info, ByteOrder order, Storage storage, long offset,
            List<Long> strides) {
        List<Integer> shape = info.shape();
        if (shape.size() > MOST_DIMENSIONS || strides.size() != shape.size()) {
            throw Damage.of(file, "tensor " + Damage.quote(info.name()) + " has " + shape.size() + " dimensions and "
                    + strides.size() + " strides");
        }
        try {
            long count = 1;
            long last = offset;
            for (int i = 0; i < shape.size(); i++) {
                if (shape.get(i) < 0 || strides.get(i) < 0) {
                    throw Damage.of(file, "tensor " + Damage.quote(info.name()) + " has a negative shape or stride");
                }
                count = Math.multiplyExact(count, shape.get(i).longValue());
                last = Math.addExact(last, Math.multiplyExact(Math.max(0L, shape.get(i) - 1L), strides.get(i)));
            }
            long end = Math.multiplyExact(count == 0 ? offset : Math.addExact(last, 1), info.type().bytes());
            if (offset < 0 || storage != null && end > storage.size() || count > Integer.MAX_VALUE) {
                throw Damage.of(file, "tensor " + Damage.quote(info.name()) + " of shape " + shape
                        + " reaches beyond the bytes that are there");
            }
        } catch (ArithmeticException e) {
            throw Damage.of(file, "tensor " + Damage.quote(info.name()) + " claims an impossible size", e);
        }
        return new StoredTensor(info, order, storage, offset, List.copyOf(strides));
    }

    /** The strides of a row-major tensor without gaps. */
    static List<Long> rowMajor(List<Integer> shape) {
        Long[] strides = new Long[shape.size()];
        long stride = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = stride;
            // A product that overflows belongs to a tensor that checked() refuses: any value does.
            stride *= Math.max(1, shape.get(i));
        }
        return List.of(strides);
    }

    /** Number of elements. */
    int count() {
        int count = 1;
        for (int dimension : info.shape()) {
            count *= dimension;
        }
        return count;
    }

    /** Whether its elements follow each other in row-major order without gaps. */
    boolean isContiguous() {
        List<Long> dense = rowMajor(info.shape());
        for (int i = 0; i < strides.size(); i++) {
            if (info.shape().get(i) > 1 && !strides.get(i).equals(dense.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Number of elements from the first to the last one, whatever lies between them. */
    long span() {
        long span = 1;
        for (int i = 0; i < strides.size(); i++) {
            span += (info.shape().get(i) - 1L) * strides.get(i);
        }
        return span;
    }
}
