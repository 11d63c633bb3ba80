package org.slicelstm.cluster;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.nio.file.Path;
import java.util.List;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.Slice;

/**
 * A patient whose headers are read, as text and back. The headers themselves stay behind: they have done their part
 * once the slices are chosen and ordered, and no identifier of theirs travels.
 */
final class PatientJson {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping()
            .registerTypeHierarchyAdapter(Path.class,
                    (JsonSerializer<Path>) (path, type, context) -> new JsonPrimitive(path.toString()))
            .registerTypeHierarchyAdapter(Path.class,
                    (JsonDeserializer<Path>) (json, type, context) -> Path.of(json.getAsString()))
            .create();

    private PatientJson() {
    }

    static String write(Patient patient) {
        List<Slice> slices = patient.slices().stream().map(PatientJson::withoutHeader).toList();
        List<LeftOut> leftOut = patient.leftOut().stream()
                .map(each -> new LeftOut(each.file(), each.frame(), each.status(), each.reason(), null)).toList();
        return GSON.toJson(new Patient(patient.id(), slices, patient.series(), patient.orderedBy(), leftOut,
                patient.notes(), patient.warnings()));
    }

    static Patient read(String text) {
        return GSON.fromJson(text, Patient.class);
    }

    /** An executor has a working folder of its own, so the path is made absolute. */
    private static Slice withoutHeader(Slice slice) {
        return new Slice(slice.file().toAbsolutePath(), slice.shownAs(), slice.frame(), slice.frames(), slice.rows(),
                slice.columns(), null);
    }
}
