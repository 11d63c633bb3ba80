package org.slicelstm.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.slicelstm.UserException;
import org.slicelstm.model.HeadRecipe.SequenceKind;

/**
 * Settings that take the place of a recipe's own: the fields of a {@code recipe.json} that differ, as deep as they are.
 * {@code "head": "mean"} stands for that head in the size that is usual beside the recipe's own.
 *
 * @param fields the fields
 */
public record RecipeOverride(JsonObject fields) {
    /** Changes nothing. */
    public static final RecipeOverride NONE = new RecipeOverride(new JsonObject());

    private static final String HEAD = "head";
    private static final String OPTIMISATION = "optimisation";

    public RecipeOverride {
        fields = fields.deepCopy();
    }

    /**
     * The recipe with these settings.
     *
     * @throws UserException if there is no such setting, or its value is not possible
     */
    public Recipe on(Recipe recipe) {
        JsonObject settings = fields.deepCopy();
        Recipe start = recipe;
        if (settings.has(HEAD) && settings.get(HEAD).isJsonPrimitive()) {
            String kind = settings.remove(HEAD).getAsString();
            start = recipe.withHead(recipe.head().with(Arrays.stream(SequenceKind.values())
                    .filter(each -> each.toString().equals(kind)).findFirst()
                    .orElseThrow(() -> new UserException("There is no head '" + kind + "'; write one of "
                            + Arrays.stream(SequenceKind.values()).map(SequenceKind::toString)
                            .collect(Collectors.joining(", ")) + "."))));
        }
        JsonObject merged = JsonParser.parseString(start.toJson()).getAsJsonObject();
        JsonObject training = merged.getAsJsonObject("training");
        if (!training.has(OPTIMISATION)) {
            training.add(OPTIMISATION, JsonParser.parseString(RecordJson.write(Optimisation.DEFAULT)));
        }
        merge(merged, settings);
        Recipe changed = Recipe.fromJson("An override of the recipe " + recipe.name(), merged.toString());
        requireTaken("", settings, JsonParser.parseString(changed.toJson()).getAsJsonObject());
        return changed;
    }

    private static void merge(JsonObject into, JsonObject from) {
        for (Map.Entry<String, JsonElement> each : from.entrySet()) {
            JsonElement own = into.get(each.getKey());
            if (own != null && own.isJsonObject() && each.getValue().isJsonObject()) {
                merge(own.getAsJsonObject(), each.getValue().getAsJsonObject());
            } else {
                into.add(each.getKey(), each.getValue());
            }
        }
    }

    /** Reading passes over unknown fields; here they are errors: a study that changes nothing would answer nothing. */
    private static void requireTaken(String path, JsonObject settings, JsonObject taken) {
        for (Map.Entry<String, JsonElement> each : settings.entrySet()) {
            String name = path + each.getKey();
            JsonElement own = taken.get(each.getKey());
            if (each.getValue().isJsonNull()) {
                continue;
            }
            if (own == null) {
                throw new UserException("A recipe has no setting '" + name + "', which an override names; correct it.");
            }
            if (each.getValue().isJsonObject() && own.isJsonObject()) {
                requireTaken(name + ".", each.getValue().getAsJsonObject(), own.getAsJsonObject());
            }
        }
    }
}
