package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.graph.ModelWeights;
import org.slicelstm.model.ModelDirectory;

/** {@code train} as a user runs it. */
class TrainCommandTest {
    private static final Locale USUAL = Locale.getDefault();
    private static final int SIZE = 32;

    @TempDir
    private static Path folder;
    private static Path table;

    private final Tool tool = new Tool();

    @BeforeAll
    static void draw() throws IOException {
        Random random = new Random(2);
        StringBuilder rows = new StringBuilder("patient_id;path;hemorrhage;mass\n");
        for (int i = 0; i < 10; i++) {
            Path own = Files.createDirectories(folder.resolve("patients").resolve("p" + i));
            for (int slice = 0; slice < 2; slice++) {
                BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
                for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
                    image.getRaster().setSample(pixel % SIZE, pixel / SIZE, 0, random.nextInt(256));
                }
                ImageIO.write(image, "png", own.resolve(slice + ".png").toFile());
            }
            rows.append("p").append(i).append(";p").append(i).append(";").append(i % 2).append(";0\n");
        }
        table = Files.writeString(folder.resolve("patients").resolve("patients.csv"), rows);
    }

    @BeforeEach
    void speakGerman() {
        Locale.setDefault(Locale.GERMANY);
    }

    @AfterEach
    void speakAsUsual() {
        Locale.setDefault(USUAL);
    }

    private int run(Object... arguments) {
        return tool.run(List.of("train", "--cache", folder.resolve("cache")), arguments);
    }

    @Test
    void aRunIsTrainedGoneOnWithAndTrainedFurther() throws IOException {
        Path run = folder.resolve("run");
        Object[] command = {"--recipe", "tiny-lstm", "--labels", "hemorrhage", "--table", table, "--validation", "0.2",
            "--test", "0.2", "--device", "cpu", "--learning-rate", "0.01", "--schedule", "constant", "--out", run};
        assertThat(run(and(command, "--epochs", "1"))).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("All weights start random");
        assertThat(tool.output()).contains("epoch  train loss").contains("test, hemorrhage:");
        assertThat(run).isDirectoryContaining("glob:**/{model,last,events}")
                .isDirectoryContaining("glob:**/curves.png").isDirectoryContaining("glob:**/recipe.json");
        assertThat(Files.readAllLines(run.resolve("split.csv"))).hasSize(11).startsWith("patient_id,split");
        assertThat(Files.readAllLines(run.resolve("history.csv")))
                .startsWith("epoch,split,label,loss,accuracy,recall,precision,specificity,f1,auc").hasSize(5)
                .allMatch(line -> line.split(",", -1).length == 10);

        assertThat(run(and(command, "--epochs", "2", "--resume"))).isZero();
        assertThat(tool.output()).contains("epochs 2 to 2");
        assertThat(Files.readAllLines(run.resolve("history.csv"))).hasSize(9);
        String auc = Files.readAllLines(run.resolve("metrics.csv")).stream()
                .filter(line -> line.contains(",test,hemorrhage,")).findFirst().orElseThrow().split(",")[9];
        assertThat(Files.readString(run.resolve("model").resolve("MODEL_CARD.md"))).contains("Trained on 6 patients; epoch",
                String.format(Locale.ROOT, "| test | hemorrhage | %.3f |", Double.parseDouble(auc)));

        assertThat(run("--model", run.resolve("model"), "--labels", "hemorrhage", "--table", table, "--epochs", "1",
                "--validation", "0.2", "--out", folder.resolve("further"))).isZero();
        assertThat(tool.errors()).doesNotContain("untrained").doesNotContain("random");
        assertThat(tool.run("predict", "--model", folder.resolve("further").resolve("model"), table)).isZero();
        assertThat(tool.errors()).doesNotContain("untrained");
    }

    @Test
    void aFrozenBackboneStaysAndADrawnOneIsMeasured() throws IOException {
        Path drawn = folder.resolve("drawn");
        assertThat(tool.run("new-model", "--recipe", "tiny-lstm", "--labels", "hemorrhage", "--out", drawn)).isZero();
        Path run = folder.resolve("from drawn");
        assertThat(run("--model", drawn, "--labels", "hemorrhage", "--table", table, "--epochs", "1", "--out", run))
                .as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("All weights start random");
        Path frozen = folder.resolve("frozen");
        assertThat(run("--model", run.resolve("model"), "--labels", "hemorrhage", "--table", table, "--epochs", "1",
                "--freeze", "--augment-draws", "1", "--out", frozen))
                .as(tool.errors()).isZero();

        assertThat(weights(drawn, "backbone.norm1.running_mean", 16)).containsOnly(0);
        float[] measured = weights(run.resolve("model"), "backbone.norm1.running_mean", 16);
        assertThat(measured).doesNotContain(0);
        assertThat(weights(frozen.resolve("model"), "backbone.norm1.running_mean", 16)).containsExactly(measured);
        assertThat(weights(frozen.resolve("model"), "backbone.norm1.bias", 16))
                .containsExactly(weights(run.resolve("model"), "backbone.norm1.bias", 16));
        assertThat(weights(frozen.resolve("model"), "head.dense0.bias", 64))
                .isNotEqualTo(weights(run.resolve("model"), "head.dense0.bias", 64));
    }

    private static float[] weights(Path model, String name, int size) throws IOException {
        try (ModelWeights weights = ModelWeights.open(ModelDirectory.open(model))) {
            return weights.get(name, new long[] {size});
        }
    }

    @Test
    void aHeadIsChosenAndLaterChangedForAnother() throws IOException {
        Path run = folder.resolve("mean");
        assertThat(run("--recipe", "tiny-lstm", "--labels", "hemorrhage", "--head", "mean", "--slices-window", "1",
                "--table", table, "--epochs", "1", "--out", run)).as(tool.errors()).isZero();
        assertThat(Files.readString(run.resolve("model").resolve("model.json")))
                .contains("\"name\": \"tiny-mean\"", "\"kind\": \"mean\"", "\"slices_window\": 1",
                        "\"training_order\": \"shuffled\"", "\"prediction_order\": \"sorted\"", "\"orders\": 1");
        assertThat(Files.readString(run.resolve("model").resolve("MODEL_CARD.md")))
                .contains("a mean over the pictures joins the slices", "more than 1 slice it takes 1");

        assertThat(run("--model", run.resolve("model"), "--head", "bilstm", "--slices-window", "2", "--table", table,
                "--epochs", "1", "--out", folder.resolve("bilstm"))).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("a two-way LSTM takes its place");
        for (Path model : List.of(run, folder.resolve("bilstm"))) {
            assertThat(tool.run("predict", "--model", model.resolve("model"), "--json", table))
                    .as(tool.errors()).isZero();
        }
    }

    @Test
    void everyPatientIsTheTestOfOneFold() throws IOException {
        List<String> tested = new ArrayList<>();
        for (String fold : List.of("1", "2")) {
            Path run = folder.resolve("fold" + fold);
            Object[] command = {"--recipe", "tiny-lstm", "--labels", "hemorrhage", "--table", table, "--folds", "2",
                "--fold", fold, "--validation", "0.2", "--epochs", "1", "--schedule", "constant", "--flip",
                "--rotation", "4", "--smallest-crop", "1", "--out", run};
            assertThat(run(command)).as(tool.errors()).isZero();
            List<String> rows = Files.readAllLines(run.resolve("split.csv"));
            rows.stream().filter(row -> row.endsWith(",test")).forEach(row -> tested.add(row.split(",")[0]));
            assertThat(rows).filteredOn(row -> row.endsWith(",validation")).hasSize(2);
            assertThat(Files.readString(run.resolve("recipe.json"))).contains("\"flip\": 0.5",
                    "\"rotation_degrees\": 4.0", "\"smallest_crop_area\": 1.0");
        }
        assertThat(tested).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 10).mapToObj(i -> "p" + i).toList());

        assertThat(run("--recipe", "tiny-lstm", "--labels", "hemorrhage", "--table", table, "--folds", "2",
                "--fold", "1", "--validation", "0.2", "--epochs", "2", "--schedule", "constant", "--flip",
                "--rotation", "4", "--smallest-crop", "1", "--resume", "--out", folder.resolve("fold2"))).isEqualTo(2);
        assertThat(tool.errors()).contains("divided the patients in another way");
    }

    /** Of 40 patients a fifth is kept back; the two commands answer alike for each of them. */
    @Test
    void trainingAndEvaluationCallAlike() throws IOException {
        StringBuilder rows = new StringBuilder("patient_id,path,hemorrhage,mass,sex,age,note\n");
        for (int i = 0; i < 40; i++) {
            Path from = folder.resolve("patients/p" + i % 10);
            Path own = Files.createDirectories(folder.resolve("forty/q" + i));
            BufferedImage image = ImageIO.read(from.resolve("0.png").toFile());
            image.getRaster().setSample(0, 0, 0, i * 6);
            ImageIO.write(image, "png", own.resolve("0.png").toFile());
            rows.append("q").append(i).append(",q").append(i).append(',').append(i % 4 == 0 ? 1 : 0).append(',')
                    .append(i % 3 == 0 ? "1.0" : i % 3 == 1 ? "0.0" : "").append(',').append(i % 2).append(",60,\n");
        }
        Path forty = Files.writeString(folder.resolve("forty/t.csv"), rows);
        Path run = folder.resolve("alike");
        assertThat(run("--recipe", "tiny-lstm", "--table", forty, "--validation", "0.3", "--test", "0.3", "--epochs",
                "2", "--learning-rate", "0.01", "--out", run)).as(tool.errors()).isZero();
        assertThat(tool.errors())
                .contains("The recipe proposes hemorrhage, ischemia, fracture, mass, edema; the labels of the table "
                        + "are "
                        + "hemorrhage, mass, and these are trained.",
                        "The column 'note' is empty and counts as no label.",
                        "Too few patients validate to choose a threshold")
                .doesNotContain("Nobody is kept back", "which --labels names");
        for (String part : List.of("validation", "test")) {
            Path report = folder.resolve("alike-" + part);
            assertThat(tool.run("evaluate", "--model", run.resolve("model"), "--table", forty, "--split-file",
                    run.resolve("split.csv"), "--split", part, "--draws", "10", "--out", report)).as(tool.errors())
                    .isZero();
            List<String> evaluated = Files.readAllLines(report.resolve("metrics.csv"));
            for (String label : List.of("hemorrhage", "mass")) {
                String[] trained = Files.readAllLines(run.resolve("metrics.csv")).stream()
                        .filter(line -> line.contains("," + part + "," + label + ",")).findFirst().orElseThrow()
                        .split(",", -1);
                List<String> names = List.of("accuracy", "sensitivity", "precision", "specificity", "f1", "auc");
                for (int i = 0; i < names.size(); i++) {
                    String start = label + "," + names.get(i) + ",";
                    String found = evaluated.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow()
                            .split(",", -1)[2];
                    assertThat(found.isEmpty()).as(start).isEqualTo(trained[4 + i].isEmpty());
                    if (!found.isEmpty()) {
                        assertThat(Double.parseDouble(found)).as(part + " " + start)
                                .isCloseTo(Double.parseDouble(trained[4 + i]), within(1e-6));
                    }
                }
            }
        }
    }

    @Test
    void saysBeforeItBeginsThatNobodyIsKeptBackAndWhichShareWouldDo() throws IOException {
        Path run = folder.resolve("advised");
        assertThat(run("--recipe", "tiny-lstm", "--labels", "hemorrhage", "--table", table, "--epochs", "1", "--out",
                run)).as(tool.errors()).isZero();
        List<String> lines = tool.errors().lines().toList();
        assertThat(lines).anyMatch(line -> line.startsWith("Nobody is kept back for a test")
                && line.contains("--test 0.2")).anyMatch(line -> line.startsWith("Too few patients validate")
                && line.contains("no --validation would do"));
    }

    /** As version 0.1 wrote it: such a schedule changed nothing, or ended a training that had begun. */
    @ParameterizedTest
    @ValueSource(strings = {"step", "linear"})
    void anOldModelOfAnUnknownScheduleStillPredicts(String schedule) throws IOException {
        Path old = folder.resolve("old-" + schedule);
        assertThat(tool.run("new-model", "--recipe", "tiny-lstm", "--labels", "hemorrhage", "--out", old)).isZero();
        Path json = old.resolve("model.json");
        Files.writeString(json, Files.readString(json).replace("\"schedule\": \"cosine\"", "\"schedule\": \"" + schedule
                + "\""));
        assertThat(Files.readString(json)).contains(schedule);
        assertThat(tool.run("predict", "--model", old, folder.resolve("patients/p1"))).as(tool.errors()).isZero();
        Path run = folder.resolve("from-" + schedule);
        assertThat(run("--model", old, "--table", table, "--epochs", "1", "--out", run)).isEqualTo(2);
        assertThat(tool.errors()).contains("name one by --schedule constant or cosine");
        assertThat(run).doesNotExist();
        assertThat(run("--model", old, "--table", table, "--epochs", "1", "--schedule", "constant", "--out", run))
                .as(tool.errors()).isZero();
    }

    private static Object[] and(Object[] command, Object... more) {
        List<Object> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(more));
        return all.toArray();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--recipe tiny | There is no recipe 'tiny'",
        "--epochs 3 | either --recipe NAME for a new model",
        "--recipe tiny-lstm --model x | either --recipe NAME for a new model",
        "--model nowhere | is no model directory",
        "--recipe tiny-lstm --weights nowhere | There is no weight file 'nowhere'",
        "--recipe tiny-lstm | label 'mass'",
        "--recipe tiny-lstm --labels stroke | stroke",
        "--recipe tiny-lstm --labels hemorrhage --optimiser rprop | --optimiser cannot be 'rprop'; write adam or adamw",
        "--recipe tiny-lstm --labels hemorrhage --loss hinge | --loss cannot be 'hinge'",
        "--recipe tiny-lstm --labels hemorrhage --schedule linear | --schedule cannot be 'linear'",
        "--recipe tiny-lstm --labels hemorrhage --epochs 0 | --epochs must lie between 1",
        "--recipe tiny-lstm --labels hemorrhage --accumulate 0 | --accumulate must",
        "--recipe tiny-lstm --labels hemorrhage --learning-rate 0 | --learning-rate must",
        "--recipe tiny-lstm --labels hemorrhage --dropout 1 | --dropout must",
        "--recipe tiny-lstm --labels hemorrhage --augment-draws -1 | --augment-draws must",
        "--recipe tiny-lstm --labels hemorrhage --metric kappa | The metric \"kappa\" is not known",
        "--recipe tiny-lstm --labels hemorrhage --patience -1 | patience",
        "--recipe tiny-lstm --labels hemorrhage --validation 0.6 --test 0.4 | add up to less than 1",
        "--recipe tiny-lstm --labels hemorrhage --split nowhere.csv | split",
        "--recipe tiny-lstm --labels hemorrhage --folds 5 | --folds K and --fold I go together",
        "--recipe tiny-lstm --labels hemorrhage --folds 5 --fold 6 | There is no fold 6 of 5",
        "--recipe tiny-lstm --labels hemorrhage --folds 5 --fold 1 --test 0.1 | leave --test and --split out",
        "--recipe tiny-lstm --labels hemorrhage --folds 11 --fold 1 | to divide into 11 folds",
        "--recipe tiny-lstm --labels hemorrhage --head gru | --head cannot be 'gru'; write lstm or bilstm or attention",
        "--recipe tiny-lstm --labels hemorrhage --slices-window 0 | --slices-window must",
        "--recipe tiny-lstm --labels hemorrhage --max-slices -5 | --max-slices is -5",
        "--recipe tiny-lstm --labels hemorrhage --max-slices 1 | Every patient has more than 1 slice;",
        "--recipe tiny-lstm --labels hemorrhage --cache-limit -1 | --cache-limit is -1",
        "--recipe tiny-lstm --labels hemorrhage --device tpu | There is no device 'tpu'",
        "--recipe tiny-lstm --labels hemorrhage --images nowhere | There is no folder 'nowhere'",
        "--recipe tiny-lstm --labels hemorrhage --resume | no run in",
        "--recipe tiny-lstm --labels hemorrhage --window sharp | sharp"})
    void whatCannotBeIsASentenceBeforeAnyTraining(String options, String sentence) {
        Path run = folder.resolve("wrong").resolve("run");
        assertThat(run(and(options.split(" "), "--table", table, "--out", run))).isEqualTo(2);
        assertThat(tool.errors()).contains(sentence.strip()).doesNotContain("\tat ");
        assertThat(run).doesNotExist();
    }

    @Test
    void aTableThatIsNotThereIsASentence() {
        assertThat(run("--recipe", "tiny-lstm", "--table", folder.resolve("none.csv"), "--out",
                folder.resolve("nothing"))).isEqualTo(2);
        assertThat(tool.errors()).contains("There is no table");
    }
}
