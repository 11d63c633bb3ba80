package org.slicelstm.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Watches a worker's input. When it closes, whoever wanted the answers is gone and the process ends at once. */
final class WorkerInput {
    /** Asks the job that runs to end and to keep what is finished. */
    static final String STOP = "stop";

    private static final double MILLIS_A_MINUTE = 60_000;

    private final InputStream in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile boolean stopAsked;

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
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            // A broken pipe is a closed one.
            end();
        }
        end();
    }

    /** Not exit: hooks would wait for a native call that may take minutes. */
    private static void end() {
        Runtime.getRuntime().halt(Main.CANCELLED);
    }
}
