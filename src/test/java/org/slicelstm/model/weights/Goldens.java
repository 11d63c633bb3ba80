package org.slicelstm.model.weights;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The small weight files written by {@code src/test/python/make_weight_goldens.py}. */
final class Goldens {
    private Goldens() {
    }

    static Path path(String name) {
        try {
            return Path.of(Goldens.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every weight file with the given end. */
    static List<Path> endingIn(String end) throws IOException {
        try (Stream<Path> files = Files.list(path("expected.json").getParent())) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    /** What Python wrote into a file: name, then shape and values. */
    static JsonObject expected(String name) throws IOException {
        try (Reader reader = Files.newBufferedReader(path("expected.json"))) {
            return JsonParser.parseReader(reader).getAsJsonObject().getAsJsonObject(name);
        }
    }

    static List<Integer> shape(JsonObject tensor) {
        return tensor.getAsJsonArray("shape").asList().stream().map(JsonElement::getAsInt).toList();
    }

    static float[] values(JsonObject tensor) {
        JsonArray numbers = tensor.getAsJsonArray("values");
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Double.parseDouble(numbers.get(i).getAsString());
        }
        return values;
    }
}
