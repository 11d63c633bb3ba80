package org.slicelstm.model.weights;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slicelstm.UserException;

/**
 * Reads one pickle (Python's {@code pickletools} documents the opcodes) as far as PyTorch's weight files need it. It
 * makes dictionaries, lists, tuples, strings, numbers and what {@link TorchGlobal} stands for; it has no way to find
 * or call anything else. Its memory is bounded by the number of opcodes, its depth by none: nothing here recurses.
 *
 * <p>Values: {@link String}, {@link Long}, {@link BigInteger}, {@link Double}, {@link Boolean}, {@code byte[]},
 * {@link #NONE}, {@link List} (a list), {@link Tuple}, {@link Map} (a dictionary), {@link TorchGlobal},
 * {@link TorchStorage}, {@link TorchTensor}.
 */
final class Pickle {
    /** Python's None. */
    static final Object NONE = new Object() {
        @Override
        public String toString() {
            return "None";
        }
    };

    /** A checkpoint of the largest supported network with its optimiser has about 100,000. */
    private static final int MOST_OPCODES = 400_000;
    private static final Object MARK = new Object();

    /** A Python tuple. */
    record Tuple(List<Object> items) {
    }

    private final String file;
    private final PickleInput in;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private final Map<String, TorchStorage> storages;

    private Pickle(String file, PickleInput in, Map<String, TorchStorage> storages) {
        this.file = file;
        this.in = in;
        this.storages = storages;
    }

    /** Reads one pickle as {@link #load(String, PickleInput, Map)} does, without interest in its storages. */
    static Object load(String file, PickleInput in) {
        return load(file, in, new HashMap<>());
    }

    /**
     * Reads one pickle up to and with its STOP.
     *
     * @param file the file's name, for sentences
     * @param storages every storage it names is put here by key
     * @throws UserException when it is damaged, too long, or asks for anything but tensors
     */
    static Object load(String file, PickleInput in, Map<String, TorchStorage> storages) {
        try {
            return new Pickle(file, in, storages).run();
        } catch (IOException e) {
            throw Damage.of(file, e.getMessage(), e);
        }
    }

    private Object run() throws IOException {
        for (int count = 0; count < MOST_OPCODES; count++) {
            int opcode = in.u1();
            if (opcode == '.') {
                Object result = pop();
                if (!stack.isEmpty()) {
                    throw new IOException("its pickle leaves values behind");
                }
                return result;
            }
            step(opcode);
        }
        throw new IOException("its pickle is longer than that of any network");
    }

    private void step(int opcode) throws IOException {
        switch (opcode) {
            case 0x80 -> checkProtocol(in.u1());
            case 0x95 -> in.i8(); // FRAME: a hint for readers that prefetch
            case '(' -> stack.add(MARK);
            case '0' -> pop();
            case 'N' -> stack.add(NONE);
            case 0x88 -> stack.add(Boolean.TRUE);
            case 0x89 -> stack.add(Boolean.FALSE);
            case 'K' -> stack.add((long) in.u1());
            case 'M' -> stack.add((long) in.u2());
            case 'J' -> stack.add((long) in.i4());
            case 0x8a -> stack.add(integer(in.bytes(in.u1())));
            case 'G' -> stack.add(in.bigEndianDouble());
            case 'X' -> stack.add(in.string(Integer.toUnsignedLong(in.i4())));
            case 0x8c -> stack.add(in.string(in.u1()));
            case 0x8d -> stack.add(in.string(in.i8()));
            case 'T' -> stack.add(in.string(Integer.toUnsignedLong(in.i4()))); // Python 2's str
            case 'U' -> stack.add(in.string(in.u1()));
            case 'B' -> stack.add(in.bytes(Integer.toUnsignedLong(in.i4())));
            case 'C' -> stack.add(in.bytes(in.u1()));
            case ')' -> stack.add(new Tuple(List.of()));
            case 't' -> stack.add(new Tuple(popToMark()));
            case 0x85 -> tuple(1);
            case 0x86 -> tuple(2);
            case 0x87 -> tuple(3);
            case ']' -> stack.add(new ArrayList<>(0));
            case 'l' -> stack.add(popToMark());
            case 'a' -> append(List.of(pop()));
            case 'e' -> append(popToMark());
            case '}' -> stack.add(new LinkedHashMap<>(2));
            case 'd' -> stack.add(put(new LinkedHashMap<>(), popToMark()));
            case 's' -> setItem();
            case 'u' -> setItems();
            case 'q' -> memo.put(in.u1(), top());
            case 'r' -> memo.put(in.i4(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> stack.add(recall(in.u1()));
            case 'j' -> stack.add(recall(in.i4()));
            case 'c' -> stack.add(TorchGlobal.named(file, in.line(), in.line()));
            case 0x93 -> stackGlobal();
            case 'R' -> reduce();
            case 'b' -> build();
            case 'Q' -> stack.add(storage(pop()));
            default -> throw new IOException("its pickle uses opcode 0x" + Integer.toHexString(opcode)
                    + ", which PyTorch does not write for weights");
        }
    }

    private static void checkProtocol(int version) throws IOException {
        if (version < 2 || version > 5) {
            throw new IOException("its pickle claims protocol " + version);
        }
    }

    private static Object integer(byte[] littleEndian) {
        byte[] bigEndian = new byte[Math.max(1, littleEndian.length)];
        for (int i = 0; i < littleEndian.length; i++) {
            bigEndian[bigEndian.length - 1 - i] = littleEndian[i];
        }
        BigInteger value = new BigInteger(bigEndian);
        if (value.bitLength() < Long.SIZE) {
            return value.longValue();
        }
        return value;
    }

    private Object top() throws IOException {
        if (stack.isEmpty() || stack.get(stack.size() - 1) == MARK) {
            throw new IOException("its pickle takes a value that is not there");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() throws IOException {
        Object value = top();
        stack.remove(stack.size() - 1);
        return value;
    }

    private List<Object> popToMark() throws IOException {
        int mark = stack.lastIndexOf(MARK);
        if (mark < 0) {
            throw new IOException("its pickle closes what it never opened");
        }
        List<Object> items = new ArrayList<>(stack.subList(mark + 1, stack.size()));
        stack.subList(mark, stack.size()).clear();
        return items;
    }

    private void tuple(int length) throws IOException {
        Object[] items = new Object[length];
        for (int i = length - 1; i >= 0; i--) {
            items[i] = pop();
        }
        stack.add(new Tuple(Arrays.asList(items)));
    }

    @SuppressWarnings("unchecked")
    private void append(List<Object> items) throws IOException {
        if (!(top() instanceof List<?> list)) {
            throw new IOException("its pickle appends to something that is no list");
        }
        ((List<Object>) list).addAll(items);
    }

    private void setItem() throws IOException {
        Object value = pop();
        Object key = pop();
        put(top(), Arrays.asList(key, value));
    }

    private void setItems() throws IOException {
        List<Object> items = popToMark();
        put(top(), items);
    }

    /** Adds keys and values in turn. Keys are strings or numbers: hashing a container could take for ever. */
    @SuppressWarnings("unchecked")
    static Object put(Object target, List<Object> keysAndValues) throws IOException {
        if (!(target instanceof Map<?, ?> map) || keysAndValues.size() % 2 != 0) {
            throw new IOException("its pickle fills something that is no dictionary");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            Object key = keysAndValues.get(i);
            if (!(key instanceof String || key instanceof Number || key instanceof Boolean || key == NONE)) {
                throw new IOException("a dictionary of its pickle has keys other than strings and numbers");
            }
            ((Map<Object, Object>) map).put(key, keysAndValues.get(i + 1));
        }
        return map;
    }

    private Object recall(int index) throws IOException {
        Object value = memo.get(index);
        if (value == null) {
            throw new IOException("its pickle recalls a value that it never stored");
        }
        return value;
    }

    private void stackGlobal() throws IOException {
        Object name = pop();
        Object module = pop();
        if (!(name instanceof String) || !(module instanceof String)) {
            throw new IOException("its pickle names something without a name");
        }
        stack.add(TorchGlobal.named(file, (String) module, (String) name));
    }

    private void reduce() throws IOException {
        Object arguments = pop();
        Object callable = pop();
        if (!(callable instanceof TorchGlobal global) || !(arguments instanceof Tuple tuple)) {
            throw new IOException("its pickle calls something that cannot be called");
        }
        stack.add(global.make(tuple.items()));
    }

    private TorchStorage storage(Object persistentId) throws IOException {
        TorchStorage storage = TorchStorage.fromPersistentId(persistentId);
        TorchStorage known = storages.putIfAbsent(storage.key(), storage);
        if (known != null && (known.type() != storage.type() || known.count() != storage.count())) {
            throw new IOException("storage " + Damage.quote(storage.key()) + " is described in two ways");
        }
        return storage;
    }

    /** Attributes set on a dictionary (PyTorch keeps the version of each module there) are of no use here. */
    private void build() throws IOException {
        pop();
        if (!(top() instanceof Map)) {
            throw new IOException("its pickle sets attributes of something that is no dictionary");
        }
    }
}
