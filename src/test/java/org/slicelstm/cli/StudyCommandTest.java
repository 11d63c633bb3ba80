package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.run.JobRunner;

/** {@code study} as a user runs it, on patients of two pictures each. */
class StudyCommandTest {
    private static final Locale USUAL = Locale.getDefault();
    private static final int SIZE = 16;
    private static final String SMALL = """
            {"name": "small", "question": "Does it run?", "recipe": "tiny-lstm", "labels": ["hemorrhage"], "folds": 2,
             "seeds": [1], "orders": ["sorted"],
             "override": {"backbone": {"trainable_after": null}, "input": {"height": 32, "width": 32},
                          "training": {"epochs": 2, "rotation_degrees": 0, "smallest_crop_area": 1}},
             "variants": [{"name": "on", "orders": ["random", "sorted"]},
                          {"name": "off", "override": {"training": {"shuffle_slices": false}}},
                          {"name": "mean", "override": {"head": "mean"}}]}
            """;

    @TempDir
    private static Path folder;
    private static Path table;
    private static Path study;

    private final Tool tool = new Tool();

    @BeforeAll
    static void draw() throws IOException {
        Random random = new Random(2);
        StringBuilder rows = new StringBuilder("patient_id,path,hemorrhage\n");
        for (int i = 0; i < 12; i++) {
            Path own = Files.createDirectories(folder.resolve("patients").resolve("p" + i));
            for (int slice = 0; slice < 2; slice++) {
                BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
                for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
                    image.getRaster().setSample(pixel % SIZE, pixel / SIZE, 0, random.nextInt(i % 2 == 0 ? 100 : 256));
                }
                ImageIO.write(image, "png", own.resolve(slice + ".png").toFile());
            }
            rows.append("p").append(i).append(",p").append(i).append(",").append(i % 2).append("\n");
        }
        table = Files.writeString(folder.resolve("patients").resolve("patients.csv"), rows);
        study = Files.writeString(folder.resolve("small.json"), SMALL);
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
        return tool.run(List.of("study", "--cache", folder.resolve("cache")), arguments);
    }

    @Test
    void everyCellIsTrainedOnceAndWhatTheyShowIsSaid() throws IOException {
        Path to = folder.resolve("study");
        assertThat(run(study, "--table", table, "--device", "cpu", "--out", to)).as(tool.errors()).isZero();
        assertThat(tool.output()).contains("6 of 6: mean, seed 1, fold 2")
                .contains("'mean' asked in sorted order against 'on' asked in random orders:");
        // 2 folds, 4 ways, the label and the mean.
        List<String> results = Files.readAllLines(to.resolve("results.csv"));
        assertThat(results).hasSize(1 + 2 * 4 * 2);
        assertThat(results.get(1)).startsWith("on,random,1,1,hemorrhage,6,3,");
        assertThat(Files.readAllLines(to.resolve("summary.csv"))).hasSize(1 + 4 * 7 * 2).element(0).asString()
                .startsWith("variant,order,label,metric,cells,mean,low,high,against,difference");
        assertThat(ImageIO.read(to.resolve("summary.png").toFile()).getWidth()).isPositive();
        assertThat(Files.readString(to.resolve("study.md"))).contains("Does it run?", "12 patients with 24 slices",
                "Nadeau", "| hemorrhage | on | random | 2 |").doesNotContain("synthetic");
        assertThat(to.resolve("runs").resolve("off").resolve("1-1").resolve("model")).isDirectory();
        // What was kept back from a cell is what its run calls test, and folds are the same for all variants.
        List<String> kept = Files.readAllLines(to.resolve("runs/on/1-1/split.csv"));
        assertThat(kept.stream().filter(line -> line.endsWith(",test"))).hasSize(6);
        assertThat(Files.readAllLines(to.resolve("runs/mean/1-1/split.csv"))).isEqualTo(kept);
        // The order that the training itself tests in gives the numbers of its own table.
        String own = Files.readAllLines(to.resolve("runs/off/1-2/metrics.csv")).stream()
                .filter(line -> line.contains(",test,hemorrhage,")).findFirst().orElseThrow();
        assertThat(results).anyMatch(line -> line.startsWith("off,sorted,1,2,hemorrhage,6,3,")
                && line.endsWith(own.substring(own.indexOf("hemorrhage,") + "hemorrhage,".length())));

        FileTime before = Files.getLastModifiedTime(to.resolve("runs/on/1-1/model/model.json"));
        Files.delete(to.resolve("runs/mean/1-2/held_out.csv"));
        assertThat(run(study, "--table", table, "--device", "cpu", "--out", to)).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("5 of 6 trainings are finished already");
        assertThat(Files.readAllLines(to.resolve("results.csv"))).isEqualTo(results);
        assertThat(Files.getLastModifiedTime(to.resolve("runs/on/1-1/model/model.json"))).isEqualTo(before);

        assertThat(run(study, "--table", table, "--epochs", "3", "--out", to)).isEqualTo(2);
        assertThat(tool.errors()).contains("another study or one with other settings");

        Path stopped = folder.resolve("stopped");
        assertThatThrownBy(() -> runUntil(2, stopped)).isInstanceOf(CancellationException.class);
        assertThat(stopped.resolve("runs/off/1-1/held_out.csv")).exists();
        assertThat(stopped.resolve("results.csv")).doesNotExist();
        assertThat(run(study, "--table", table, "--device", "cpu", "--out", stopped)).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("2 of 6 trainings are finished already");
        assertThat(Files.readAllLines(stopped.resolve("results.csv"))).isEqualTo(results);
    }

    /** Runs the study and stops it, as Ctrl-C would, when so many cells are finished. */
    private static void runUntil(int finished, Path to) {
        int[] cells = {0};
        Job.Train base = new Job.Train(null, null, null, table.toString(), null, List.of(), null,
                new Job.SliceOptions("auto", false, null, null), new Job.Parts(.15, 0, null, 0, null, null),
                new Job.Fitting(null, null, null, null, null, null, null, null, null,
                        new Job.Variations(null, null, null, null), null, "loss", 0, 0),
                folder.resolve("cache").toString(), 20, "cpu", to.toString(), false);
        try (JobRunner runner = new JobRunner()) {
            runner.run(new Job.Study(study.toString(), base, null, List.of()), new EventSink() {
                @Override
                public void accept(Event event) {
                    cells[0] += event instanceof Event.CellDone ? 1 : 0;
                }

                @Override
                public boolean isCancelled() {
                    return cells[0] == finished;
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "nothing | There is no study 'nothing'; name a JSON file or one of shuffling, heads, window, paper",
        "nowhere.json | There is no study 'nowhere.json'",
        "SMALL | has no settings for synthetic patients",
        "SMALL --table none.csv | There is no table 'none.csv'",
        "SMALL --table TABLE --folds 1 | --folds is 1",
        "SMALL --table TABLE --folds 20 | 20 folds",
        "SMALL --table TABLE --recipe tiny | There is no recipe 'tiny'",
        "SMALL --table TABLE --metric kappa | The metric \"kappa\" is not known",
        "SMALL --table TABLE --labels stroke | stroke"})
    void whatCannotBeIsASentence(String options, String sentence) {
        Path to = folder.resolve("wrong").resolve("study");
        List<Object> arguments = new ArrayList<>(List.of("--out", to));
        for (String each : options.split(" ")) {
            arguments.add(each.equals("SMALL") ? study : each.equals("TABLE") ? table : each);
        }
        assertThat(run(arguments.toArray())).isEqualTo(2);
        assertThat(tool.errors()).contains(sentence.strip()).doesNotContain("\tat ");
        assertThat(to.resolve("runs")).doesNotExist();
    }

    @Test
    void aFolderWithOtherThingsInItStaysAsItIs() throws IOException {
        Path to = Files.createDirectories(folder.resolve("mine"));
        Files.writeString(to.resolve("notes.txt"), "mine");
        assertThat(run(study, "--table", table, "--out", to)).isEqualTo(2);
        assertThat(tool.errors()).contains("holds no study");
        assertThat(to.resolve("study.json")).doesNotExist();
    }
}
