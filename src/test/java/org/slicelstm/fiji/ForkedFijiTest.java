package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;

import ij.io.FileSaver;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.TestJava;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;

/** The command in a process laid out as Fiji is, under a German locale, with a TensorFlow 1 in front of everything. */
@EnabledOnOs(OS.LINUX)
class ForkedFijiTest {
    /** The worker ends within two seconds; that the system takes it off its list may take longer. */
    private static final long PATIENCE_SECONDS = 10;

    @TempDir
    static Path folder;
    static Path fiji;

    @BeforeAll
    static void install() throws IOException {
        fiji = FijiFolder.make(folder.resolve("Doktor O'Brien's Äpp \\ Fiji"));
    }

    /** JUnit would warn of every link that it removes. */
    @AfterAll
    static void removeLinks() throws IOException {
        try (Stream<Path> files = Files.walk(fiji)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    private static Process start(Path image, Path csv, int orders) throws IOException {
        return new ProcessBuilder(TestJava.command("-Djava.awt.headless=true", "-Duser.language=de",
                "-Duser.country=DE", "-Dplugins.dir=" + fiji, "-cp", FijiFolder.classPath(fiji), ForkedFiji.class.getName(),
                image.toString(), csv.toString(), Integer.toString(orders)))
                .redirectError(folder.resolve("errors").toFile()).start();
    }

    /** Temporary files with pixels that this process made. */
    private static List<Path> picturesOf(Process fiji) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().matches("slicelstm-" + fiji.pid() + "-.*\\.raw"))
                    .toList();
        }
    }

    private static String lineThatBegins(BufferedReader lines, String beginning) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
        }
        throw new AssertionError("no line begins with " + beginning + ": "
                + Files.readString(folder.resolve("errors")));
    }

    @Test
    void predictsBesideATensorFlow1AndLeavesNoProcessBehind() throws Exception {
        Path image = folder.resolve("Kopf, der.tif");
        new FileSaver(Stacks.bytes()).saveAsTiff(image.toString());
        Path csv = folder.resolve("all.csv");
        Process forked = start(image, csv, 1);
        try (BufferedReader lines = forked.inputReader()) {
            long pid = Long.parseLong(lineThatBegins(lines, ForkedFiji.WORKER));
            assertThat(lineThatBegins(lines, ForkedFiji.DONE)).contains("libtensorflow-1.15.0.jar");
            assertThat(forked.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            // By now the system may know no process of that number: so it should be.
            Optional<ProcessHandle> worker = ProcessHandle.of(pid);
            if (worker.isPresent()) {
                worker.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
        assertThat(Files.readAllLines(csv).get(1)).startsWith("open image,6,0,instance," + expected(image));
    }

    /** The probability that the worker of this process gives. */
    private static String expected(Path image) {
        WorkerProcess worker = WorkerProcess.start(WorkerJava.command(1));
        String[] probability = new String[1];
        try {
            worker.awaitReady(event -> { });
            Job job = new Job.Predict("models/demo", List.of(image.toString()),
                    new Job.SliceOptions("auto", false, null, null), null, false, null, 1, "cpu", List.of());
            worker.run(job, event -> {
                if (event instanceof Event.Predicted predicted) {
                    probability[0] = new PredictionRow(predicted.patient(), List.of("hemorrhage"), "CPU:0").cells()
                            .get("hemorrhage");
                }
            }, () -> false);
        } finally {
            worker.kill();
        }
        assertThat(probability[0]).matches("0\\.\\d{6}");
        return probability[0] + ",";
    }

    @Test
    void theWorkerEndsWhenFijiIsKilledAndDeletesThePatientsPictures() throws Exception {
        Path image = folder.resolve("many.tif");
        new FileSaver(Stacks.many(120)).saveAsTiff(image.toString());
        Process forked = start(image, folder.resolve("none.csv"), 10_000);
        try (BufferedReader lines = forked.inputReader()) {
            long pid = Long.parseLong(lineThatBegins(lines, ForkedFiji.BUSY));
            ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
            assertThat(worker.isAlive()).isTrue();
            assertThat(picturesOf(forked)).hasSize(1);
            forked.destroyForcibly();
            worker.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(picturesOf(forked)).isEmpty();
        }
    }
}
