package org.slicelstm.predict;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.slicelstm.AtomicFile;
import org.slicelstm.Product;
import org.slicelstm.UserException;
import org.slicelstm.image.Preprocessing;
import org.slicelstm.model.ModelDirectory;

/**
 * What made a table of results. It is kept beside the table, as {@code results.csv.json} beside {@code results.csv}, so
 * that a run which goes on with the table makes rows of the same kind or none.
 *
 * @param version         of this software
 * @param modelSha256     of the model's SavedModel
 * @param modelJsonSha256 of its {@code model.json}: labels, thresholds, calibration, input
 * @param settings        by the name of their option, with what applies where none was given
 */
public record ResultsOrigin(String version, String modelSha256, String modelJsonSha256, Map<String, String> settings) {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES).create();
    private static final int DIGITS_SHOWN = 12;

    public ResultsOrigin {
        // A file that somebody has changed may lack them.
        settings = settings == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /**
     * What a prediction rests on.
     *
     * @param window    the window to use instead of the model's, or null
     * @param intensity what stored values mean, instead of what the model says, or null
     * @param series    which series take part
     * @param orders    slice orders whose logits are averaged; 0 for the model's own number
     * @param labels    the labels reported
     */
    public static ResultsOrigin of(ModelDirectory model, String window, String intensity, String series,
                                   boolean includeSecondary, int orders, List<String> labels) {
        Preprocessing how = ModelInput.of(model.info().input(), window, intensity);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("window", how.windowing().toString());
        settings.put("intensity", how.intensity().toString());
        settings.put("series", series);
        settings.put("include-secondary", Boolean.toString(includeSecondary));
        settings.put("orders", Integer.toString(orders > 0 ? orders : model.info().orders()));
        settings.put("labels", String.join(",", labels));
        return new ResultsOrigin(Product.VERSION, model.modelSha256(), model.modelJsonSha256(), settings);
    }

    /** The file beside a table. */
    public static Path beside(Path table) {
        return table.resolveSibling(table.getFileName() + ".json");
    }

    /** Writes it beside a table. */
    public void write(Path table) throws IOException {
        AtomicFile.write(beside(table), aside -> Files.writeString(aside, GSON.toJson(this) + "\n"));
    }

    /**
     * Looks whether a table was made in the same way.
     *
     * @return false where nothing beside the table tells, as of versions before 0.2
     * @throws UserException naming every difference
     */
    public boolean requireSame(Path table) throws IOException {
        Path file = beside(table);
        if (!Files.exists(file)) {
            return false;
        }
        ResultsOrigin before = read(file);
        List<String> differences = new ArrayList<>();
        compare("the model", shown(before.modelSha256), shown(modelSha256), differences);
        compare("its model.json", shown(before.modelJsonSha256), shown(modelJsonSha256), differences);
        compare("SliceLSTM's version", before.version, version, differences);
        TreeSet<String> names = new TreeSet<>(before.settings.keySet());
        names.addAll(settings.keySet());
        for (String name : names) {
            compare("--" + name, before.settings.get(name), settings.get(name), differences);
        }
        if (!differences.isEmpty()) {
            throw new UserException("'" + table + "' was made in another way: " + String.join("; ", differences)
                    + ". Repeat the command as it was, or name another file.");
        }
        return true;
    }

    private static ResultsOrigin read(Path file) throws IOException {
        try {
            ResultsOrigin read = GSON.fromJson(Files.readString(file), ResultsOrigin.class);
            if (read != null && read.version != null && read.modelSha256 != null && read.modelJsonSha256 != null) {
                return read;
            }
        } catch (JsonParseException e) {
            throw damaged(file, e);
        }
        throw damaged(file, null);
    }

    private static UserException damaged(Path file, Exception cause) {
        return new UserException("'" + file + "' does not tell what made the table beside it; restore it, or name "
                + "another table.", cause);
    }

    private static String shown(String hash) {
        return hash.substring(0, Math.min(DIGITS_SHOWN, hash.length()));
    }

    private static void compare(String what, String before, String now, List<String> differences) {
        if (!Objects.equals(before, now)) {
            differences.add(what + " was " + Objects.requireNonNullElse(before, "not given") + " and is now "
                    + Objects.requireNonNullElse(now, "not given"));
        }
    }
}
