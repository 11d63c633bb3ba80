package org.slicelstm.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slicelstm.AtomicFile;
import org.slicelstm.UserException;
import org.slicelstm.model.Provenance;
import org.slicelstm.model.WeightSource;
import org.slicelstm.model.network.VariableSpec;
import org.slicelstm.model.weights.WeightFile;

/**
 * Tensors and a few words about them in one safetensors file, which Python reads too and which is moved into place
 * whole. Random numbers need no state: they follow from seed and epoch.
 */
final class Checkpoint {
    private static final String METADATA = "__metadata__";
    private static final int LONGEST_HEADER = 16 << 20;

    private Checkpoint() {
    }

    /**
     * Writes a file; a reader sees the old one or the whole new one.
     *
     * @param words  kept with the tensors
     * @param values of each tensor, last axis fastest
     */
    static void write(Path file, Map<String, String> words, List<VariableSpec> tensors,
            Function<VariableSpec, float[]> values) throws IOException {
        JsonObject header = new JsonObject();
        JsonObject metadata = new JsonObject();
        words.forEach(metadata::addProperty);
        header.add(METADATA, metadata);
        long at = 0;
        for (VariableSpec each : tensors) {
            JsonObject tensor = new JsonObject();
            tensor.addProperty("dtype", "F32");
            JsonArray shape = new JsonArray();
            for (long length : each.shape()) {
                shape.add(length);
            }
            tensor.add("shape", shape);
            JsonArray offsets = new JsonArray();
            offsets.add(at);
            at += each.size() * Float.BYTES;
            offsets.add(at);
            tensor.add("data_offsets", offsets);
            header.add(each.name(), tensor);
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, aside -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 20)) {
                out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, text.length)
                        .array());
                out.write(text);
                for (VariableSpec each : tensors) {
                    float[] numbers = values.apply(each);
                    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN);
                    bytes.asFloatBuffer().put(numbers);
                    out.write(bytes.array());
                }
            }
        });
    }

    /** The words of a file. */
    static Map<String, String> words(Path file) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            long length = Long.reverseBytes(in.readLong());
            if (length < 2 || length > LONGEST_HEADER) {
                throw damaged(file, null);
            }
            byte[] text = in.readNBytes((int) length);
            JsonObject metadata = JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject()
                    .getAsJsonObject(METADATA);
            Map<String, String> words = new LinkedHashMap<>();
            metadata.entrySet().forEach(each -> words.put(each.getKey(), each.getValue().getAsString()));
            return words;
        } catch (IOException | RuntimeException e) {
            throw e instanceof UserException user ? user : damaged(file, e);
        }
    }

    private static UserException damaged(Path file, Exception cause) {
        return new UserException("The checkpoint '" + file + "' is damaged; remove the run's folder '" + file.getParent()
                + "' and train again without --resume.", cause);
    }

    /** What is done with the tensors of a file. */
    @FunctionalInterface
    interface Use {
        void of(WeightSource tensors);
    }

    /** Reads tensors one by one. */
    static void read(Path file, Use use) {
        try (WeightFile tensors = WeightFile.open(file)) {
            use.of(new WeightSource() {
                @Override
                public boolean has(String name) {
                    return tensors.tensors().stream().anyMatch(each -> each.name().equals(name));
                }

                @Override
                public float[] get(String name, long[] shape) {
                    return tensors.read(name);
                }

                @Override
                public String sha256() {
                    return Provenance.UNTRAINED;
                }
            });
        }
    }
}
