package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code evaluate} as a user runs it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EvaluateCommandTest {
    private static final Locale USUAL = Locale.getDefault();
    private static final int SIZE = 24;
    private static final int PATIENTS = 8;

    @TempDir
    private static Path folder;
    private static Path model;
    private static Path table;

    private final Tool tool = new Tool();

    /** Eight patients of the test part, one of whom has no readable picture, and two that trained. */
    @BeforeAll
    static void prepare() throws IOException {
        model = folder.resolve("run").resolve("model");
        assertThat(new Tool().run("new-model", "--recipe", "tiny-lstm", "--labels", "hemorrhage,mass",
                "--seed", "3", "--out", model)).isZero();
        Random random = new Random(2);
        StringBuilder rows = new StringBuilder("patient_id;path;hemorrhage;mass;split;group\n");
        for (int i = 0; i < PATIENTS + 2; i++) {
            Path own = Files.createDirectories(folder.resolve("patients").resolve("p" + i));
            for (int slice = 0; slice < 2; slice++) {
                draw(own.resolve(slice + ".png"), random);
            }
            rows.append("p").append(i).append(";p").append(i).append(';').append(i % 2).append(';')
                    .append(i == 3 ? "" : i / 4 % 2).append(i < PATIENTS ? ";test;" : ";train;").append('\n');
        }
        rows.append("broken;broken;1;0;test;\n");
        Files.writeString(Files.createDirectories(folder.resolve("patients").resolve("broken")).resolve("x.png"),
                "not a picture");
        table = Files.writeString(folder.resolve("patients").resolve("patients.csv"), rows);
        Files.writeString(folder.resolve("patients").resolve("no-mass.csv"),
                "patient_id,path,hemorrhage\np0,p0,1\np1,p1,0\n");
        Files.writeString(folder.resolve("patients").resolve("wrong-label.csv"),
                "patient_id,path,hemorrhage,mass\np0,p0,1,yes\n");
        Files.writeString(folder.resolve("patients").resolve("wrong-split.csv"),
                "patient_id,path,hemorrhage,mass,split\np0,p0,1,0,tset\n");
        Files.writeString(folder.resolve("patients").resolve("unknown.csv"),
                "patient_id,path,hemorrhage,mass\np0,p0,,\n");
        Files.writeString(folder.resolve("patients").resolve("other.csv"),
                "patient_id,split,slices,hemorrhage_probability\np0,test,3,0.5\n");
        Files.writeString(folder.resolve("patients").resolve("beyond.csv"),
                "patient_id,split,slices,mass_probability,mass_true\np0,test,3,1.5,1\n");
    }

    private static void draw(Path file, Random random) throws IOException {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
        for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
            image.getRaster().setSample(pixel % SIZE, pixel / SIZE, 0, random.nextInt(256));
        }
        ImageIO.write(image, "png", file.toFile());
    }

    @BeforeEach
    void speakGerman() {
        Locale.setDefault(Locale.GERMANY);
    }

    @AfterEach
    void speakAsUsual() {
        Locale.setDefault(USUAL);
    }

    private static JsonObject metrics(Path report) throws IOException {
        return JsonParser.parseString(Files.readString(report.resolve("metrics.json"))).getAsJsonObject();
    }

    @Test
    @Order(1)
    void aModelIsEvaluatedOnTheTestPatients() throws Exception {
        Path report = folder.resolve("report");
        assertThat(tool.run("evaluate", "--model", model, "--table", table, "--draws", "200", "--device", "cpu",
                "--compare",
                model, "--out", report)).as(tool.errors()).isEqualTo(1);
        assertThat(tool.errors()).contains("'broken' has no prediction").contains("untrained");
        assertThat(tool.output()).contains("9 patients (test), 1 without a prediction")
                .contains("hemorrhage").contains("macro").contains("micro");

        JsonObject metrics = metrics(report);
        JsonObject mass = metrics.getAsJsonObject("labels").getAsJsonObject("mass");
        assertThat(mass.get("patients").getAsInt()).isEqualTo(8);
        assertThat(mass.get("missing").getAsInt()).isEqualTo(1);
        assertThat(mass.get("positives").getAsInt()).isEqualTo(4);
        assertThat(mass.getAsJsonObject("auc").keySet()).contains("value", "low", "high");
        assertThat(metrics.getAsJsonObject("macro").getAsJsonObject("auc").get("value").isJsonNull()).isFalse();
        assertThat(metrics.getAsJsonObject("micro").getAsJsonObject("f1").keySet()).contains("value");
        assertThat(metrics.getAsJsonObject("failed").getAsJsonArray("patients").get(0).getAsJsonObject()
                .get("reason").getAsString()).contains("no slices");
        assertThat(metrics.getAsJsonObject("failed").getAsJsonObject("called_wrong").getAsJsonObject("labels")
                .getAsJsonObject("hemorrhage").get("positives").getAsInt()).isEqualTo(5);
        assertThat(metrics.getAsJsonObject("comparison").getAsJsonObject("labels").getAsJsonObject("mass")
                .getAsJsonObject("difference").get("reason").getAsString()).contains("alike");
        assertThat(metrics.getAsJsonObject("run").get("model_sha256").getAsString()).hasSize(64);
        assertThat(metrics.getAsJsonObject("leakage").getAsJsonObject("mass").keySet())
                .containsExactly("slices", "picture_size", "mean_intensity");

        List<String> predictions = Files.readAllLines(report.resolve("predictions.csv"));
        assertThat(predictions.get(0))
                .isEqualTo("patient_id,split,slices,hemorrhage_probability,hemorrhage_true,mass_probability,mass_true,"
                        + "warnings");
        assertThat(predictions).hasSize(10).last().isEqualTo("broken,test,0,,1,,0,");
        assertThat(Files.readAllLines(report.resolve("metrics.csv")).get(0))
                .startsWith("label,metric,value,low,high,interval");
        for (String figure : List.of("roc", "precision-recall", "calibration", "scores")) {
            assertThat(ImageIO.read(report.resolve(figure + ".png").toFile()).getWidth()).isGreaterThan(500);
            assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(report.resolve(figure + ".svg").toFile()).getDocumentElement().getTagName())
                    .isEqualTo("svg");
        }
        assertThat(Files.readString(report.resolve("report.html"))).contains("<svg").contains("p0")
                .doesNotContainPattern("src=|href=|url\\(|@import|<script|<link|<img");
        assertThat(Files.readString(report.resolve("MODEL_CARD.md"))).contains("Research use only")
                .contains("| hemorrhage | 4 / 8 | 0.500 |");
        assertThat(Files.readString(report.resolve("checklist.md"))).contains("9 evaluated, 8 predicted, 1 failed");
    }

    @Test
    @Order(2)
    void probabilitiesAreThoseOfPredict() throws IOException {
        tool.run("predict", "--model", model, "--json", "--device", "cpu", folder.resolve("patients").resolve("p4"));
        JsonObject predicted = JsonParser.parseString(tool.output()).getAsJsonObject()
                .getAsJsonArray("patients").get(0).getAsJsonObject();
        String row = Files.readAllLines(folder.resolve("report").resolve("predictions.csv")).get(5);
        assertThat(row).isEqualTo("p4,test,2," + predicted.getAsJsonObject("probabilities").get("hemorrhage") + ",0,"
                + predicted.getAsJsonObject("probabilities").get("mass") + ",1,");
    }

    @Test
    @Order(2)
    void earlierPredictionsGiveTheSameNumbers() throws IOException {
        Path predictions = folder.resolve("report").resolve("predictions.csv");
        Path again = folder.resolve("again");
        assertThat(tool.run("evaluate", "--predictions", predictions, "--model", model, "--table", table, "--draws",
                "200",
                "--compare", predictions, "--out", again)).isEqualTo(1);
        assertSame(metrics(again), "labels", "macro", "micro");
        Path alone = folder.resolve("alone");
        assertThat(tool.run("evaluate", "--predictions", predictions, "--draws", "200", "--out", alone)).isEqualTo(1);
        assertThat(tool.errors()).contains("thresholds are not known");
        assertSame(metrics(alone), "labels", "macro", "micro");
        assertThat(metrics(alone).getAsJsonObject("run").get("model").isJsonNull()).isTrue();
    }

    private static void assertSame(JsonObject metrics, String... members) throws IOException {
        JsonObject first = metrics(folder.resolve("report"));
        for (String each : members) {
            assertThat((JsonElement) metrics.get(each)).as(each).isEqualTo(first.get(each));
        }
    }

    @Test
    @Order(2)
    void whoeverTrainedTheModelIsToldOf() throws IOException {
        Path split = Files.writeString(folder.resolve("run").resolve("split.csv"),
                "patient_id,split\np0,train\np1,validation\np2,test\nbroken,test\n");
        try {
            Path report = folder.resolve("warned");
            assertThat(tool.run("evaluate", "--predictions", folder.resolve("report").resolve("predictions.csv"),
                    "--model",
                    model, "--draws", "10", "--out", report)).isEqualTo(1);
            assertThat(tool.errors()).contains("Warning: 1 of the 9 evaluated patients trained this model")
                    .contains("Warning: 1 of the 9 evaluated patients validated this model");
            assertThat(Files.readString(report.resolve("report.html")))
                    .contains("evaluated patients trained this model");
            assertThat(tool.run("evaluate", "--model", model, "--table", table, "--split-file", split, "--labels",
                    "mass",
                    "--draws", "10", "--device", "cpu", "--out", folder.resolve("contradicted"))).isEqualTo(2);
            assertThat(tool.errors()).contains("puts the patient 'p0' of row 2 into train, the table says test");
        } finally {
            Files.delete(split);
        }
    }

    @Test
    @Order(2)
    void withoutASplitEverybodyIsEvaluatedAndToldSo() throws IOException {
        Path plain = Files.writeString(folder.resolve("patients").resolve("plain.csv"),
                "patient_id,path,mass,hemorrhage\none,p0,1,\n");
        Path report = folder.resolve("one");
        assertThat(tool.run("evaluate", "--model", model, "--table", plain, "--images", folder.resolve("patients"),
                "--device", "cpu", "--draws", "100", "--out", report)).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("Nothing divides the patients: everybody of the table is evaluated");
        JsonObject labels = metrics(report).getAsJsonObject("labels");
        assertThat(labels.getAsJsonObject("mass").getAsJsonObject("auc").get("reason").getAsString())
                .isEqualTo("everybody has it");
        assertThat(labels.getAsJsonObject("hemorrhage").getAsJsonObject("brier").get("reason").getAsString())
                .isEqualTo("of nobody is it known");
        assertThat(Files.readString(report.resolve("report.html"))).contains("everybody has it");
    }

    @Test
    @Order(3)
    void withoutLabelsThoseOfTheTableAreEvaluated() throws IOException {
        Path report = folder.resolve("fewer");
        assertThat(tool.run("evaluate", "--model", model, "--table", folder.resolve("patients/no-mass.csv"),
                "--device", "cpu", "--draws", "100", "--out", report)).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("Not evaluated, for the table has no column of the name: mass.");
        assertThat(metrics(report).getAsJsonObject("labels").keySet()).containsExactly("hemorrhage");
        assertThat(metrics(report).keySet()).doesNotContain("macro", "micro");
    }

    @ParameterizedTest
    @Order(3)
    @CsvSource(delimiter = '|', value = {
        "--table T | There is nothing to evaluate; name a model with --model",
        "--model M | A model needs patients; name their table with --table",
        "--model nowhere --table T | is no model directory",
        "--model M --table nowhere.csv | There is no table 'nowhere.csv'",
        "--model M --table P/no-mass.csv --labels mass,hemorrhage | has no column for the label 'mass'; add it with 0, "
                + "1 or nothing, or evaluate the others with --labels hemorrhage",
        "--model M --table P/wrong-label.csv | says 'yes' for the label 'mass'; write 0, 1 or nothing",
        "--model M --table P/wrong-split.csv | says 'tset' for split",
        "--model M --table P/unknown.csv | there is nothing to compare with",
        "--model M --table T --labels stroke | has no label 'stroke'; it has hemorrhage, mass",
        "--model M --table T --split tset | There is no part 'tset'; write --split train, validation, test or all",
        "--model M --table T --split validation | is in the part 'validation' by the column split (train: 2, "
                + "validation: 0, test: 9, none: 0)",
        "--model M --table T --split-file nowhere.csv | The split 'nowhere.csv' cannot be read",
        "--model M --table T --draws 3 | --draws is 3",
        "--model M --table T --images nowhere | There is no folder 'nowhere'",
        "--model M --table T --compare nowhere | is no model directory",
        "--model M --table T --device tpu | There is no device 'tpu'",
        "--model M --table T --window sharp | sharp",
        "--model M --table T --series axial --split train | axial",
        "--predictions nowhere.csv | The predictions 'nowhere.csv' cannot be read",
        "--predictions P/other.csv | should have the columns patient_id,split,slices and then <label>_probability",
        "--predictions P/beyond.csv | says '1.5' for mass_probability; a probability is a number from 0 to 1",
        "--predictions R --compare M | needs pictures; name their table with --table",
        "--predictions R --model M --labels stroke | has no label 'stroke'"})
    void whatCannotBeIsASentence(String options, String sentence) {
        List<Object> arguments = new ArrayList<>(List.of("evaluate"));
        for (String each : options.split(" ")) {
            arguments.add(switch (each) {
                case "M" -> model;
                case "T" -> table;
                case "R" -> folder.resolve("report").resolve("predictions.csv");
                default -> each.startsWith("P/") ? folder.resolve("patients").resolve(each.substring(2)) : each;
            });
        }
        Path report = folder.resolve("wrong");
        arguments.addAll(List.of("--out", report));
        assertThat(tool.run(arguments.toArray())).isEqualTo(2);
        assertThat(tool.errors()).contains(sentence.strip()).doesNotContain("\tat ");
        assertThat(report).doesNotExist();
        assertThat(folder).isDirectoryNotContaining("glob:**/.wrong*");
    }

    @Test
    @Order(3)
    void nothingIsOverwritten() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("taken"));
        Files.writeString(taken.resolve("mine"), "");
        assertThat(tool.run("evaluate", "--model", model, "--table", table, "--out", taken)).isEqualTo(2);
        assertThat(tool.errors()).contains("is not empty; name a new folder");
        assertThat(taken).isDirectoryNotContaining("glob:**/metrics.json");
    }
}
