package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.OutputLock;
import org.slicelstm.Product;
import org.slicelstm.SharedData;
import org.slicelstm.image.encode.DrawnHead;
import org.slicelstm.image.read.DrawnFiles;

/** The commands as a user runs them, and the golden files of what {@code docs/command-line.md} promises. */
class CommandLineTest {
    private static final Locale USUAL = Locale.getDefault();

    @TempDir
    private static Path shared;
    private static Path model;

    @TempDir
    private Path folder;

    private final Tool tool = new Tool();

    @BeforeAll
    static void makeModel() {
        model = shared.resolve("a model");
        assertThat(new Tool().run("new-model", "--recipe", "tiny-lstm", "--labels", "hemorrhage,mass",
                "--seed", "3", "--out", model)).isZero();
    }

    @BeforeEach
    void speakGerman() {
        Locale.setDefault(Locale.GERMANY);
    }

    @AfterEach
    void speakAsUsual() {
        Locale.setDefault(USUAL);
    }

    private JsonObject json() {
        return JsonParser.parseString(tool.output()).getAsJsonObject();
    }

    @Test
    void inspectGivesItsGoldenDocument() throws IOException {
        Path patient = Pictures.patient(folder.resolve("patient 1"));
        assertThat(tool.run("inspect", "--json", patient)).isZero();
        assertEquals("", golden("inspect.json", patient), json());
    }

    @Test
    void predictGivesItsGoldenDocumentAndTable() throws IOException {
        Path patient = Pictures.patient(folder.resolve("patient 1"));
        Path csv = folder.resolve("results.csv");
        assertThat(tool.run("predict", "--json", "--model", model, "--device", "cpu", "--out", csv, patient)).isZero();
        JsonObject document = json();
        for (String hash : List.of("model_sha256", "model_json_sha256")) {
            assertThat(document.remove(hash).getAsString()).matches("[0-9a-f]{64}");
        }
        assertThat(document.remove("version").getAsString()).isEqualTo(Product.VERSION);
        assertThat(document.remove("model").getAsString()).isEqualTo(model.toString());
        assertEquals("", golden("predict.json", patient), document);
        assertThat(tool.errors()).contains("untrained");
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines.get(0)).isEqualTo(
                "patient,slices,left_out,ordered_by,hemorrhage,hemorrhage_call,mass,mass_call,device,error,warnings,note");
        assertThat(lines.get(1)).matches("patient 1,3,2,name,0\\.\\d{6},[01],0\\.\\d{6},[01],CPU:0,,"
                + "\"2 of 3 pictures have only a few grey levels, as masks have and slices have not: leave them out\\.\",");
        assertThat(tool.errors()).contains("patient 1: Warning: 2 of 3 pictures have only a few grey levels");
        JsonObject probabilities = document.getAsJsonArray("patients").get(0).getAsJsonObject()
                .getAsJsonObject("probabilities");
        assertThat(lines.get(1).split(",")[4]).isEqualTo(
                String.format(Locale.ROOT, "%.6f", probabilities.get("hemorrhage").getAsDouble()));
    }

    @Test
    void aDrawnHeadIsReadInAnatomicalOrderAndPredicted() throws IOException {
        Path head = Files.createDirectories(folder.resolve("head"));
        Files.write(head.resolve("volume"), DrawnFiles.volume().bytes());
        assertThat(tool.run("inspect", "--json", head)).isZero();
        JsonObject patient = json().getAsJsonArray("patients").get(0).getAsJsonObject();
        assertThat(patient.get("ordered_by").getAsString()).isEqualTo("position");
        List<Integer> frames = new ArrayList<>();
        for (JsonElement each : patient.getAsJsonArray("slices")) {
            frames.add(each.getAsJsonObject().get("frame").getAsInt());
            assertThat(each.getAsJsonObject().get("hu_min").getAsDouble()).isEqualTo(DrawnHead.LOWEST);
            assertThat(each.getAsJsonObject().get("hu_max").getAsDouble()).isEqualTo(DrawnHead.HIGHEST);
        }
        assertThat(frames).containsExactly(1, 0, 2);

        assertThat(tool.run("predict", "--json", "--model", model, head)).isZero();
        JsonObject predicted = json().getAsJsonArray("patients").get(0).getAsJsonObject();
        JsonArray running = predicted.getAsJsonArray("running");
        assertThat(running).hasSize(3);
        assertThat(running.get(2).getAsJsonArray().get(1))
                .isEqualTo(predicted.getAsJsonObject("probabilities").get("mass"));
    }

    @NeedsSharedData
    @Test
    void theRealHeadIsReadInAnatomicalOrderAndPredicted() {
        Path head = SharedData.path("ge_head_ct");
        assertThat(tool.run("inspect", "--json", head)).isZero();
        JsonObject patient = json().getAsJsonArray("patients").get(0).getAsJsonObject();
        assertThat(patient.get("patient").getAsString()).isEqualTo("ge_head_ct");
        assertThat(patient.get("ordered_by").getAsString()).isEqualTo("position");
        List<String> files = new ArrayList<>();
        patient.getAsJsonArray("slices").forEach(each -> files.add(each.getAsJsonObject().get("file").getAsString()));
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 28; i++) {
            expected.add(head + String.format(Locale.ROOT, "/%02d.dcm", i));
        }
        assertThat(files).isEqualTo(expected);

        assertThat(tool.run("predict", "--json", "--model", model, head, SharedData.path("ge_images"))).isZero();
        for (JsonElement each : json().getAsJsonArray("patients")) {
            JsonArray running = each.getAsJsonObject().getAsJsonArray("running");
            assertThat(running).hasSize(28);
            assertThat(running.get(27).getAsJsonArray().get(1)).isEqualTo(
                    each.getAsJsonObject().getAsJsonObject("probabilities").get("mass"));
        }
    }

    @Test
    void whatCannotBeUsedIsNamedAndTheRestIsPredicted() throws IOException {
        Path patient = Pictures.patient(folder.resolve("hostile"));
        byte[] jpg = Files.readAllBytes(patient.resolve("2.jpg"));
        Files.write(patient.resolve("half.jpg"), Arrays.copyOf(jpg, jpg.length / 2));
        Files.writeString(patient.resolve("text.dcm"), "This is a text file.\n");
        Files.createFile(patient.resolve("empty.dcm"));
        Pictures.writeHuge(patient.resolve("huge.png"));
        Files.createSymbolicLink(patient.resolve("loop"), patient);

        assertThat(tool.run("predict", "--json", "--model", model, patient)).isZero();
        JsonObject only = json().getAsJsonArray("patients").get(0).getAsJsonObject();
        assertThat(only.get("slices").getAsInt()).isEqualTo(3);
        Map<String, String> reasons = new TreeMap<>();
        only.getAsJsonArray("left_out").forEach(each -> reasons.put(
                Path.of(each.getAsJsonObject().get("file").getAsString()).getFileName().toString(),
                each.getAsJsonObject().get("status").getAsString() + " " + each.getAsJsonObject().get("reason")));
        assertThat(reasons.get("half.jpg")).startsWith("refused").contains("truncated");
        assertThat(reasons.get("text.dcm")).startsWith("left_out").contains("text");
        assertThat(reasons.get("empty.dcm")).contains("empty");
        assertThat(reasons.get("huge.png")).startsWith("refused").contains("10,000");
        assertThat(reasons).containsKey("loop");
    }

    @Test
    void aPatientWithoutSlicesFailsAndTheOthersGoOn() throws IOException {
        Path cohort = Files.createDirectory(folder.resolve("cohort"));
        Pictures.patient(cohort.resolve("good"));
        Files.writeString(Files.createDirectory(cohort.resolve("bad")).resolve("a.dcm"), "text");
        Path csv = folder.resolve("results.csv");
        assertThat(tool.run("predict", "--model", model, "--out", csv, cohort)).isEqualTo(1);
        assertThat(tool.output()).contains("bad").contains("failed").contains("good");
        assertThat(Files.readAllLines(csv)).hasSize(3).anyMatch(line -> line.startsWith("bad,0,1,name,,,,,CPU:0,"))
                .anyMatch(line -> line.startsWith("good,3,"));
    }

    @Test
    void aRunGoesOnWhereItEnded() throws IOException {
        Path cohort = Files.createDirectory(folder.resolve("cohort"));
        Pictures.patient(cohort.resolve("a"));
        Pictures.patient(cohort.resolve("b"));
        Path csv = folder.resolve("results.csv");
        assertThat(tool.run("predict", "--model", model, "--out", csv, cohort)).isZero();
        List<String> whole = Files.readAllLines(csv);
        Files.writeString(csv, whole.get(0) + "\n" + whole.get(1) + "\nb,3,2,na");

        assertThat(tool.run("predict", "--model", model, "--out", csv, cohort)).isEqualTo(2);
        assertThat(tool.errors()).contains("--resume");
        assertThat(tool.run("predict", "--model", model, "--out", csv, "--resume", cohort)).isZero();
        assertThat(tool.errors()).contains("1 patient");
        assertThat(Files.readAllLines(csv)).isEqualTo(whole);
    }

    @Test
    void aTableGoesOnOnlyWithWhatMadeIt() throws IOException {
        Path patient = Pictures.patient(folder.resolve("p"));
        Path csv = folder.resolve("results.csv");
        assertThat(tool.run("predict", "--model", model, "--out", csv, patient)).isZero();
        byte[] whole = Files.readAllBytes(csv);
        assertThat(tool.run("predict", "--model", model, "--out", csv, "--resume", "--window", "bone", patient))
                .isEqualTo(2);
        assertThat(tool.errors()).contains("--window was brain and is now bone");
        assertThat(tool.run("predict", "--model", "models/demo", "--out", csv, "--resume", "--labels",
                "hemorrhage,mass", patient)).isEqualTo(2);
        assertThat(tool.errors()).contains("the model was");
        assertThat(csv).hasBinaryContent(whole);
        Files.delete(folder.resolve("results.csv.json"));
        assertThat(tool.run("predict", "--model", model, "--out", csv, "--resume", patient)).isZero();
        assertThat(tool.errors()).contains("nothing tells what made it");
        assertThat(csv).hasBinaryContent(whole);
    }

    @Test
    void aPlotThatIsMissingIsMadeAgainAndPlotsAreNoSlices() throws IOException {
        Path cohort = Files.createDirectory(folder.resolve("cohort"));
        Pictures.patient(cohort.resolve("a"));
        Pictures.patient(cohort.resolve("A"));
        Path csv = folder.resolve("results.csv");
        List<Object> command = List.of("predict", "--model", model, "--out", csv, "--plots", cohort.resolve("a"),
                cohort);
        assertThat(tool.run(command)).isZero();
        List<Path> plots;
        try (Stream<Path> files = Files.list(cohort.resolve("a"))) {
            plots = files.filter(file -> file.getFileName().toString().toLowerCase(Locale.ROOT).startsWith("a")).toList();
        }
        assertThat(plots).hasSize(2);
        byte[] plot = Files.readAllBytes(plots.get(0));
        List<String> rows = Files.readAllLines(csv);
        Files.delete(plots.get(0));
        assertThat(tool.run(command, "--resume")).isZero();
        assertThat(plots.get(0)).hasBinaryContent(plot);
        assertThat(Files.readAllLines(csv)).as("the rows stay").isEqualTo(rows);
        assertThat(tool.run("predict", "--json", "--model", model, cohort.resolve("a"))).isZero();
        JsonObject only = json().getAsJsonArray("patients").get(0).getAsJsonObject();
        assertThat(only.get("slices").getAsInt()).isEqualTo(3);
        assertThat(only.getAsJsonArray("left_out").toString()).contains("a picture that SliceLSTM drew");
    }

    @Test
    void aPlotThatCannotBeWrittenDoesNotEndTheRun() throws IOException {
        Path cohort = Files.createDirectory(folder.resolve("cohort"));
        Pictures.patient(cohort.resolve("a"));
        Pictures.patient(cohort.resolve("b"));
        Path plots = Files.createDirectories(folder.resolve("plots"));
        // A folder stands where the plot should.
        Files.createDirectories(plots.resolve("a.png/x"));
        Path csv = folder.resolve("results.csv");
        assertThat(tool.run("predict", "--model", model, "--plots", plots, cohort)).isEqualTo(1);
        assertThat(tool.errors()).contains("The plot of 'a' is missing").contains("a.png");
        assertThat(plots.resolve("b.png")).isRegularFile();
        assertThat(csv).doesNotExist();
    }

    @Test
    void aSecondRunIntoOneTableIsRefused() throws IOException {
        Path patient = Pictures.patient(folder.resolve("p"));
        Path csv = folder.resolve("results.csv");
        try (OutputLock first = OutputLock.of(csv)) {
            assertThat(first.isKept()).isTrue();
            assertThat(tool.run("predict", "--model", model, "--out", csv, patient)).isEqualTo(2);
        }
        assertThat(tool.errors()).contains("Another run is writing").contains("results.csv");
        assertThat(csv).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskBehindStandardOutputIsAFailure() throws IOException {
        Path patient = Pictures.patient(folder.resolve("p"));
        for (List<String> command : List.of(List.of("inspect", "--json"), List.of("inspect"),
                List.of("predict", "--json", "--model", model.toString()))) {
            List<String> arguments = new ArrayList<>(command);
            arguments.add(patient.toString());
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            try (FileOutputStream full = new FileOutputStream("/dev/full")) {
                assertThat(Main.run(new StandardOutput(full), new PrintStream(errors, true, StandardCharsets.UTF_8),
                        arguments.toArray(String[]::new))).isEqualTo(1);
            }
            assertThat(errors.toString(StandardCharsets.UTF_8))
                    .contains("standard output could not be written: No space left on device");
        }
    }

    @Test
    void featuresAreWrittenForEachPatient() throws IOException {
        Path patient = Pictures.patient(folder.resolve("p"));
        assertThat(tool.run("features", "--model", model, "--out", folder.resolve("features"), patient)).isZero();
        byte[] bytes = Files.readAllBytes(folder.resolve("features").resolve("p.npy"));
        assertThat(new String(bytes, 0, 128, StandardCharsets.ISO_8859_1)).contains("'<f4'").contains("(3, ");
    }

    @Test
    void wrongUsageIsOneSentenceAndExitCodeTwo() throws IOException {
        Path patient = Pictures.patient(folder.resolve("p"));
        assertWrong("none", "predict", "--model", folder.resolve("none"), patient);
        assertWrong("nowhere", "predict", "--model", model, folder.resolve("nowhere"));
        assertWrong("brain", "predict", "--model", model, "--window", "soft", patient);
        assertWrong("tpu", "predict", "--model", model, "--device", "tpu", patient);
        assertWrong("gpu:31", "predict", "--model", model, "--device", "gpu:31", patient);
        assertWrong("hemorrhage", "predict", "--model", model, "--labels", "stroke", patient);
        assertWrong("--orders", "predict", "--model", model, "--orders", "-1", patient);
        assertWrong("vgg19-lstm", "new-model", "--recipe", "vgg20", "--out", folder.resolve("m"));
        assertWrong("jpg", "phantoms", "--format", "gif", "--out", folder.resolve("ph"));
        assertWrong("hemorrhage", "phantoms", "--prevalence", "flu=0.5", "--out", folder.resolve("ph"));
        assertThat(tool.run("predict")).isEqualTo(2);
        assertThat(tool.run("frobnicate")).isEqualTo(2);
    }

    private void assertWrong(String mentioned, Object... arguments) {
        assertThat(tool.run(arguments)).isEqualTo(2);
        assertThat(tool.errors().lines().filter(line -> line.startsWith("SliceLSTM: "))).hasSize(1)
                .allSatisfy(line -> assertThat(line).contains(mentioned));
        assertThat(tool.output()).isEmpty();
    }

    @Test
    void helpTeaches() {
        assertThat(tool.run("--help")).isZero();
        assertThat(tool.output()).contains("predict").contains("Exit codes");
        assertThat(tool.run("predict", "--help")).isZero();
        assertThat(tool.output()).contains("--orders").contains("Research use only");
        assertThat(tool.run("--version")).isZero();
        assertThat(tool.output()).contains("SliceLSTM ").doesNotContain("$");
    }

    /** A golden file, with the folder of the patient put in. */
    private static JsonObject golden(String name, Path patient) throws IOException {
        try (InputStream in = CommandLineTest.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return JsonParser.parseString(text.replace("PATIENT", patient.toString().replace("\\", "\\\\")))
                    .getAsJsonObject();
        }
    }

    /** The same members, elements and texts, and numbers equal to 1e-5: rounding differs between processors. */
    private static void assertEquals(String where, JsonElement expected, JsonElement actual) {
        if (expected.isJsonObject()) {
            assertThat(actual.getAsJsonObject().keySet()).as(where).containsExactlyElementsOf(
                    expected.getAsJsonObject().keySet());
            expected.getAsJsonObject().entrySet().forEach(each -> assertEquals(where + "." + each.getKey(),
                    each.getValue(), actual.getAsJsonObject().get(each.getKey())));
        } else if (expected.isJsonArray()) {
            assertThat(actual.getAsJsonArray()).as(where).hasSize(expected.getAsJsonArray().size());
            for (int i = 0; i < expected.getAsJsonArray().size(); i++) {
                assertEquals(where + "[" + i + "]", expected.getAsJsonArray().get(i), actual.getAsJsonArray().get(i));
            }
        } else if (expected.isJsonPrimitive() && expected.getAsJsonPrimitive().isNumber()) {
            assertThat(actual.getAsDouble()).as(where).isCloseTo(expected.getAsDouble(), within(1e-5));
        } else {
            assertThat(actual).as(where).isEqualTo(expected);
        }
    }
}
