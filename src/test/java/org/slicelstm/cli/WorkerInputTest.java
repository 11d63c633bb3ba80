package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.job.Job;
import org.slicelstm.job.JobJson;

/** A worker process that is told nonsense. */
@Timeout(60)
class WorkerInputTest {
    private static final Job.SliceOptions AS_IS = new Job.SliceOptions("auto", false, null, null);

    @TempDir
    private Path folder;
    private Process worker;
    private BufferedReader answers;

    @BeforeEach
    void start() throws IOException {
        worker = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "worker").start();
        answers = worker.inputReader(StandardCharsets.UTF_8);
        assertThat(next().get("type").getAsString()).isEqualTo("WorkerReady");
    }

    @AfterEach
    void end() throws Exception {
        worker.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    private JsonObject next() throws IOException {
        return JsonParser.parseString(answers.readLine()).getAsJsonObject();
    }

    /** The end of the job that a line asks for. */
    private JsonObject end(String line) throws IOException {
        send(line + "\n");
        return ended();
    }

    private JsonObject ended() throws IOException {
        JsonObject event = next();
        while (!event.get("type").getAsString().equals("Ended")) {
            event = next();
        }
        return event;
    }

    private void send(String text) throws IOException {
        OutputStream in = worker.getOutputStream();
        in.write(text.getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    private static void assertRefused(JsonObject end, String word) {
        assertThat(end.get("outcome").getAsString()).isEqualTo("REFUSED");
        assertThat(end.get("sentence").getAsString()).contains(word);
    }

    @Test
    void aLineThatIsNoJobIsRefusedAndTheWorkerLives() throws Exception {
        for (String line : List.of("", "no JSON", "{", "[1]", "null", "\"stop\"", "{\"type\":\"Fly\"}",
                "{\"type\":\"Inspect\"}", "{\"type\":7}", "{\"type\":\"Doctor\",\"clean\":{}}")) {
            assertRefused(end(line), "no job");
        }
        JobJson json = new JobJson();
        String whole = json.line(new Job.Inspect(List.of("x"), AS_IS, null, null, null));
        assertRefused(end(whole.replace("[\"x\"]", "null")), "paths");
        assertRefused(end(whole.replace("\"series\":\"auto\",", "")), "series");
        assertRefused(end(whole), "x");
        char[] endless = new char[100 << 20];
        Arrays.fill(endless, 'a');
        assertRefused(end(new String(endless)), "too long");
        Path pipe = folder.resolve("pipe.csv");
        if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0) {
            assertRefused(end(json.line(new Job.Inspect(List.of(pipe.toString()), AS_IS, null, null, null))), "pipe.csv");
            assertRefused(end(json.line(new Job.CheckTable(pipe.toString(), null, List.of(), AS_IS, 0))), "pipe.csv");
            assertRefused(end(json.line(new Job.ListWeights(pipe.toString()))), "pipe.csv");
        }
        assertThat(worker.isAlive()).isTrue();
    }

    @Test
    void aStopIsOfTheJobBeforeItWhateverComesBehind() throws Exception {
        Path many = Files.createDirectories(folder.resolve("many"));
        for (int i = 0; i < 300; i++) {
            Files.writeString(Files.createDirectories(many.resolve("p" + i)).resolve("a.txt"), "no picture");
        }
        JobJson json = new JobJson();
        String endless = json.line(new Job.Inspect(List.of(many.toString()), AS_IS, null, null, null));
        String none = json.line(new Job.Inspect(List.of("x"), AS_IS, null, null, null));
        send(endless + "\nstop\n" + none + "\n");
        assertThat(ended().get("outcome").getAsString()).isEqualTo("STOPPED");
        assertRefused(ended(), "x");
        assertThat(end(endless).get("outcome").getAsString()).as("the stop is used up").isEqualTo("DONE");
    }
}
