package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;

/** Situations from public reports, against what the same files give where they come plainly. */
@NeedsSharedData
class ReportedCasesTest {
    @TempDir
    private Path folder;

    private final Tool tool = new Tool();

    private List<JsonObject> predict(Path path) {
        assertThat(tool.run("predict", "--json", "--model", "models/demo", "--device", "cpu", path)).isZero();
        List<JsonObject> patients = new ArrayList<>();
        for (JsonElement each : JsonParser.parseString(tool.output()).getAsJsonObject().getAsJsonArray("patients")) {
            patients.add(each.getAsJsonObject());
        }
        return patients;
    }

    /** The ten slices of the phantom's soft kernel in a folder of their own, of one header. */
    private JsonObject plain() throws IOException {
        for (int i = 10; i < 20; i++) {
            Path file = SharedData.path("cases/two-reconstructions/03b-bonesoft-sameuid/IM00" + i + ".dcm");
            Files.copy(file, folder.resolve(file.getFileName()));
        }
        JsonObject plain = predict(folder).get(0);
        assertThat(plain.get("slices").getAsInt()).isEqualTo(10);
        return plain;
    }

    private static void assertSameAnswer(JsonObject patient, JsonObject plain) {
        assertThat(patient.get("slices")).isEqualTo(plain.get("slices"));
        assertThat(patient.get("ordered_by")).isEqualTo(plain.get("ordered_by"));
        assertThat(patient.get("probabilities")).isEqualTo(plain.get("probabilities"));
    }

    @Test
    void ofTwoReconstructionsUnderOneUidTheSoftOneIsTaken() throws IOException {
        JsonObject plain = plain();
        List<JsonObject> patients = predict(SharedData.path("cases/two-reconstructions"));
        assertThat(patients).hasSize(2).allSatisfy(patient -> assertSameAnswer(patient, plain));
    }

    @Test
    void aUidForEverySliceAndANameSpeltTwoWaysLoseNothing() throws IOException {
        JsonObject plain = plain();
        for (String name : List.of("cases/uid-per-slice", "cases/name-spelt-two-ways")) {
            assertThat(predict(SharedData.path(name))).singleElement().satisfies(patient -> {
                assertSameAnswer(patient, plain);
                assertThat(patient.getAsJsonArray("notes")).hasSize(1);
            });
        }
    }

    @Test
    void peopleOfOneIdentifierAreTwo() {
        Path both = SharedData.path("cases/anonymised-one-uid/21b-anon-series");
        List<JsonObject> patients = predict(both);
        assertThat(patients).extracting(patient -> patient.get("patient").getAsString())
                .containsExactly("phantom-00001", "phantom-00002");
        for (JsonObject patient : patients) {
            assertSameAnswer(patient, predict(both.resolve(patient.get("patient").getAsString())).get(0));
        }
    }
}
