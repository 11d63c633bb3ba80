package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.job.Event;
import org.slicelstm.job.HeatMap;
import org.slicelstm.job.Job;
import org.slicelstm.run.JobRunner;

/** {@code predict --evidence} and {@code explain} as a user runs them. */
class EvidenceCommandTest {
    private static final Locale USUAL = Locale.getDefault();

    @TempDir
    private static Path shared;
    private static Path model;

    @TempDir
    private Path folder;

    private final Tool tool = new Tool();

    @BeforeAll
    static void makeModel() {
        model = shared.resolve("model");
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

    @Test
    void evidenceStandsBesideThePrediction() throws IOException {
        Path patient = Pictures.patient(folder.resolve("p"));
        Path tables = folder.resolve("evidence");
        assertThat(tool.run("predict", "--json", "--model", model, "--orders", 8, "--evidence", 8, "--evidence-out",
                tables,
                patient)).as(tool.errors()).isZero();
        JsonObject document = JsonParser.parseString(tool.output()).getAsJsonObject();
        JsonObject only = document.getAsJsonArray("patients").get(0).getAsJsonObject();
        List<String> files = new ArrayList<>();
        only.getAsJsonArray("evidence_slices").forEach(each -> files.add(
                Path.of(each.getAsJsonObject().get("file").getAsString()).getFileName().toString()));
        assertThat(files).containsExactly("1.png", "2.jpg", "10.png");
        for (String label : List.of("hemorrhage", "mass")) {
            double sum = 0;
            for (JsonElement each : only.getAsJsonObject("evidence").getAsJsonArray(label)) {
                sum += each.getAsDouble();
            }
            JsonObject spread = only.getAsJsonObject("order_spread").getAsJsonObject(label);
            assertThat(sum).isCloseTo(spread.get("logit").getAsDouble() - spread.get("logit_alone").getAsDouble(),
                    within(1e-5));
            // The orders of the prediction are those of the evidence.
            assertThat(spread.get("random").getAsDouble()).isCloseTo(
                    only.getAsJsonObject("probabilities").get(label).getAsDouble(), within(1e-6));
            assertThat(spread.get("sorted").getAsDouble()).isCloseTo(only.getAsJsonArray("running").get(2)
                    .getAsJsonArray().get(label.equals("mass") ? 1 : 0).getAsDouble(), within(1e-6));
            assertThat(spread.get("orders").getAsInt()).isEqualTo(8);
            assertThat(document.getAsJsonObject("order_summary").getAsJsonObject(label).get("mean_sd"))
                    .isEqualTo(spread.get("sd"));
        }
        assertThat(Files.readAllLines(tables.resolve("evidence.csv"))).hasSize(4)
                .first().isEqualTo("patient,order,file,frame,hemorrhage,mass");
        assertThat(Files.readAllLines(tables.resolve("orders.csv"))).hasSize(3);
    }

    @Test
    void theNumberOfOrdersMayBeLeftOutBeforeAPathToo() throws IOException {
        Path patient = Pictures.patient(folder.resolve("p"));
        assertThat(tool.run("predict", "--model", model, "--evidence", patient)).as(tool.errors()).isZero();
        assertThat(tool.output()).contains("mass: most from slices ", "over 64 orders 0.", "of 1 patient:");
        assertThat(tool.run("predict", "--model", model, patient, "--evidence")).as(tool.errors()).isZero();
        assertThat(tool.output()).contains("over 64 orders");
        assertThat(tool.run("predict", "--model", model, "--evidence=5", patient)).as(tool.errors()).isZero();
        assertThat(tool.output()).contains("over 5 orders");
        assertThat(tool.run("predict", "--model", model, "--json", patient)).isZero();
        assertThat(tool.output()).doesNotContain("evidence", "order_spread", "order_summary");
    }

    @Test
    void whatCannotBeIsRefused() throws IOException {
        Path patient = Pictures.patient(folder.resolve("p"));
        assertThat(tool.run("predict", "--model", model, "--evidence", -1, patient)).isEqualTo(2);
        assertThat(tool.errors()).contains("--evidence is -1");
        assertThat(tool.run("predict", "--model", model, "--evidence-out", folder.resolve("e"), patient)).isEqualTo(2);
        assertThat(tool.errors()).contains("--evidence-out needs --evidence");
        assertThat(tool.run("predict", "--model", model, "--evidence", "--evidence-out", folder.resolve("e"),
                "--resume",
                "--out", folder.resolve("r.csv"), patient)).isEqualTo(2);
        assertThat(tool.errors()).contains("--resume");
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(taken.resolve("orders.csv"), "precious");
        assertThat(tool.run("predict", "--model", model, "--evidence", "--evidence-out", taken, "--out",
                folder.resolve("r.csv"), patient)).isEqualTo(2);
        assertThat(tool.errors()).contains("orders.csv exists already");
        assertThat(folder.resolve("r.csv")).doesNotExist();
        assertThat(tool.run("explain", "--model", model, patient, "--label", "stroke", "--out", folder)).isEqualTo(2);
        assertThat(tool.errors()).contains("no label 'stroke'; it has hemorrhage, mass");
        assertThat(tool.run("explain", "--model", model, patient, "--label", "mass", "--slice", "first", "--out",
                folder))
                .isEqualTo(2);
        assertThat(tool.errors()).contains("--slice is 'first'; write top, all");
        assertThat(tool.run("explain", "--model", model, patient, "--label", "mass", "--slice", "3", "--out", folder))
                .isEqualTo(1);
        assertThat(tool.errors()).contains("p failed: there is no slice 3; it has the slices 0 to 2");
    }

    @Test
    void explainWritesAPictureASlice() throws IOException {
        Path patient = Pictures.patient(folder.resolve("p"));
        Path pictures = folder.resolve("maps");
        assertThat(tool.run("explain", "--model", model, patient, "--label", "mass", "--slice", "all", "--out",
                pictures))
                .as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("untrained", "Wrote the heat map");
        for (String name : List.of("p-mass-0.png", "p-mass-1.png", "p-mass-2.png")) {
            assertThat(ImageIO.read(pictures.resolve(name).toFile()).getWidth()).isGreaterThan(800);
        }
        assertThat(tool.output().lines()).hasSize(4);

        Path top = folder.resolve("top");
        assertThat(tool.run("explain", "--model", model, patient, "--label", "mass", "--out", top)).isZero();
        try (var files = Files.list(top)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aMapAndItsRegionReachWhoeverDrawsThem() throws IOException {
        Path patient = Pictures.patient(folder.resolve("p"));
        List<HeatMap> maps = new ArrayList<>();
        try (JobRunner runner = new JobRunner()) {
            assertThat(runner.run(new Job.Explain(model.toString(), List.of(patient.toString()),
                    new Job.SliceOptions("auto", false, null, null), "mass", "all", null, "cpu"), event -> {
                        if (event instanceof Event.Explained explained) {
                            maps.add(explained.map());
                        }
                    })).isTrue();
        }
        assertThat(maps).hasSize(3);
        double largest = 0;
        for (int slice = 0; slice < 3; slice++) {
            HeatMap map = maps.get(slice);
            assertThat(map.slice()).isEqualTo(slice);
            assertThat(map.map()).hasSize(12).allSatisfy(row -> assertThat(row).hasSize(12));
            // The tiny network's cells see around pixels 0.5, 8.5, … of 96, here of 64.
            assertThat(List.of(map.region().x(), map.region().y(), map.region().width(), map.region().height()))
                    .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
                    .containsExactly(-7 / 3., -7 / 3., 64., 64.);
            assertThat(map.picture()).isNull();
            largest = Math.max(largest, map.map().stream().flatMap(List::stream).mapToDouble(each -> each).max()
                    .orElseThrow());
        }
        assertThat(largest).isCloseTo(maps.get(0).peak(), within(1e-6)).isPositive();
    }
}
