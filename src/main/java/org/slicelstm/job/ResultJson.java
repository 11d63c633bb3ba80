package org.slicelstm.job;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;

/**
 * Results as JSON, in the fields that {@code docs/command-line.md} names. Keys come in the order of the records;
 * {@code error} is always there, null where all went well.
 */
public final class ResultJson {
    private final Gson gson = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    /** One patient of a prediction. */
    public JsonObject toJson(PatientPrediction patient) {
        return flat(gson.toJsonTree(patient)).getAsJsonObject();
    }

    /** One patient of an inspection; the numbers of a slice's pixels stand beside its name. */
    public JsonObject toJson(PatientInspection patient) {
        return flat(gson.toJsonTree(patient)).getAsJsonObject();
    }

    /** A file that belongs to no patient. */
    public JsonObject toJson(LeftOutFile file) {
        return flat(gson.toJsonTree(file)).getAsJsonObject();
    }

    /** Moves the members of every {@code pixels} object up into the object that holds it. */
    private static JsonElement flat(JsonElement element) {
        if (element.isJsonArray()) {
            JsonArray array = new JsonArray();
            element.getAsJsonArray().forEach(each -> array.add(flat(each)));
            return array;
        }
        if (!element.isJsonObject()) {
            return element;
        }
        JsonObject object = new JsonObject();
        for (Map.Entry<String, JsonElement> member : element.getAsJsonObject().entrySet()) {
            if (!member.getKey().equals("pixels")) {
                object.add(member.getKey(), flat(member.getValue()));
            } else if (member.getValue().isJsonObject()) {
                member.getValue().getAsJsonObject().entrySet()
                        .forEach(each -> object.add(each.getKey(), each.getValue()));
            }
        }
        return object;
    }
}
