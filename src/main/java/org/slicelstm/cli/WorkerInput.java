package org.slicelstm.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slicelstm.job.Job;
import org.slicelstm.job.JobJson;
import org.slicelstm.job.RawStack;

/**
 * Watches a worker's input. When it closes, whoever wanted the answers is gone and the process ends at once. The
 * pictures of a patient that a killed Fiji had handed over in a temporary file are deleted before.
 */
final class WorkerInput {
    /** Asks the job that runs to end and to keep what is finished. */
    static final String STOP = "stop";

    private static final double MILLIS_A_MINUTE = 60_000;

    private final InputStream in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final JobJson json = new JobJson();
    private volatile boolean stopAsked;
    /** What the last job was handed or fills; whoever sent it deletes it, but where it cannot any more. */
    private List<Path> handedOver = List.of();

    WorkerInput(InputStream in) {
        this.in = in;
    }

    void start() {
        Thread thread = new Thread(this::watch, "worker input");
        thread.setDaemon(true);
        thread.start();
    }

    /** The next job's line, or null when none has come for so long. */
    String next(double idleMinutes) throws InterruptedException {
        return lines.poll((long) (idleMinutes * MILLIS_A_MINUTE), TimeUnit.MILLISECONDS);
    }

    /** Whether the job that runs was asked to stop. */
    boolean isStopAsked() {
        return stopAsked;
    }

    private void watch() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                stopAsked = line.equals(STOP);
                if (!stopAsked) {
                    handedOver = handedOver(line);
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            // A broken pipe is a closed one.
            end();
        }
        end();
    }

    /** The temporary files and folders of a job's pictures that Fiji made; nothing else is ever deleted. */
    private List<Path> handedOver(String line) {
        try {
            Job job = json.job(line);
            Job.Inspect inspect = job instanceof Job.Inspect disk ? disk
                    : job instanceof Job.InspectStack open ? open.settings() : null;
            RawStack stack = job instanceof Job.PredictStack predict ? predict.stack()
                    : job instanceof Job.ExplainStack explain ? explain.stack()
                    : job instanceof Job.InspectStack open ? open.stack() : null;
            return Stream.of(stack == null ? null : stack.file(), inspect == null ? null : inspect.export(),
                            inspect == null ? null : inspect.input())
                    .filter(Objects::nonNull).map(Path::of)
                    .filter(path -> RawStack.TEMPORARY.matcher(String.valueOf(path.getFileName())).matches()).toList();
        } catch (IllegalArgumentException e) {
            // No job, or no path: whoever does the job says so.
            return List.of();
        }
    }

    /** Not exit: hooks would wait for a native call that may take minutes. */
    private void end() {
        handedOver.forEach(each -> delete(each.toFile()));
        Runtime.getRuntime().halt(Main.CANCELLED);
    }

    /** What cannot be deleted, the next Fiji deletes. */
    private static void delete(File file) {
        File[] inside = Files.isSymbolicLink(file.toPath()) ? null : file.listFiles();
        for (File each : inside == null ? new File[0] : inside) {
            delete(each);
        }
        file.delete();
    }
}
