package org.slicelstm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.run.JobRunner;

/** The commands as a user runs them on the cores of one machine, against the same jobs without Spark. */
class CommandsOnSparkTest {
    private static final Job.SliceOptions AS_USUAL = new Job.SliceOptions("auto", false, null, null);
    private static final String SMALL = """
            {"name": "small", "question": "Does it run?", "recipe": "tiny-lstm", "labels": ["hemorrhage"], "folds": 2,
             "seeds": [1], "orders": ["random"],
             "override": {"backbone": {"trainable_after": null}, "input": {"height": 32, "width": 32},
                          "training": {"epochs": 2}},
             "variants": [{"name": "lstm"}, {"name": "mean", "override": {"head": "mean"}}]}
            """;

    @TempDir
    private static Path folder;
    private static Path model;
    private static Path table;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeAll
    static void make() throws IOException {
        model = folder.resolve("model");
        Path patients = folder.resolve("patients");
        plain(new Job.NewModel("tiny-lstm", List.of("hemorrhage", "mass"), null, 3, null, null, false,
                model.toString()));
        plain(new Job.Phantoms(12, 5, "jpg", Map.of("hemorrhage", .5), true, patients.toString()));
        Files.writeString(patients.resolve("damaged.jpg"), "This is no picture.");
        Path phantoms = patients.resolve("patients.csv");
        List<String> rows = new ArrayList<>(Files.readAllLines(phantoms));
        rows.add(4, "missing,not-there,0,0,0,0,0");
        rows.add(6, "damaged,damaged.jpg,0,0,0,0,0");
        table = Files.write(patients.resolve("some.csv"), rows);
    }

    private static void plain(Job job) {
        EventSink quiet = event -> { };
        try (JobRunner runner = new JobRunner()) {
            runner.run(job, quiet);
        }
    }

    private int spark(Object... arguments) {
        errors.reset();
        List<String> all = new ArrayList<>(Arrays.stream(arguments).map(Object::toString).toList());
        all.addAll(List.of("--master", "local[2]", "--conf", "spark.ui.enabled=false"));
        PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
        return org.slicelstm.cli.Main.run(new Main(), System.out, err, all.toArray(String[]::new));
    }

    private static Path predicted(Path... paths) {
        Path out = folder.resolve("plain-" + paths.length + paths[0].getFileName());
        if (!Files.exists(out)) {
            plain(new Job.Predict(model.toString(), Arrays.stream(paths).map(Path::toString).toList(), AS_USUAL,
                    out.toString(), false, null, 0, "cpu", List.of()));
        }
        return out;
    }

    @Test
    void aTableIsPredictedAsOnOneMachine() throws IOException {
        Path out = folder.resolve("spark.csv");
        assertThat(spark("predict", "--model", model, table, "--out", out, "--device", "cpu")).isEqualTo(1);
        assertThat(out).hasSameTextualContentAs(predicted(table));
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("12 patients done, 2 failed, 0 left",
                "slices a second", "2 patients failed");
        // Plain goes on with it, and Spark with what plain has left.
        assertThat(spark("predict", "--model", model, table, "--out", out, "--device", "cpu", "--resume")).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("12 patients were finished already");
        assertThat(out).hasSameTextualContentAs(predicted(table));
    }

    @Test
    void foldersAreSearchedAsOnOneMachine() throws IOException {
        Path patients = table.getParent();
        Path one = patients.resolve("phantom-00001");
        Path out = folder.resolve("folders.csv");
        assertThat(spark("predict", "--model", model, patients, one, "--out", out, "--device", "cpu")).isZero();
        assertThat(out).hasSameTextualContentAs(predicted(patients, one));
    }

    @Test
    void parquetHoldsTheSameWithTypes() throws IOException {
        Path out = folder.resolve("spark.parquet");
        assertThat(spark("predict", "--model", model, table, "--out", out, "--device", "cpu", "--labels", "mass"))
                .isEqualTo(1);
        List<String> plain = Files.readAllLines(predicted(table));
        try (SparkSession session = SparkSession.builder().master("local[1]").config("spark.ui.enabled", false)
                .getOrCreate()) {
            List<Row> rows = session.read().parquet(out.toString()).collectAsList();
            assertThat(rows).hasSize(14);
            for (int i = 0; i < rows.size(); i++) {
                String[] fields = plain.get(i + 1).split(",", -1);
                Row row = rows.get(i);
                assertThat(row.<String>getAs("patient")).isEqualTo(fields[0]);
                assertThat(row.<Integer>getAs("slices")).isEqualTo(Integer.parseInt(fields[1]));
                if (fields[6].isEmpty()) {
                    assertThat(row.<Double>getAs("mass")).isNull();
                    assertThat(row.<String>getAs("error")).isNotEmpty();
                } else {
                    assertThat(row.<Double>getAs("mass")).isEqualTo(Double.parseDouble(fields[6]));
                    assertThat(row.<Integer>getAs("mass_call")).isEqualTo(Integer.parseInt(fields[7]));
                }
            }
        }
    }

    @Test
    void featuresAreTheSameFiles() throws IOException {
        Path plain = folder.resolve("plain-features");
        Path out = folder.resolve("spark-features");
        plain(new Job.Features(model.toString(), List.of(table.toString()), AS_USUAL, plain.toString(), "cpu"));
        assertThat(spark("features", "--model", model, table, "--out", out, "--device", "cpu")).isEqualTo(1);
        for (int i = 1; i <= 12; i++) {
            String name = String.format("phantom-%05d.npy", i);
            assertThat(out.resolve(name)).hasSameBinaryContentAs(plain.resolve(name));
        }
        List<String> rows = Files.readAllLines(out.resolve("features.csv"));
        assertThat(rows).hasSize(15).startsWith("patient,file,error,warnings,note",
                "phantom-00001,phantom-00001.npy,,,");
        assertThat(rows.get(4)).startsWith("missing,,");
    }

    /** The trainings run two at a time in one cache, and give what they give one after the other in another. */
    @Test
    void aStudyIsTheSameStudy() throws IOException {
        Path study = Files.writeString(folder.resolve("small.json"), SMALL);
        Path phantoms = table.resolveSibling("patients.csv");
        Path plain = folder.resolve("plain-study");
        Path out = folder.resolve("spark-study");
        List<String> command = List.of("study", study.toString(), "--table", phantoms.toString(), "--device", "cpu");
        List<String> alone = new ArrayList<>(command);
        alone.addAll(List.of("--out", plain.toString(), "--cache", folder.resolve("cache-1").toString()));
        List<String> spread = new ArrayList<>(command);
        spread.addAll(List.of("--out", out.toString(), "--cache", folder.resolve("cache-2").toString()));
        assertThat(spark(spread.toArray())).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("4 trainings done, 0 failed, 0 left");
        runPlain(alone);
        assertThat(out.resolve("results.csv")).hasSameTextualContentAs(plain.resolve("results.csv"));
        assertThat(out.resolve("summary.csv")).exists();
        assertThat(spark(spread.toArray())).as("nothing is left to train").isZero();
        assertThat(errors.toString(StandardCharsets.UTF_8)).doesNotContain("trainings done");
    }

    private void runPlain(List<String> arguments) {
        PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
        assertThat(org.slicelstm.cli.Main.run(new org.slicelstm.cli.Main(), System.out, err,
                arguments.toArray(String[]::new))).isZero();
    }

    @Test
    void whatIsNotForAClusterSaysSo() {
        assertThat(spark("predict", "--model", model, table)).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("--out results.csv");
        assertThat(spark("predict", "--model", model, table, "--out", folder.resolve("x.csv"), "--plots", folder))
                .isEqualTo(2);
        assertThat(spark("predict", "--model", model, table, "--out", folder.resolve("x.csv"), "--labels", "rash"))
                .isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("no label 'rash'");
    }
}
