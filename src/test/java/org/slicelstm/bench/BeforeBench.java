package org.slicelstm.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;
import org.slicelstm.job.JobJson;

/** The end of {@code scripts/bench predict}: the same predictions by an earlier commit and by this one, taking turns. */
public final class BeforeBench {
    private static final int ROUNDS = 12;
    private static final double NANOS_PER_SECOND = 1e9;

    private BeforeBench() {
    }

    /** A worker of one commit, with its model open. */
    private static final class Worker implements AutoCloseable {
        private final JobJson json = new JobJson();
        private final Process process;
        private final OutputStream jobs;
        private final BufferedReader answers;

        Worker(Path classes) throws IOException {
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                    .toString()));
            command.addAll(Arrays.asList(System.getProperty("slicelstm.options").split(" ")));
            String libraries = System.getProperty("slicelstm.libraries");
            command.addAll(List.of("-cp", classes + System.getProperty("path.separator") + libraries,
                    "org.slicelstm.cli.Main", "worker"));
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            jobs = process.getOutputStream();
            answers = process.inputReader(StandardCharsets.UTF_8);
            // Its version: every commit may say another one.
            answers.readLine();
        }

        /** Seconds that a prediction takes. */
        double predict(String model, String path) throws IOException {
            long start = System.nanoTime();
            Job job = PredictBench.predict(model, path);
            jobs.write((json.line(job) + "\n").getBytes(StandardCharsets.UTF_8));
            jobs.flush();
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.contains("\"type\":\"Ended\"")) {
                    if (!line.contains(Event.Outcome.DONE.name())) {
                        throw new IllegalStateException(line);
                    }
                    return (System.nanoTime() - start) / NANOS_PER_SECOND;
                }
            }
            throw new IllegalStateException("the worker ended");
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /**
     * Compares.
     *
     * @param arguments the bench's folder, where {@link PredictBench} has put patients and a model; the classes of the
     *                  earlier commit; what that commit is called
     */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        Path folder = Path.of(arguments[0]);
        try (Worker before = new Worker(Path.of(arguments[1])); Worker now = new Worker(Path.of("target/classes"))) {
            compare("24 JPG slices with vgg19-lstm", folder.resolve("vgg19-lstm").toString(),
                    folder.resolve("jpg-24").toString(), before, now, arguments[2], ROUNDS / 3);
            compare("500 JPG slices with models/demo", "models/demo", folder.resolve("jpg-500").toString(), before, now,
                    arguments[2], ROUNDS);
            compare("6 patients of DICOM slices with models/demo", "models/demo",
                    folder.resolve("phantoms-dicom").toString(), before, now, arguments[2], ROUNDS);
        }
    }

    private static void compare(String what, String model, String path, Worker before, Worker now, String commit,
                                int rounds) throws IOException {
        double[] earlier = new double[rounds];
        double[] later = new double[rounds];
        for (int warm = 0; warm < 2; warm++) {
            before.predict(model, path);
            now.predict(model, path);
        }
        for (int round = 0; round < rounds; round++) {
            earlier[round] = before.predict(model, path);
            later[round] = now.predict(model, path);
        }
        double least = Arrays.stream(earlier).min().orElseThrow();
        double leastNow = Arrays.stream(later).min().orElseThrow();
        System.out.printf("%s, model open, least of %d in turn: commit %s %.3f s, this one %.3f s; ratio %.3f (at most "
                + "1.05)%n", what, rounds, commit, least, leastNow, leastNow / least);
    }
}
