package org.slicelstm.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** One JSON document on standard output, written as it grows so that memory does not grow with the patients. */
final class JsonDocument {
    private final Gson gson = new GsonBuilder().serializeNulls().create();
    private final PrintWriter out;
    private final JsonWriter writer;
    private boolean started;

    JsonDocument(PrintWriter out) {
        this.out = out;
        this.writer = new JsonWriter(out);
        writer.setHtmlSafe(false);
    }

    /** A part of the document that writes itself. */
    @FunctionalInterface
    interface Part {
        void writeTo(JsonWriter writer) throws IOException;
    }

    /** Opens the document with its first members and the list of patients; a second call does nothing. */
    void start(Part members) {
        if (started) {
            return;
        }
        started = true;
        write(json -> {
            json.beginObject();
            members.writeTo(json);
            json.name("patients").beginArray();
        });
    }

    void patient(JsonElement patient) {
        write(json -> gson.toJson(patient, json));
    }

    /** Closes the list of patients, writes the last members and ends the document. */
    void finish(Part members) {
        if (!started) {
            return;
        }
        write(json -> {
            json.endArray();
            members.writeTo(json);
            json.endObject();
            json.flush();
        });
        out.println();
    }

    private void write(Part part) {
        try {
            part.writeTo(writer);
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
