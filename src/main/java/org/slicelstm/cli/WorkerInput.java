package org.slicelstm.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
    /** The last file that was handed over; whoever sent it deletes it, but where it cannot any more. */
    private Path handedOver;

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

    /** The temporary file of a job's pictures that Fiji made, or null; no other file is ever deleted. */
    private Path handedOver(String line) {
        try {
            Job job = json.job(line);
            RawStack stack = job instanceof Job.PredictStack predict ? predict.stack()
                    : job instanceof Job.ExplainStack explain ? explain.stack()
                    : job instanceof Job.InspectStack inspect ? inspect.stack() : null;
            Path file = stack == null ? null : Path.of(stack.file());
            return file != null && RawStack.TEMPORARY.matcher(String.valueOf(file.getFileName())).matches() ? file
                    : null;
        } catch (IllegalArgumentException e) {
            // No job, or no path: whoever does the job says so.
            return null;
        }
    }

    /** Not exit: hooks would wait for a native call that may take minutes. */
    private void end() {
        if (handedOver != null) {
            // Where it cannot be deleted, the next Fiji does it.
            handedOver.toFile().delete();
        }
        Runtime.getRuntime().halt(Main.CANCELLED);
    }
}
