package org.slicelstm.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.slicelstm.model.network.VariableSpec;

/** One SHA-256 for the values of several variables. */
final class WeightHash {
    private WeightHash() {
    }

    /** Over names, shapes and little-endian values, in order; 64 lower-case hexadecimal digits. */
    static String of(List<VariableSpec> specs, Function<VariableSpec, float[]> values) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        for (VariableSpec each : specs) {
            float[] numbers = values.apply(each);
            ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(numbers);
            digest.update((each + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes.array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
