package org.slicelstm.model.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slicelstm.UserException;

/**
 * The only names a pickle may use. Each stands for something made here; none is looked up anywhere.
 *
 * @param kind what it makes
 * @param type what a storage class holds; null for every other kind
 */
record TorchGlobal(Kind kind, ElementType type) {

    /** What a name makes when it is called. */
    enum Kind { DICTIONARY, TENSOR, PARAMETER, SIZE, DEVICE, STORAGE }

    private static final Map<String, TorchGlobal> FUNCTIONS = Map.of(
            "collections.OrderedDict", new TorchGlobal(Kind.DICTIONARY, null),
            // The name of files written before PyTorch 0.4, torchvision's VGG among them.
            "torch._utils._rebuild_tensor", new TorchGlobal(Kind.TENSOR, null),
            "torch._utils._rebuild_tensor_v2", new TorchGlobal(Kind.TENSOR, null),
            "torch._utils._rebuild_parameter", new TorchGlobal(Kind.PARAMETER, null),
            "torch.Size", new TorchGlobal(Kind.SIZE, null),
            "torch.device", new TorchGlobal(Kind.DEVICE, null));

    private static final Map<String, ElementType> STORAGES = Map.of("DoubleStorage", ElementType.FLOAT64,
            "FloatStorage", ElementType.FLOAT32, "HalfStorage", ElementType.FLOAT16,
            "BFloat16Storage", ElementType.BFLOAT16, "LongStorage", ElementType.INT64,
            "IntStorage", ElementType.INT32, "ShortStorage", ElementType.INT16, "CharStorage", ElementType.INT8,
            "ByteStorage", ElementType.UINT8, "BoolStorage", ElementType.BOOL);

    private static final Set<String> STORAGE_MODULES = Set.of("torch", "torch.cuda");

    /**
     * @param file the file's name, for the sentence
     * @throws UserException for any name that is not one of ours
     */
    static TorchGlobal named(String file, String module, String name) {
        TorchGlobal function = FUNCTIONS.get(module + "." + name);
        if (function != null) {
            return function;
        }
        ElementType type = STORAGES.get(name);
        if (type != null && STORAGE_MODULES.contains(module)) {
            return new TorchGlobal(Kind.STORAGE, type);
        }
        throw new UserException(file + " asks for " + Damage.quote(module + "." + name) + ", which is more than tensors"
                + " in dictionaries, so it is refused and nothing of it was run; save the network's state_dict() alone.");
    }

    /** What Python would get by calling the name with these arguments. */
    Object make(List<Object> arguments) throws IOException {
        return switch (kind) {
            case DICTIONARY -> dictionary(arguments);
            case TENSOR -> TorchTensor.rebuild(arguments);
            case PARAMETER -> {
                if (arguments.isEmpty() || !(arguments.get(0) instanceof TorchTensor)) {
                    throw new IOException("a parameter of its pickle has no tensor");
                }
                yield arguments.get(0);
            }
            case SIZE -> {
                if (arguments.size() != 1 || !(arguments.get(0) instanceof Pickle.Tuple)) {
                    throw new IOException("a size of its pickle has no numbers");
                }
                yield arguments.get(0);
            }
            case DEVICE -> Pickle.NONE;
            case STORAGE -> throw new IOException("its pickle makes a storage by itself");
        };
    }

    /** Python 2 gave the items as one list of pairs, Python 3 adds them later. */
    private static Object dictionary(List<Object> arguments) throws IOException {
        List<Object> keysAndValues = new ArrayList<>();
        if (!arguments.isEmpty()) {
            for (Object pair : items(arguments.get(0))) {
                keysAndValues.addAll(items(pair));
            }
        }
        return Pickle.put(new LinkedHashMap<>(2), keysAndValues);
    }

    private static List<?> items(Object sequence) throws IOException {
        if (sequence instanceof List<?> list) {
            return list;
        }
        if (sequence instanceof Pickle.Tuple tuple) {
            return tuple.items();
        }
        throw new IOException("a dictionary of its pickle is made of something that is no list");
    }
}
