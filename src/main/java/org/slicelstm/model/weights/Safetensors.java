package org.slicelstm.model.weights;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slicelstm.UserException;

/**
 * The directory of a safetensors file: the length n of a header as eight little-endian bytes, n bytes of JSON
 * {@code {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …, "__metadata__": {…}}}, then the data
 * that the offsets count from, row-major and little-endian.
 */
final class Safetensors {
    private static final Map<String, ElementType> TYPES = Map.ofEntries(Map.entry("F64", ElementType.FLOAT64),
            Map.entry("F32", ElementType.FLOAT32), Map.entry("F16", ElementType.FLOAT16),
            Map.entry("BF16", ElementType.BFLOAT16), Map.entry("I64", ElementType.INT64),
            Map.entry("U64", ElementType.UINT64), Map.entry("I32", ElementType.INT32),
            Map.entry("U32", ElementType.UINT32), Map.entry("I16", ElementType.INT16),
            Map.entry("U16", ElementType.UINT16), Map.entry("I8", ElementType.INT8),
            Map.entry("U8", ElementType.UINT8), Map.entry("BOOL", ElementType.BOOL));

    /** The networks read here have under 1 MiB; a header of this length is still parsed within the memory limit. */
    private static final int LONGEST_HEADER = 4 << 20;

    private final String file;
    private final FileChannel channel;
    private final long dataStart;
    private final long dataSize;
    private final List<Placed> placed = new ArrayList<>();

    private record Placed(StoredTensor tensor, long begin, long end) {
    }

    private Safetensors(String file, FileChannel channel, long dataStart) throws IOException {
        this.file = file;
        this.channel = channel;
        this.dataStart = dataStart;
        this.dataSize = channel.size() - dataStart;
    }

    static List<StoredTensor> read(Path path, FileChannel channel) throws IOException {
        String file = String.valueOf(path.getFileName());
        ByteBuffer prefix = readAt(file, channel, 0, Long.BYTES);
        long length = prefix.getLong(0);
        if (length < 2 || length > channel.size() - Long.BYTES || length > LONGEST_HEADER) {
            throw Damage.of(file, "its header claims " + Long.toUnsignedString(length) + " bytes of the "
                    + channel.size() + " that are there");
        }
        byte[] header = readAt(file, channel, Long.BYTES, (int) length).array();
        Safetensors reader = new Safetensors(file, channel, Long.BYTES + length);
        try (JsonReader json = new JsonReader(
                new InputStreamReader(new ByteArrayInputStream(header), StandardCharsets.UTF_8))) {
            reader.readHeader(json);
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw Damage.of(file, "its header is not the JSON of a safetensors file", e);
        }
        return reader.withoutOverlaps();
    }

    private static ByteBuffer readAt(String file, FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw Damage.of(file, "it ends within its header");
            }
        }
        return buffer.flip();
    }

    private void readHeader(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (name.equals("__metadata__")) {
                skipMetadata(json);
            } else {
                placed.add(readTensor(name, json));
            }
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw Damage.of(file, "something follows its header");
        }
    }

    /** Remarks of the writer: strings by name. */
    private static void skipMetadata(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            json.nextName();
            json.nextString();
        }
        json.endObject();
    }

    private Placed readTensor(String name, JsonReader json) throws IOException {
        String typeName = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "dtype" -> typeName = json.nextString();
                case "shape" -> shape = readNumbers(name, json);
                case "data_offsets" -> offsets = readNumbers(name, json);
                default -> json.skipValue();
            }
        }
        json.endObject();
        if (typeName == null || shape == null || offsets == null || offsets.size() != 2) {
            throw Damage.of(file, "tensor " + Damage.quote(name) + " lacks its type, shape or place");
        }
        ElementType type = TYPES.get(typeName);
        if (type == null) {
            throw new UserException(file + " stores tensor " + Damage.quote(name) + " as "
                    + Damage.quote(typeName) + ", which is not read; save it as float32.");
        }
        return place(name, type, shape, offsets.get(0), offsets.get(1));
    }

    private Placed place(String name, ElementType type, List<Long> shape, long begin, long end) {
        long bytes = type.bytes();
        List<Integer> dimensions = new ArrayList<>();
        try {
            for (long dimension : shape) {
                dimensions.add(Math.toIntExact(dimension));
                bytes = Math.multiplyExact(bytes, dimension);
            }
        } catch (ArithmeticException e) {
            throw Damage.of(file, "tensor " + Damage.quote(name) + " claims an impossible size", e);
        }
        if (begin < 0 || end < begin || end > dataSize || end - begin != bytes) {
            throw Damage.of(file, "tensor " + Damage.quote(name) + " of shape " + shape + " claims bytes " + begin
                    + " to " + end + " of " + dataSize);
        }
        Storage storage = new Storage.Region(channel, dataStart + begin, bytes);
        StoredTensor tensor = StoredTensor.checked(file, new TensorInfo(name, dimensions, type),
                ByteOrder.LITTLE_ENDIAN, storage, 0, StoredTensor.rowMajor(dimensions));
        return new Placed(tensor, begin, end);
    }

    private List<Long> readNumbers(String name, JsonReader json) throws IOException {
        List<Long> numbers = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            if (numbers.size() > 16) {
                throw Damage.of(file, "tensor " + Damage.quote(name) + " has too many dimensions");
            }
            numbers.add(json.nextLong());
        }
        json.endArray();
        return numbers;
    }

    /** The format forbids tensors that share bytes. */
    private List<StoredTensor> withoutOverlaps() {
        List<Placed> sorted = new ArrayList<>(placed);
        sorted.sort(Comparator.comparingLong(Placed::begin).thenComparingLong(Placed::end));
        long end = 0;
        for (Placed each : sorted) {
            if (each.begin() < end) {
                throw Damage.of(file, "tensor " + Damage.quote(each.tensor().info().name()) + " overlaps another one");
            }
            end = each.end();
        }
        return placed.stream().map(Placed::tensor).toList();
    }
}
