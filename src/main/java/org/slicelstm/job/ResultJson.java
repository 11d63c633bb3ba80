package org.slicelstm.job;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Results as JSON, in the fields that {@code docs/command-line.md} names. Keys come in the order of the records;
 * {@code error} is always there, null where all went well.
 */
public final class ResultJson {
    private final Gson gson = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    /** One patient of a prediction; what tells of evidence is there only where evidence is. */
    public JsonObject toJson(PatientPrediction patient) {
        JsonObject object = flat(gson.toJsonTree(patient)).getAsJsonObject();
        if (patient.evidence() == null) {
            List.of("evidence", "evidence_slices", "order_spread").forEach(object::remove);
        }
        return object;
    }

    /** The summary over slice orders, by label. */
    public JsonObject toJson(Event.OrdersSummarised summary) {
        JsonObject object = new JsonObject();
        for (OrderSummary label : summary.labels()) {
            JsonObject row = gson.toJsonTree(label).getAsJsonObject();
            row.remove("label");
            object.add(label.label(), row);
        }
        return object;
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
