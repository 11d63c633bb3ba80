package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.TestJava;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;
import org.slicelstm.job.JobJson;

/** The first job after an installation, in a process whose libraries have not been unpacked. */
class UnpackingTest {
    @TempDir
    private Path folder;

    private ProcessBuilder tool(String classPath, String... arguments) {
        List<String> command = TestJava.command("-Xmx1g",
                "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache"), "-cp", classPath, Main.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile());
    }

    @Test
    void theUserHearsOfItAndSeesItMove() throws IOException, InterruptedException {
        JobJson json = new JobJson();
        Process worker = tool(System.getProperty("java.class.path"), "worker").start();
        List<Event> events = new ArrayList<>();
        try (BufferedReader out = worker.inputReader(); BufferedWriter in = worker.outputWriter()) {
            in.write(json.line(new Job.NewModel("tiny-lstm", List.of("mass"), null, 1, null, null, false,
                    folder.resolve("model").toString())) + "\n");
            in.flush();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                events.add(json.event(line));
                if (json.event(line) instanceof Event.Ended) {
                    break;
                }
            }
        }
        worker.waitFor();
        assertThat(events).last().as(() -> errors()).isEqualTo(new Event.Ended(Event.Outcome.DONE, null));
        assertThat(events).filteredOn(event -> event instanceof Event.Note note
                && note.sentence().contains("is being unpacked into " + folder.resolve("cache"))).hasSize(1);
        TreeSet<Long> steps = new TreeSet<>();
        for (Event each : events) {
            if (each instanceof Event.Progress step && step.what().contains("library unpacked")) {
                assertThat(step.done()).isBetween(0L, step.total());
                steps.add(step.done());
            }
        }
        assertThat(steps).hasSizeGreaterThan(2);
    }

    /** It hides classes of the same names, which a test of this process cannot. */
    @Test
    void aTensorFlow1InFrontIsNamed() throws IOException, InterruptedException {
        Path foreign = Path.of("target", "foreign-tensorflow", "libtensorflow-1.15.0.jar").toAbsolutePath();
        Process doctor = tool(foreign + File.pathSeparator + System.getProperty("java.class.path"), "doctor")
                .start();
        List<String> lines;
        try (Stream<String> out = doctor.inputReader().lines()) {
            lines = out.toList();
        }
        assertThat(doctor.waitFor()).as(() -> errors()).isEqualTo(1);
        assertThat(lines).anyMatch(line -> line.startsWith("! TensorFlow ") && line.contains(foreign.getFileName()
                + ", comes before")).anyMatch(line -> line.startsWith("! Other TensorFlows ")
                && line.contains("take it off"));
        assertThat(folder.resolve("cache").resolve("tensorflow-core-native-1.1.0-linux-x86_64.jar")).doesNotExist();
    }

    @Test
    void cleaningRemovesWhatIsOursAndSaysHowMuch() throws IOException, InterruptedException {
        Path cache = folder.resolve("cache");
        Path old = cache.resolve("tensorflow-core-native-1.0.0-linux-x86_64.jar");
        Path other = cache.resolve("opencv-4.10.0-1.5.11-linux-x86_64.jar");
        Path features = Files.createDirectories(folder.resolve("features"));
        for (Path library : List.of(old, other)) {
            Files.write(Files.createDirectories(library.resolve("org")).resolve("lib.so"), new byte[3_000_000]);
        }
        Files.write(features.resolve("a".repeat(64) + ".features"), new byte[1000]);
        Files.writeString(features.resolve("mine.txt"), "mine");
        ProcessBuilder builder = tool(System.getProperty("java.class.path"), "doctor", "--clean");
        builder.environment().put("SLICELSTM_CACHE", features.toString());
        Process doctor = builder.start();
        String text = new String(doctor.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(doctor.waitFor()).as(() -> errors()).isZero();
        assertThat(text).contains(old + ": 3000000 bytes (3 MB)").contains(features + ": 1000 bytes")
                .contains("3001000 bytes").doesNotContain("opencv", "All is well");
        assertThat(old).doesNotExist();
        assertThat(other.resolve("org/lib.so")).exists();
        assertThat(features).isDirectoryContaining("glob:**/mine.txt").isDirectoryNotContaining("glob:**.features");
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("errors"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
