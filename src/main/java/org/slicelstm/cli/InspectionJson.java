package org.slicelstm.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import java.io.PrintWriter;
import org.slicelstm.job.Event;
import org.slicelstm.job.ResultJson;

/** {@code inspect --json}. */
final class InspectionJson implements Report {
    private final ResultJson json = new ResultJson();
    private final JsonDocument document;
    private final JsonArray strays = new JsonArray();

    InspectionJson(PrintWriter out) {
        document = new JsonDocument(out);
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.Inspected inspected) {
            document.start(writer -> { });
            document.patient(json.toJson(inspected.patient()));
        } else if (event instanceof Event.Stray stray) {
            strays.add(json.toJson(stray.file()));
        }
    }

    @Override
    public void finish() {
        document.finish(writer -> {
            writer.name("left_out");
            new GsonBuilder().serializeNulls().create().toJson(strays, writer);
        });
    }
}
