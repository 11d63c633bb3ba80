package org.slicelstm.model;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slicelstm.AtomicFolder;
import org.slicelstm.UserException;

/**
 * A model on disk: a directory that is itself a TensorFlow SavedModel ({@code saved_model.pb}, {@code variables/}),
 * with {@code model.json} ({@link ModelInfo}), {@code MODEL_CARD.md} and {@code lineage.bin} ({@link Lineage}) beside.
 * A SavedModel is code, so every file of it is checked against its SHA-256 in {@code model.json} when the directory is
 * opened.
 */
public final class ModelDirectory {
    /** The file that {@link ModelInfo} is written to. */
    public static final String MODEL_JSON = "model.json";
    /** The file that {@link ModelCard} is written to. */
    public static final String MODEL_CARD = "MODEL_CARD.md";

    private static final String GRAPH_FILE = "saved_model.pb";
    private static final List<String> SAVED_MODEL_FOLDERS = List.of("variables", "assets", "assets.extra");
    private static final long LARGEST_JSON = 4 << 20;

    private final Path path;
    private final ModelInfo info;
    private final String jsonSha256;

    private ModelDirectory(Path path, ModelInfo info, String json) {
        this.path = path;
        this.info = info;
        this.jsonSha256 = Sha256.of(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the files of a SavedModel into an existing empty folder. */
    @FunctionalInterface
    public interface SavedModel {
        /** Writes {@code saved_model.pb} and {@code variables/}. */
        void writeTo(Path folder) throws IOException;
    }

    /**
     * Opens a model and checks the files of its SavedModel.
     *
     * @throws UserException if the folder is no model, {@code model.json} is wrong, or a file is missing, has been
     *                       changed or is not listed
     */
    public static ModelDirectory open(Path path) throws IOException {
        Path json = path.resolve(MODEL_JSON);
        if (!Files.isRegularFile(json)) {
            throw new UserException("'" + path + "' is no model directory, it has no " + MODEL_JSON
                    + "; name a directory that new-model wrote.");
        }
        if (Files.size(json) > LARGEST_JSON) {
            throw new UserException("'" + json + "' is too large for a " + MODEL_JSON
                    + "; restore it from the original model.");
        }
        String text = readText(json);
        ModelInfo info = ModelInfo.fromJson("'" + json + "'", text);
        verify(path, info.sha256());
        verifyLineage(path, info.lineage());
        return new ModelDirectory(path, info, text);
    }

    private static String readText(Path json) throws IOException {
        try {
            return Files.readString(json);
        } catch (CharacterCodingException e) {
            throw new UserException("'" + json + "' is not UTF-8 text; restore it from the original model.", e);
        }
    }

    private static void verify(Path path, Map<String, String> expected) throws IOException {
        Map<String, Path> present = savedModelFiles(path);
        for (String name : expected.keySet()) {
            if (!present.containsKey(name)) {
                throw new UserException("The model '" + path + "' lacks its file '" + name
                        + "'; copy the whole directory again.");
            }
        }
        for (Map.Entry<String, Path> file : present.entrySet()) {
            String hash = expected.get(file.getKey());
            if (hash == null) {
                throw unlisted(path, file.getKey());
            }
            if (!hash.equals(Sha256.of(file.getValue()))) {
                throw changed(path, file.getKey());
            }
        }
        if (!present.containsKey(GRAPH_FILE)) {
            throw new UserException("The model '" + path + "' has no " + GRAPH_FILE
                    + "; copy the whole directory again.");
        }
    }

    /** A lineage may be left out, but not be another one. */
    private static void verifyLineage(Path path, Optional<LineageRecord> expected) throws IOException {
        Path file = path.resolve(Lineage.FILE);
        if (!Files.exists(file)) {
            return;
        }
        if (expected.isEmpty()) {
            throw unlisted(path, Lineage.FILE);
        }
        if (!expected.get().sha256().equals(Sha256.of(file))) {
            throw changed(path, Lineage.FILE);
        }
    }

    private static UserException unlisted(Path path, String file) {
        return new UserException("The model '" + path + "' holds a file '" + file + "' that its " + MODEL_JSON
                + " does not list; remove it or copy the model again.");
    }

    private static UserException changed(Path path, String file) {
        return new UserException("The file '" + file + "' of the model '" + path + "' is not the one its " + MODEL_JSON
                + " describes (its SHA-256 differs); copy the model again from its source.");
    }

    /** The regular files that TensorFlow would read, by their path in the directory with slashes. */
    private static Map<String, Path> savedModelFiles(Path path) throws IOException {
        List<Path> files = new ArrayList<>(List.of(path.resolve(GRAPH_FILE)));
        for (String folder : SAVED_MODEL_FOLDERS) {
            if (Files.isDirectory(path.resolve(folder))) {
                try (Stream<Path> below = Files.walk(path.resolve(folder))) {
                    below.forEach(files::add);
                }
            }
        }
        Map<String, Path> named = new TreeMap<>();
        files.stream().filter(Files::isRegularFile)
                .forEach(file -> named.put(path.relativize(file).toString().replace('\\', '/'), file));
        return named;
    }

    /**
     * Writes a new model: first beside its place, then moved there, so that a model is whole or absent.
     *
     * @param path       where; must be absent or an empty folder
     * @param info       what {@code model.json} says, but for the files' hashes
     * @param lineage    whom the model has seen; empty where it keeps nothing of that
     * @param savedModel writes the SavedModel
     * @throws UserException if there is something at that place already
     */
    public static ModelDirectory create(Path path, ModelInfo info, Optional<Lineage> lineage, SavedModel savedModel)
            throws IOException {
        AtomicReference<ModelDirectory> made = new AtomicReference<>();
        AtomicFolder.write(path, inside -> {
            savedModel.writeTo(inside);
            Map<String, String> hashes = new TreeMap<>();
            for (Map.Entry<String, Path> file : savedModelFiles(inside).entrySet()) {
                hashes.put(file.getKey(), Sha256.of(file.getValue()));
            }
            Optional<LineageRecord> seen = Optional.empty();
            if (lineage.isPresent()) {
                lineage.get().writeTo(inside);
                seen = Optional.of(LineageRecord.of(lineage.get(), Sha256.of(inside.resolve(Lineage.FILE))));
            }
            ModelInfo complete = info.withSha256(hashes, seen);
            String json = complete.toJson();
            Files.writeString(inside.resolve(MODEL_JSON), json);
            made.set(new ModelDirectory(path, complete, json));
            Files.writeString(inside.resolve(MODEL_CARD), ModelCard.text(complete, made.get().modelSha256()));
        });
        return made.get();
    }

    /**
     * Copies the files that TensorFlow would read of a SavedModel, and no others.
     *
     * @param from the folder of a SavedModel
     * @param to   an existing empty folder
     */
    public static void copySavedModel(Path from, Path to) throws IOException {
        for (Map.Entry<String, Path> file : savedModelFiles(from).entrySet()) {
            Path copy = to.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.copy(file.getValue(), copy);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** What its {@code model.json} says. */
    public ModelInfo info() {
        return info;
    }

    /**
     * Whom it has seen: nobody where it is untrained, {@link Lineage#UNKNOWN} where it does not tell, because it is an
     * older model or one made elsewhere, or because its {@code lineage.bin} was left out.
     *
     * @throws UserException if that file is damaged
     */
    public Lineage lineage() throws IOException {
        if (info.lineage().isPresent() && Files.exists(path.resolve(Lineage.FILE))) {
            return Lineage.read(path);
        }
        return info.lineage().isPresent() || info.provenance().trained() ? Lineage.UNKNOWN : Lineage.NONE;
    }

    /**
     * One SHA-256 for the SavedModel: of the lines {@code <SHA-256>  <file>\n}, ordered by file, as
     * {@code sha256sum} prints them.
     */
    public String modelSha256() {
        StringBuilder lines = new StringBuilder();
        info.sha256().forEach((file, hash) -> lines.append(hash).append("  ").append(file).append('\n'));
        return Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * SHA-256 of {@code model.json}: of all that decides a prediction beside the SavedModel, such as the order of the
     * labels, the thresholds, the calibration and the input.
     */
    public String modelJsonSha256() {
        return jsonSha256;
    }
}
