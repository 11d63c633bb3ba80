package org.slicelstm.cli;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.Map;
import org.slicelstm.job.Event;
import org.slicelstm.job.ResultJson;

/** {@code predict --json}. */
final class PredictionJson implements Report {
    private final ResultJson json = new ResultJson();
    private final JsonDocument document;
    /** Over slice orders; null where no evidence was asked for. */
    private JsonObject summary;

    PredictionJson(PrintWriter out) {
        document = new JsonDocument(out);
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.ModelOpened opened) {
            document.start(writer -> {
                writer.name("model").value(opened.model());
                writer.name("model_sha256").value(opened.modelSha256());
                writer.name("model_json_sha256").value(opened.modelJsonSha256());
                writer.name("version").value(opened.version());
                writer.name("device").value(opened.device());
                writer.name("labels").beginArray();
                for (String label : opened.labels()) {
                    writer.value(label);
                }
                writer.endArray();
                writer.name("settings").beginObject();
                for (Map.Entry<String, String> setting : opened.settings().entrySet()) {
                    writer.name(setting.getKey()).value(setting.getValue());
                }
                writer.endObject();
            });
        } else if (event instanceof Event.Predicted predicted) {
            document.patient(json.toJson(predicted.patient()));
        } else if (event instanceof Event.OrdersSummarised summarised) {
            summary = json.toJson(summarised);
        }
    }

    @Override
    public void finish() {
        document.finish(writer -> {
            if (summary != null) {
                writer.name("order_summary");
                new Gson().toJson(summary, writer);
            }
        });
    }
}
