package org.slicelstm.model.weights;

import java.io.IOException;
import java.util.List;

/**
 * A storage as a pickle names it; its bytes lie outside the pickle.
 *
 * @param key which storage of the file
 * @param type of its elements
 * @param count elements of the whole storage
 * @param viewOffset first element of the part that is meant, 0 for all of it
 * @param viewCount elements of that part
 */
record TorchStorage(String key, ElementType type, long count, long viewOffset, long viewCount) {

    /**
     * The persistent identifier is the tuple {@code ("storage", class, key, location, count)}, in the older layout
     * with None or {@code (key of the view, offset, count)} after it.
     */
    static TorchStorage fromPersistentId(Object id) throws IOException {
        if (!(id instanceof Pickle.Tuple tuple) || tuple.items().size() < 5 || tuple.items().size() > 6
                || !"storage".equals(tuple.items().get(0))
                || !(tuple.items().get(1) instanceof TorchGlobal global) || global.type() == null
                || !(tuple.items().get(4) instanceof Long count) || count < 0) {
            throw new IOException("its pickle names a storage in an unknown way");
        }
        String key = key(tuple.items().get(2));
        Object view = tuple.items().size() == 6 ? tuple.items().get(5) : Pickle.NONE;
        if (view == Pickle.NONE) {
            return new TorchStorage(key, global.type(), count, 0, count);
        }
        if (view instanceof Pickle.Tuple part && part.items().size() == 3
                && part.items().get(1) instanceof Long offset && part.items().get(2) instanceof Long length
                && offset >= 0 && length >= 0 && offset <= count && length <= count - offset) {
            return new TorchStorage(key, global.type(), count, offset, length);
        }
        throw new IOException("a view of a storage reaches beyond the storage");
    }

    /** Keys are numbers written as strings; some writers leave them numbers. */
    static String key(Object key) throws IOException {
        if (key instanceof String || key instanceof Long) {
            return key.toString();
        }
        throw new IOException("its pickle names a storage without a key");
    }

    /** Bytes of the whole storage; -1 when more than can be counted. */
    long bytes() {
        return count > Long.MAX_VALUE / type.bytes() ? -1 : count * type.bytes();
    }

    static List<Long> numbers(Object tuple) throws IOException {
        if (tuple instanceof Pickle.Tuple numbers) {
            for (Object each : numbers.items()) {
                if (!(each instanceof Long)) {
                    throw new IOException("a tensor's shape is made of something other than numbers");
                }
            }
            return numbers.items().stream().map(Long.class::cast).toList();
        }
        throw new IOException("a tensor has no shape");
    }
}
