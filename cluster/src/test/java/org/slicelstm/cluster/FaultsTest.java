package org.slicelstm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;

/** What becomes of patients when things go wrong, with work that goes wrong to order. */
class FaultsTest {
    private static final Map<String, String> SETTINGS = Map.of("model_sha256", "abc");

    @TempDir
    private Path folder;
    private Cluster cluster;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final EventSink sink = event -> {
        if (event instanceof Event.Note note) {
            notes.add(note.sentence());
        }
    };

    @BeforeEach
    void connect() {
        SparkMixin options = new SparkMixin();
        options.master = "local[2]";
        options.settings = Map.of("spark.ui.enabled", "false");
        cluster = Cluster.connect("test", options, null, sink);
    }

    @AfterEach
    void disconnect() {
        cluster.close();
    }

    /** Writes down every begin; what then happens, the patient's name says. */
    private record Work(String log) implements PatientWork {
        @Override
        public List<Column> columns() {
            return List.of(new Column("patient", DataTypes.StringType), new Column("value", DataTypes.DoubleType),
                    new Column("error", DataTypes.StringType));
        }

        @Override
        public List<String> failed(PatientItem item, String reason) {
            return List.of(item.id(), "", reason);
        }

        @Override
        public Opened open() throws IOException {
            if (Files.exists(Path.of(log, "no model"))) {
                throw new UserException("There is no model here.");
            }
            return item -> {
                Path own = Path.of(log, item.id());
                Files.writeString(own, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                long begun = Files.size(own);
                if (item.id().startsWith("fails") && begun <= item.id().charAt(5) - '0') {
                    throw new IllegalStateException("attempt " + begun + " failed");
                }
                if (item.id().startsWith("deadly")) {
                    throw new AssertionError("as if the process had ended");
                }
                return item.id().startsWith("damaged") ? new Done(failed(item, "no slices, \"damaged\"\nfile"), 0)
                        : new Done(List.of(item.id(), "0.500000", ""), 3);
            };
        }
    }

    private List<PatientItem> items(String... special) {
        List<String> ids = new ArrayList<>(IntStream.range(0, 20).mapToObj(i -> "p" + i).toList());
        ids.addAll(7, List.of(special));
        return IntStream.range(0, ids.size()).mapToObj(i -> PatientItem.ofRow(i, ids.get(i), 1 + i % 5, "t", i, "x"))
                .toList();
    }

    private boolean run(List<PatientItem> items, boolean resume, Path out) throws IOException {
        Work work = new Work(Files.createDirectories(folder.resolve("log")).toString());
        return new PatientRun(cluster, work, new ResultTable(out, work.columns(), cluster::session), sink)
                .run(items, resume, SETTINGS, out.toString());
    }

    private long begun(String id) throws IOException {
        return Files.size(folder.resolve("log").resolve(id));
    }

    private static List<String> patients(Path table) throws IOException {
        return Files.readAllLines(table).stream().skip(1).map(line -> line.substring(0, line.indexOf(','))).toList();
    }

    @Test
    void aPatientThatFailsIsTriedAgainAndCostsNobodyElseAnything() throws IOException {
        Path out = folder.resolve("r.csv");
        List<PatientItem> items = items("fails2", "fails9", "damaged");
        assertThat(run(items, false, out)).isFalse();
        assertThat(patients(out)).isEqualTo(items.stream().map(PatientItem::id).toList());
        assertThat(Files.readString(out)).contains("fails2,0.500000,\n", "fails9,,attempt 4 failed\n",
                "damaged,,\"no slices, \"\"damaged\"\" file\"\n");
        assertThat(begun("fails2")).isEqualTo(3);
        assertThat(begun("fails9")).isEqualTo(4);
        assertThat(begun("damaged")).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            assertThat(begun("p" + i)).isEqualTo(1);
        }
        assertThat(folder.resolve("r.csv.run")).doesNotExist();
        assertThat(notes).contains("21 patients done, 2 failed, 0 left, " + notes.stream()
                .filter(note -> note.startsWith("21 patients done")).findFirst().orElseThrow().split("left, ")[1]);
    }

    @Test
    void aPatientThatEndsItsProcessIsNotTriedForEver() throws IOException {
        Path out = folder.resolve("r.csv");
        assertThat(run(items("deadly"), false, out)).isFalse();
        assertThat(begun("deadly")).isEqualTo(2);
        assertThat(Files.readString(out)).contains("deadly,,\"the process that worked on this patient ended 2 times");
        assertThat(patients(out)).hasSize(21).doesNotHaveDuplicates();
    }

    @Test
    void whatIsFinishedIsKeptWhenSparkGivesUpAndIsNotDoneAgain() throws IOException, InterruptedException {
        Path out = folder.resolve("r.csv");
        Path missing = Files.createDirectories(folder.resolve("log")).resolve("no model");
        Files.createFile(missing);
        assertThatThrownBy(() -> run(items(), false, out)).isInstanceOf(UserException.class)
                .hasMessageContaining("There is no model here").hasMessageContaining("--resume");
        assertThat(out).doesNotExist();
        // A task that was under way goes on for a moment after its job is given up.
        while (Arrays.stream(cluster.context().sc().statusTracker().getExecutorInfos())
                .anyMatch(each -> each.numRunningTasks() > 0)) {
            Thread.sleep(20);
        }
        Files.delete(missing);
        assertThatThrownBy(() -> run(items(), false, out)).isInstanceOf(UserException.class)
                .hasMessageContaining("not finished");
        // As if the run had died after a journal's line and a task's part.
        Path run = folder.resolve("r.csv.run");
        try (Journal journal = Journal.begin(run.resolve("rows"), "dead", 0, 0)) {
            journal.done(new ResultRow(0, List.of("p0", "0.250000", "")));
            journal.done(new ResultRow(1, List.of("p1", "", "an error")));
        }
        Path part = Files.createDirectories(run.resolve("parts/dead")).resolve("part-00000");
        Files.writeString(part, "2,p2,0.250000,\n3,p3,,an error\n");
        Path begun = Files.createDirectories(run.resolve("parts/dead/_temporary/0")).resolve("part-00001");
        Files.writeString(begun, "4,p4,0.250000,\n");
        assertThat(run(items(), true, out)).isTrue();
        assertThat(notes).contains("2 patients were finished already and are skipped.");
        assertThat(Files.readString(out)).contains("p0,0.250000,\n", "p1,0.500000,\n", "p2,0.250000,\n",
                "p3,0.500000,\n", "p4,0.500000,\n");
        assertThat(patients(out)).isEqualTo(items().stream().map(PatientItem::id).toList());
        assertThat(folder.resolve("log/p0")).doesNotExist();
        assertThat(begun("p1")).isEqualTo(1);
    }

    @Test
    void aTableIsGoneOnWithAndNeverOverwritten() throws IOException {
        for (String name : List.of("r.csv", "r.parquet")) {
            Path out = folder.resolve(name);
            Files.deleteIfExists(folder.resolve("log/fails4"));
            assertThat(run(items("fails4"), false, out)).isFalse();
            assertThatThrownBy(() -> run(items("fails4"), false, out)).isInstanceOf(UserException.class)
                    .hasMessageContaining("exists already");
            long before = begun("p3");
            assertThat(run(items("fails4"), true, out)).isTrue();
            assertThat(begun("p3")).isEqualTo(before);
            assertThat(begun("fails4")).isEqualTo(5);
            Work work = new Work("");
            List<ResultRow> rows = new ResultTable(out, work.columns(), cluster::session).read();
            assertThat(rows.stream().map(ResultRow::patient).toList())
                    .isEqualTo(items("fails4").stream().map(PatientItem::id).toList());
            assertThat(rows.get(7).fields()).containsExactly("fails4", "0.500000", "");
        }
    }

    @Test
    void aTableOfAnotherModelIsLeftAsItWas() throws IOException {
        Path out = Files.writeString(folder.resolve("r.csv"), "patient,mass,error\np1,0.5,\n");
        assertThatThrownBy(() -> run(items(), true, out)).isInstanceOf(UserException.class)
                .hasMessageContaining("other columns").hasMessageContaining("patient,value,error");
        assertThat(out).hasContent("patient,mass,error\np1,0.5,\n");
        assertThat(folder.resolve("r.csv.run")).doesNotExist();
    }

    @Test
    void aMasterThatIsNotThereIsToldAtOnce() {
        for (String master : List.of("spark://127.0.0.1:1", "spark://127.0.0.1:1,127.0.0.1:2", "spark://nowhere")) {
            SparkMixin options = new SparkMixin();
            options.master = master;
            assertThatThrownBy(() -> Cluster.connect("test", options, null, sink)).isInstanceOf(UserException.class)
                    .hasMessageContaining("No master of Spark answers at '" + master + "'");
        }
    }

    @Test
    void twoDriversDoNotShareOneTable() throws IOException {
        Work work = new Work("");
        ResultTable table = new ResultTable(folder.resolve("r.csv"), work.columns(), cluster::session);
        try (RunFolder first = new RunFolder(table); RunFolder second = new RunFolder(table)) {
            first.begin(false, SETTINGS);
            assertThatThrownBy(() -> second.begin(true, SETTINGS)).isInstanceOf(UserException.class)
                    .hasMessageContaining("Another run is writing");
        }
        try (RunFolder third = new RunFolder(table)) {
            assertThatThrownBy(() -> third.begin(true, Map.of("model_sha256", "another")))
                    .isInstanceOf(UserException.class).hasMessageContaining("model sha256");
        }
    }
}
