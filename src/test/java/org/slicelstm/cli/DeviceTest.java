package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.graph.DeviceChoice;

/** What {@code --device} chooses and what is told of it, with two devices of the processor in the place of GPUs. */
@DisabledOnOs(OS.WINDOWS)
class DeviceTest {
    @TempDir
    private static Path folder;
    private static Path model;
    private static Path patient;

    private final Tool tool = new Tool();

    @BeforeAll
    static void start() throws IOException {
        System.setProperty(DeviceChoice.VIRTUAL_GPUS, "2");
        model = folder.resolve("model");
        assertThat(new Tool().run("new-model", "--recipe", "tiny-lstm", "--labels", "hemorrhage", "--seed", "3",
                "--out", model)).isZero();
        patient = Pictures.patient(folder.resolve("patient"));
    }

    @AfterAll
    static void end() {
        System.clearProperty(DeviceChoice.VIRTUAL_GPUS);
    }

    private JsonObject predicted(Path with, String device) {
        assertThat(tool.run("predict", "--json", "--model", with, "--device", device, patient)).as(tool.errors())
                .isZero();
        return JsonParser.parseString(tool.output()).getAsJsonObject();
    }

    @Test
    void everyResultNamesTheDeviceThatRan() throws IOException {
        JsonObject first = predicted(model, "gpu:0");
        JsonObject second = predicted(model, "gpu:1");
        assertThat(first.get("device").getAsString()).isEqualTo("CPU:0");
        assertThat(second.get("device").getAsString()).isEqualTo("CPU:1");
        assertThat(second.get("patients")).isEqualTo(first.get("patients"));
        assertThat(predicted(model, "gpu").get("device").getAsString()).isEqualTo("CPU:0");
        assertThat(predicted(model, "auto").get("device").getAsString()).isEqualTo("CPU:0");
        assertThat(predicted(model, "cpu").get("device").getAsString()).isEqualTo("CPU:0");

        Path csv = folder.resolve("results.csv");
        assertThat(tool.run("predict", "--model", model, "--device", "gpu:1", "--out", csv, patient)).isZero();
        assertThat(tool.output()).contains(" on CPU:1.");
        assertThat(tool.errors()).contains("CPU:1 has").contains("slices go through it together");
        assertThat(Files.readAllLines(csv).get(1)).contains(",CPU:1,");

        assertThat(tool.run("features", "--model", model, "--device", "gpu:1", patient, "--out",
                folder.resolve("features"))).isZero();
        assertThat(tool.errors()).contains("runs on CPU:1");
        assertThat(tool.run("explain", "--model", model, "--device", "gpu:1", "--label", "hemorrhage", "--out",
                folder.resolve("maps"), patient)).isZero();
        assertThat(tool.errors()).contains("runs on CPU:1");
    }

    @Test
    void aGpuThatIsNotThereIsRefused() {
        assertThat(tool.run("predict", "--model", model, "--device", "gpu:2", patient)).isEqualTo(2);
        assertThat(tool.errors()).contains("gpu:2 is not there").contains("gpu:0 to gpu:1");
        assertThat(tool.output()).isEmpty();
    }

    @Test
    void trainingAndEvaluationRunThereToo() throws IOException {
        Path patients = folder.resolve("patients");
        assertThat(tool.run("phantoms", "--patients", "6", "--seed", "2", "--format", "jpg", "--prevalence",
                "hemorrhage=0.5", "--out", patients)).isZero();
        Path run = folder.resolve("run");
        assertThat(tool.run("train", "--recipe", "tiny-lstm", "--labels", "hemorrhage", "--table",
                patients.resolve("patients.csv"), "--epochs", "1", "--augment-draws", "1", "--validation", "0.3",
                "--cache", folder.resolve("cache"), "--device", "gpu:1", "--out", run)).as(tool.errors()).isZero();
        assertThat(tool.output()).contains(" on CPU:1, epochs 1 to 1");
        assertThat(Files.readString(run.resolve("model/model.json"))).contains("CPU:1");
        assertThat(tool.run("evaluate", "--model", run.resolve("model"), "--table", patients.resolve("patients.csv"),
                "--split", "all", "--draws", "10", "--device", "gpu:1", "--out", folder.resolve("report")))
                .as(tool.errors()).isZero();
        assertThat(Files.readString(folder.resolve("report/metrics.json"))).contains("CPU:1");
    }

    @Test
    void theDoctorTriesEveryDevice() {
        assertThat(tool.run("doctor", "--json", "--model", model)).isLessThan(2);
        JsonObject document = JsonParser.parseString(tool.output()).getAsJsonObject();
        List<String> lines = document.getAsJsonArray("lines").asList().stream().map(each -> each.getAsJsonObject()
                .get("topic").getAsString() + " " + each.getAsJsonObject().get("sentence").getAsString()).toList();
        assertThat(lines).anyMatch(line -> line.matches("TensorFlow 2\\.\\d+\\.\\d+, the build for .*"))
                .anyMatch(line -> line.equals("Devices TensorFlow opened CPU:0, CPU:1."))
                .anyMatch(line -> line.matches("Prediction cpu: .* 24 slices .* on CPU:0\\."))
                .anyMatch(line -> line.matches("Prediction gpu:1: .* 24 slices .* on CPU:1\\."))
                .anyMatch(line -> line.matches("Agreement probabilities of cpu, gpu:0, gpu:1 differ by .*"));
        assertThat(tool.run("doctor", "--model", folder.resolve("none"))).isEqualTo(1);
        assertThat(tool.output()).contains("! Prediction").contains("of ");
    }
}
