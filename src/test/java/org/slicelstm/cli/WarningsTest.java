package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;

/** What looks wrong is told by every command, and what is no slice is left out by name. */
class WarningsTest {
    @TempDir
    private static Path shared;
    private static Path model;

    @TempDir
    private Path folder;
    private final Tool tool = new Tool();

    @BeforeAll
    static void makeModel() {
        model = shared.resolve("model");
        new Tool().run("new-model", "--recipe", "tiny-lstm", "--labels", "hemorrhage,mass", "--out", model);
    }

    /** A head in few strokes: a bright skull around tissue with noise that differs from picture to picture. */
    private static BufferedImage head(int seed) {
        BufferedImage image = new BufferedImage(128, 128, BufferedImage.TYPE_BYTE_GRAY);
        SplittableRandom random = new SplittableRandom(seed);
        for (int y = 0; y < 128; y++) {
            for (int x = 0; x < 128; x++) {
                double radius = Math.hypot(x - 64, y - 64);
                int tissue = 80 + random.nextInt(60);
                image.getRaster().setSample(x, y, 0, radius < 42 ? tissue : radius < 52 ? 255 : 0);
            }
        }
        return image;
    }

    private static BufferedImage disc(int dark, int bright) {
        BufferedImage image = new BufferedImage(128, 128, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 128 * 128; i++) {
            image.getRaster().setSample(i % 128, i / 128, 0, Math.hypot(i % 128 - 64, i / 128 - 64) < 9 ? bright : dark);
        }
        return image;
    }

    private Path write(String file, BufferedImage image) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        ImageIO.write(image, file.substring(file.lastIndexOf('.') + 1), path.toFile());
        return path;
    }

    private JsonObject predicted(int exit, Object path) {
        assertThat(tool.run("predict", "--json", "--model", model, "--device", "cpu", path)).isEqualTo(exit);
        return patient();
    }

    private JsonObject inspected(Object path) {
        assertThat(tool.run("inspect", "--json", path)).isZero();
        return patient();
    }

    private JsonObject patient() {
        JsonArray patients = JsonParser.parseString(tool.output()).getAsJsonObject().getAsJsonArray("patients");
        assertThat(patients).hasSize(1);
        return patients.get(0).getAsJsonObject();
    }

    private static List<String> strings(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false).map(JsonElement::getAsString).toList();
    }

    private static List<String> leftOut(JsonObject patient) {
        List<String> files = new ArrayList<>();
        patient.getAsJsonArray("left_out").forEach(each -> files.add(
                Path.of(each.getAsJsonObject().get("file").getAsString()).getFileName() + ": "
                        + each.getAsJsonObject().get("reason").getAsString()));
        return files;
    }

    @Test
    void aHeadGivesNoWarning() throws IOException {
        for (int i = 1; i < 4; i++) {
            write("p/" + i + ".png", head(i));
        }
        assertThat(strings(predicted(0, folder.resolve("p")).get("warnings"))).isEmpty();
        assertThat(tool.errors()).doesNotContain("Warning");
    }

    @Test
    void everyCommandGivesWhatInspectGives() throws IOException {
        StringBuilder table = new StringBuilder("patient_id,path,hemorrhage,mass,split\n");
        for (int patient = 0; patient < 6; patient++) {
            for (int i = 1; i < 4; i++) {
                write("p" + patient + "/" + i + ".png", head(patient * 10 + i));
            }
            table.append("p").append(patient).append(",p").append(patient).append(',').append(patient % 2).append(',')
                    .append(patient / 2 % 2).append(',').append(patient < 4 ? "train" : "test").append('\n');
        }
        write("p5/4.png", disc(0, 255));
        write("p5/5.png", disc(0, 20));
        Path csv = Files.writeString(folder.resolve("t.csv"), table);
        List<String> warnings = strings(inspected(folder.resolve("p5")).get("warnings"));
        assertThat(warnings).hasSize(2).anyMatch(each -> each.startsWith("1 of 5 pictures are black"))
                .anyMatch(each -> each.startsWith("1 of 5 pictures have only a few grey levels"));
        String line = "p5: Warning: " + warnings.get(0);

        Path results = folder.resolve("results.csv");
        assertThat(strings(predicted(0, folder.resolve("p5")).get("warnings"))).isEqualTo(warnings);
        assertThat(tool.errors()).contains(line);
        assertThat(tool.run("predict", "-q", "--model", model, "--out", results, folder.resolve("p5"))).isZero();
        assertThat(tool.errors()).contains(line);
        assertThat(tool.output()).contains("    Warning: " + warnings.get(0));
        assertThat(Files.readAllLines(results).get(0)).endsWith(",device,error,warnings,note");
        assertThat(Files.readAllLines(results).get(1)).contains(",,\"" + String.join(" ", warnings) + "\"")
                .endsWith(",");
        assertThat(tool.run("features", "--model", model, "--out", folder.resolve("f"), folder.resolve("p5"))).isZero();
        assertThat(tool.errors()).contains(line);
        assertThat(tool.run("explain", "--model", model, "--label", "mass", "--out", folder.resolve("e"),
                folder.resolve("p5"))).isZero();
        assertThat(tool.errors()).contains(line);
        assertThat(tool.run("evaluate", "--model", model, "--table", csv, "--draws", 10, "--out",
                folder.resolve("evaluation"))).isZero();
        assertThat(tool.errors()).contains(line).doesNotContain("p4: Warning");
        assertThat(Files.readString(folder.resolve("evaluation/predictions.csv"))).contains(warnings.get(0));
        JsonArray told = JsonParser.parseString(Files.readString(folder.resolve("evaluation/metrics.json")))
                .getAsJsonObject().getAsJsonArray("warnings");
        assertThat(told).singleElement().satisfies(each -> {
            assertThat(each.getAsJsonObject().get("patient").getAsString()).isEqualTo("p5");
            assertThat(strings(each.getAsJsonObject().get("warnings"))).isEqualTo(warnings);
        });
        // Once when the pictures are decoded, and again when their content is known from the cache.
        for (String run : List.of("run1", "run2")) {
            assertThat(tool.run("train", "--model", model, "--table", csv, "--epochs", 1, "--validation", 0, "--cache",
                    folder.resolve("cache"), "--out", folder.resolve(run))).as(tool.errors()).isZero();
            assertThat(tool.errors()).contains(line);
        }
    }

    @Test
    void blackPicturesAreRefusedOneByOneAndAPatientOfNothingElseTogether() throws IOException {
        write("flat/1.png", head(1));
        write("flat/2.png", disc(0, 0));
        JsonObject flat = predicted(0, folder.resolve("flat"));
        assertThat(flat.get("slices").getAsInt()).isEqualTo(1);
        assertThat(leftOut(flat)).singleElement().asString().startsWith("2.png: all its pixels have the same value");
        write("black/1.png", disc(0, 20));
        write("black/2.png", disc(1, 25));
        assertThat(predicted(1, folder.resolve("black")).get("error").getAsString()).contains("all 2 pictures are black");
    }

    @Test
    void masksAmongTheSlicesAreLeftOutByName() throws IOException {
        for (int i = 5; i < 8; i++) {
            write("p/" + i + ".png", head(i));
        }
        write("p/6_HGE_Seg.jpg", disc(0, 255));
        write("p/label-7.png", disc(0, 1));
        write("p/seg_8.png", head(8));
        JsonObject patient = predicted(0, folder.resolve("p"));
        assertThat(patient.get("slices").getAsInt()).isEqualTo(4);
        assertThat(leftOut(patient)).hasSize(2).allMatch(each -> each.contains("a mask"));
        assertThat(strings(patient.get("warnings"))).singleElement().asString().contains("'seg_8.png'");
    }

    @Test
    void rowsThatMeetAreRefusedByEveryCommand() throws IOException {
        for (String name : List.of("p1_1", "p1_2", "p10_1", "p10_2")) {
            write("all/" + name + ".png", head(name.hashCode() % 97));
        }
        Path csv = Files.writeString(folder.resolve("t.csv"),
                "patient_id,path,hemorrhage,mass\np1,all/p1*,0,1\np10,all/p10*,1,0\n");
        Path out = folder.resolve("out");
        for (List<Object> command : List.<List<Object>>of(List.of("inspect", csv),
                List.of("predict", "--model", model, csv, "--out", out),
                List.of("features", "--model", model, csv, "--out", out),
                List.of("explain", "--model", model, "--label", "mass", csv, "--out", out),
                List.of("evaluate", "--model", model, "--table", csv, "--out", out),
                List.of("train", "--model", model, "--table", csv, "--out", out))) {
            assertThat(tool.run(command.toArray())).as(command.get(0).toString()).isEqualTo(Main.WRONG_USAGE);
            assertThat(tool.errors()).contains("Rows 2 and 3 point to the same pictures ('p1' and 'p10')");
            assertThat(out).doesNotExist();
        }
    }

    @Test
    @NeedsSharedData
    void theCasesOfTheSharedDataAreToldOf() {
        assertThat(strings(predicted(0, SharedData.path("cases/flat-folder")).get("warnings"))).singleElement()
                .asString().contains("fall into 2 groups").contains("qct01_CT0_plain,qct01_CT0_plain_*");
        assertThat(strings(predicted(0, SharedData.path("cases/chest")).get("warnings"))).singleElement().asString()
                .contains("3 of 3 slices").contains("(CHEST)");
        assertThat(strings(predicted(0, SharedData.path("cases/warnings/sheet")).get("warnings")))
                .isEqualTo(strings(inspected(SharedData.path("cases/warnings/sheet")).get("warnings")))
                .anyMatch(each -> each.contains("film sheet"));
        assertThat(predicted(1, SharedData.path("cases/warnings/black")).get("error").getAsString())
                .contains("same value");
        JsonObject masks = predicted(0, SharedData.path("cases/masks/brain"));
        assertThat(masks.get("slices").getAsInt()).isEqualTo(3);
        assertThat(leftOut(masks)).hasSize(2).allMatch(each -> each.matches("[67]_HGE_Seg.jpg: a mask.*"));
        assertThat(strings(masks.get("warnings"))).isEmpty();
        List<String> files = new ArrayList<>();
        inspected(SharedData.path("cases/names-with-positions/neg")).getAsJsonArray("slices").forEach(each -> files.add(
                Path.of(each.getAsJsonObject().get("file").getAsString()).getFileName().toString()));
        assertThat(files).containsExactly("slice_-10.5.png", "slice_-8.png", "slice_-5.5.png", "slice_-3.png",
                "slice_-0.5.png", "slice_2.png", "slice_4.5.png");
        for (List<Object> command : List.<List<Object>>of(
                List.of("predict", "--model", model, SharedData.path("cases/glob-overlap/t.csv")),
                List.of("evaluate", "--model", model, "--labels", "hemorrhage", "--table",
                        SharedData.path("cases/glob-overlap/t2.csv"), "--out", folder.resolve("out")))) {
            assertThat(tool.run(command.toArray())).isEqualTo(Main.WRONG_USAGE);
            assertThat(tool.errors()).contains("Rows 2 and 3").contains("Rows 2 and 4");
        }
    }

    @Test
    @NeedsSharedData
    void setsOfTheSharedDataGiveNoWarning() {
        for (String set : List.of("ge_head_ct", "ge_images")) {
            assertThat(strings(inspected(SharedData.path(set)).get("warnings"))).as(set).isEmpty();
        }
    }
}
