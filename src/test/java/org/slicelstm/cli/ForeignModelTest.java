package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.run.JobRunner;

/** SavedModels made in Python, by {@code src/test/python/make_foreign_goldens.py}, adopted and asked. */
class ForeignModelTest {
    @TempDir
    private static Path shared;
    private static JsonObject expected;
    private static Path patient;
    private static Path keras;

    @TempDir
    private Path folder;

    private final Tool tool = new Tool();

    @BeforeAll
    static void writePatient() throws IOException {
        try (Reader reader = new InputStreamReader(resource("expected.json"), StandardCharsets.UTF_8)) {
            expected = JsonParser.parseReader(reader).getAsJsonObject();
        }
        patient = Files.createDirectory(shared.resolve("patient"));
        JsonArray grey = expected.getAsJsonArray("grey");
        for (int i = 0; i < grey.size(); i++) {
            ImageIO.write(picture(grey.get(i).getAsJsonArray()), "png", patient.resolve(i + ".png").toFile());
        }
        keras = unzipped("keras", shared);
    }

    private static InputStream resource(String name) {
        return ForeignModelTest.class.getResourceAsStream("foreign/" + name);
    }

    private static BufferedImage picture(JsonArray rows) {
        BufferedImage image = new BufferedImage(rows.size(), rows.size(), BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < rows.size(); y++) {
            for (int x = 0; x < rows.size(); x++) {
                image.getRaster().setSample(x, y, 0, rows.get(y).getAsJsonArray().get(x).getAsInt());
            }
        }
        return image;
    }

    private static Path unzipped(String name, Path into) throws IOException {
        Path to = into.resolve(name);
        try (ZipInputStream zip = new ZipInputStream(resource(name + ".zip"))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = to.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
        return to;
    }

    private JsonObject predicted(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("predict", "--json", "--device", "cpu", patient));
        all.addAll(List.of(arguments));
        assertThat(tool.run(all.toArray())).as(tool.errors()).isZero();
        return JsonParser.parseString(tool.output()).getAsJsonObject()
                .getAsJsonArray("patients").get(0).getAsJsonObject();
    }

    private static void assertRunning(JsonArray running, JsonArray python) {
        assertThat(running).hasSameSizeAs(python);
        for (int slice = 0; slice < python.size(); slice++) {
            for (int label = 0; label < 2; label++) {
                assertThat(running.get(slice).getAsJsonArray().get(label).getAsDouble()).as("slice %d", slice)
                        .isCloseTo(python.get(slice).getAsJsonArray().get(label).getAsDouble(), within(1e-5));
            }
        }
    }

    /** Keras' operations are in functions, which stand on a device too. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNumberedDeviceRunsIt() {
        Path model = adoptedKeras();
        System.setProperty(DeviceChoice.VIRTUAL_GPUS, "2");
        try {
            assertThat(tool.run("predict", "--json", "--device", "gpu:1", "--model", model, patient))
                    .as(tool.errors()).isZero();
        } finally {
            System.clearProperty(DeviceChoice.VIRTUAL_GPUS);
        }
        JsonObject there = JsonParser.parseString(tool.output()).getAsJsonObject();
        assertThat(there.get("device").getAsString()).isEqualTo("CPU:1");
        assertThat(there.getAsJsonArray("patients").get(0)).isEqualTo(predicted("--model", model));
    }

    private Path adoptedKeras() {
        Path model = folder.resolve("model");
        assertThat(tool.run("adopt", keras, "--labels", "hemorrhage,mass", "--size", "16", "--normalisation",
                "plus-minus-one", "--out", model)).as(tool.errors()).isZero();
        return model;
    }

    @Test
    void kerasPredictsWhatItPredictsInPython() throws IOException {
        Path model = adoptedKeras();
        JsonObject result = predicted("--model", model);
        assertRunning(result.getAsJsonArray("running"), expected.getAsJsonArray("keras"));
        JsonArray last = expected.getAsJsonArray("keras").get(3).getAsJsonArray();
        assertThat(result.getAsJsonObject("probabilities").get("hemorrhage").getAsDouble())
                .isCloseTo(last.get(0).getAsDouble(), within(1e-5));
        assertThat(result.getAsJsonObject("probabilities").get("mass").getAsDouble())
                .isCloseTo(last.get(1).getAsDouble(), within(1e-5));
        assertThat(result.get("orders").getAsInt()).isEqualTo(1);
        assertThat(Files.readString(model.resolve("MODEL_CARD.md"))).contains("made elsewhere", "hemorrhage, mass")
                .doesNotContain("Untrained", "LSTM joins");
        assertThat(Files.readString(model.resolve("model.json"))).doesNotContain("\"slices\"");
        assertThat(tool.errors()).doesNotContain("untrained");
    }

    @Test
    void aRunningAnswerOfAnotherSignatureIsTakenAsItIs() throws IOException {
        Path model = folder.resolve("model");
        assertThat(tool.run("adopt", unzipped("running", folder), "--signature", "diagnose", "--input", "pixels",
                "--output",
                "scores", "--outputs", "logits", "--labels", "hemorrhage,mass", "--size", "16x16", "--normalisation",
                "none", "--out", model)).as(tool.errors()).isZero();
        assertThat(Files.readString(model.resolve("model.json"))).contains("\"running\": true", "\"batched\": false");
        assertRunning(predicted("--model", model).getAsJsonArray("running"), expected.getAsJsonArray("running"));
        // A mean knows no order: averaging over orders changes nothing but the rounding.
        JsonObject shuffled = predicted("--model", model, "--orders", "5");
        assertThat(shuffled.get("orders").getAsInt()).isEqualTo(5);
        assertThat(shuffled.getAsJsonObject("probabilities").get("mass").getAsDouble()).isCloseTo(
                expected.getAsJsonArray("running").get(3).getAsJsonArray().get(1).getAsDouble(), within(1e-5));
    }

    @Test
    void aFixedNumberOfSlicesIsPredictedAsInPythonAndAnotherIsThatPatientsError() throws IOException {
        Path model = folder.resolve("model");
        assertThat(tool.run("adopt", unzipped("fixed", folder), "--labels", "hemorrhage,mass", "--size", "16",
                "--normalisation", "plus-minus-one", "--out", model)).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("exactly 4 slices", "no running probability").doesNotContain("noise");
        assertThat(Files.readString(model.resolve("model.json"))).contains("\"slices\": 4", "\"running\": false");
        assertThat(Files.readString(model.resolve("MODEL_CARD.md"))).contains("exactly 4 slices");
        Path three = Files.createDirectory(folder.resolve("three"));
        for (String name : List.of("0.png", "1.png", "2.png")) {
            Files.copy(patient.resolve(name), three.resolve(name));
        }
        Path plots = folder.resolve("plots");
        assertThat(tool.run("predict", "--json", "--device", "cpu", "--model", model, "--plots", plots, three, patient))
                .isEqualTo(1);
        JsonArray patients = JsonParser.parseString(tool.output()).getAsJsonObject()
                .getAsJsonArray("patients");
        assertThat(patients.get(0).getAsJsonObject().get("error").getAsString())
                .contains("3 slices", "exactly 4", "add the slices", "any number");
        JsonObject result = patients.get(1).getAsJsonObject();
        assertThat(result.get("error").isJsonNull()).isTrue();
        assertThat(result.get("slices").getAsInt()).isEqualTo(4);
        assertThat(result.getAsJsonArray("running")).isEmpty();
        assertLast(result, "fixed");
        assertThat(plots.resolve("three.png")).doesNotExist();
        assertThat(ImageIO.read(plots.resolve("patient.png").toFile())).isNotNull();
        JsonObject shuffled = predicted("--model", model, "--orders", "3");
        assertThat(shuffled.get("orders").getAsInt()).isEqualTo(3);
        assertThat(shuffled.getAsJsonObject("probabilities")).isNotEqualTo(result.getAsJsonObject("probabilities"));
    }

    @Test
    void rowsOfAFixedNumberOfSlicesAreRunningWhereTheyKnowNothingOfLaterSlices() throws IOException {
        Path four = unzipped("four", folder);
        Path steps = adoptedFour(four, "steps");
        assertThat(Files.readString(steps.resolve("model.json"))).contains("\"slices\": 4", "\"running\": true");
        assertRunning(predicted("--model", steps).getAsJsonArray("running"), expected.getAsJsonArray("running"));
        Path centred = adoptedFour(four, "centred");
        assertThat(Files.readString(centred.resolve("model.json"))).contains("\"batched\": true",
                "\"running\": false");
        JsonObject result = predicted("--model", centred);
        assertThat(result.getAsJsonArray("running")).isEmpty();
        assertLast(result, "centred");
    }

    private Path adoptedFour(Path four, String signature) {
        Path model = folder.resolve(signature);
        assertThat(tool.run("adopt", four, "--signature", signature, "--outputs", "logits", "--labels",
                "hemorrhage,mass", "--size", "16", "--normalisation", "none", "--out", model))
                .as(tool.errors()).isZero();
        return model;
    }

    private static void assertLast(JsonObject result, String model) {
        JsonArray python = expected.getAsJsonArray(model);
        for (String field : List.of("probabilities", "raw")) {
            JsonObject found = result.getAsJsonObject(field);
            assertThat(found.get("hemorrhage").getAsDouble()).isCloseTo(python.get(0).getAsDouble(), within(1e-5));
            assertThat(found.get("mass").getAsDouble()).isCloseTo(python.get(1).getAsDouble(), within(1e-5));
        }
    }

    @Test
    void withoutAHeadOfItsOwnThereIsNoEvidence() throws IOException {
        Path model = adoptedKeras();
        JsonObject result = predicted("--model", model, "--evidence", "4");
        assertThat(result.has("evidence")).isFalse();
        assertThat(result.getAsJsonObject("probabilities").size()).isEqualTo(2);
        assertThat(tool.errors()).contains("made elsewhere and cannot be asked slice by slice");
        assertThat(tool.run("explain", "--model", model, patient, "--label", "mass", "--out", folder.resolve("maps")))
                .isEqualTo(2);
        assertThat(tool.errors()).contains("made elsewhere and draws no heat maps");
    }

    @Test
    void whatDoesNotFitIsOneSentenceWithTheSignatures() throws IOException {
        String[] right = {"--labels", "a,b", "--size", "16", "--normalisation", "none"};
        assertRefused(folder, "is no SavedModel", right);
        Path damaged = Files.createDirectory(folder.resolve("damaged"));
        Files.writeString(damaged.resolve("saved_model.pb"), "no protocol buffer");
        assertRefused(damaged, "damaged", right);
        String signatures = "'serving_default' with the inputs 'input_1' float32 [None, None, 16, 16, 3] and the "
                + "outputs 'output_0' float32 [None, 2]";
        assertRefused(keras, signatures, with(right, "--signature", "predict"));
        assertRefused(keras, signatures, with(right, "--input", "images"));
        assertRefused(keras, signatures, with(right, "--output", "probabilities"));
        assertRefused(keras, "another size than 24x16", "--labels", "a,b", "--size", "24x16", "--normalisation",
                "none");
        assertRefused(keras, "3 labels a, b, c", "--labels", "a,b,c", "--size", "16", "--normalisation", "none");
        assertRefused(keras, "imagenet", "--labels", "a,b", "--size", "16", "--normalisation", "batch");
        assertRefused(keras, "logits", with(right, "--outputs", "classes"));
        assertRefused(keras, "256x192", "--labels", "a,b", "--size", "16*16", "--normalisation", "none");
        assertRefused(keras, "brain", with(right, "--window", "soft"));
        assertRefused(unzipped("running", folder), "no probability", with(right, "--signature", "diagnose"));
        assertRefused(unzipped("first", folder), "does not see the others; where TimeDistributed", right);
        Path four = unzipped("four", folder);
        assertRefused(four, "does not see the others; correct", with(right, "--signature", "first", "--outputs",
                "logits"));
        assertRefused(four, "2 patients at once", with(right, "--signature", "pair"));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("damaged", "running", "first", "four");
        }
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
    }

    private void assertRefused(Path savedModel, String mentioned, String... options) {
        List<Object> all = new ArrayList<>(List.of("adopt", savedModel, "--out", folder.resolve("out")));
        all.addAll(List.of(options));
        assertThat(tool.run(all.toArray())).isEqualTo(2);
        assertThat(tool.errors().lines().filter(line -> line.startsWith("SliceLSTM: "))).hasSize(1)
                .allSatisfy(line -> assertThat(line).contains(mentioned));
    }

    @Test
    void whatOnlyOurModelsHaveIsSaidToBeAbsent() {
        Path model = adoptedKeras();
        assertThat(tool.run("features", "--model", model, "--out", folder.resolve("features"), patient)).isEqualTo(2);
        assertThat(tool.errors()).contains("made elsewhere");
        assertThat(tool.run("export", "--model", model, "--out", folder.resolve("exported"))).isEqualTo(2);
        assertThat(tool.errors()).contains("made elsewhere");
        assertThat(tool.run("inspect", "--model", model, "--montage", folder.resolve("montage.png"), patient)).isZero();
    }

    @Test
    void progressMovesFromPrefixToPrefixAndCancellingStopsThere() {
        Path model = adoptedKeras();
        List<Event.Progress> steps = new ArrayList<>();
        Job.Predict job = new Job.Predict(model.toString(), List.of(patient.toString()),
                new Job.SliceOptions("auto", false, null, null), null, false, null, 0, "cpu", List.of());
        EventSink cancelling = new EventSink() {
            @Override
            public void accept(Event event) {
                if (event instanceof Event.Progress step && step.what().equals("patient")) {
                    steps.add(step);
                }
            }

            @Override
            public boolean isCancelled() {
                return !steps.isEmpty() && steps.get(steps.size() - 1).done() == 1;
            }
        };
        assertThatThrownBy(() -> new JobRunner().run(job, cancelling)).isInstanceOf(CancellationException.class);
        assertThat(steps).containsExactly(new Event.Progress("patient", 0, 6), new Event.Progress("patient", 1, 6));
    }

    @Test
    void aPackedModelIsTheSameWhenItIsUnpacked() throws IOException {
        Path model = adoptedKeras();
        Path zip = folder.resolve("model.zip");
        Path again = folder.resolve("again");
        assertThat(tool.run("pack", model, zip)).as(tool.errors()).isZero();
        assertThat(tool.run("pack", model, zip)).isEqualTo(2);
        assertThat(tool.run("unpack", zip, again)).as(tool.errors()).isZero();
        for (String file : List.of("model.json", "MODEL_CARD.md", "saved_model.pb", "variables/variables.index")) {
            assertThat(again.resolve(file)).hasSameBinaryContentAs(model.resolve(file));
        }
        assertThat(tool.run("unpack", zip, again)).isEqualTo(2);
        assertThat(tool.errors()).contains("not empty");
        assertRunning(predicted("--model", again).getAsJsonArray("running"), expected.getAsJsonArray("keras"));
    }

    @Test
    void exportIsAPlainSavedModelThatCanBeAdoptedAgain() throws IOException {
        Path own = folder.resolve("own");
        Path plain = folder.resolve("plain");
        Path back = folder.resolve("back");
        assertThat(tool.run("new-model", "--recipe", "tiny-lstm", "--labels", "hemorrhage,mass", "--seed", "3", "--out",
                own)).isZero();
        assertThat(tool.run("export", "--model", own, "--out", plain)).as(tool.errors()).isZero();
        assertThat(Files.exists(plain.resolve("model.json"))).isFalse();
        assertThat(Files.readString(plain.resolve("outputs.json"))).contains("\"thresholds\"", "\"calibration\"");
        assertThat(Files.readString(plain.resolve("README.md"))).contains("serving_default", "Research use only");

        assertThat(tool.run("adopt", plain, "--input", "images", "--output", "probabilities", "--labels",
                "hemorrhage,mass", "--size", "96", "--normalisation", "none", "--out", back))
                .as(tool.errors()).isZero();
        assertThat(Files.readString(back.resolve("model.json"))).contains("\"running\": true");
        assertRunning(predicted("--model", back).getAsJsonArray("running"),
                predicted("--model", own).getAsJsonArray("running"));
    }
}
