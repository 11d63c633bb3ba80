package org.slicelstm.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
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
    /** Longer lines are read over and refused: a job names files, it does not hold them. */
    private static final int LONGEST_LINE = 32 << 20;

    private final InputStream in;
    private final Deque<Line> waiting = new ArrayDeque<>();
    private final JobJson json = new JobJson();
    private Line running;
    /** What the last job was handed or fills; whoever sent it deletes it, but where it cannot any more. */
    private List<Path> handedOver = List.of();

    /** A line of the input. */
    static final class Line {
        private final String text;
        private volatile boolean stopAsked;

        private Line(String text) {
            this.text = text;
        }

        /** What it says; null where it was too long to be read. */
        String text() {
            return text;
        }

        /** Whether the job of this line was asked to stop. */
        boolean isStopAsked() {
            return stopAsked;
        }
    }

    WorkerInput(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    void start() {
        Thread thread = new Thread(this::watch, "worker input");
        thread.setDaemon(true);
        thread.start();
    }

    /** The next job's line, or null when none has come for so long; the job before it has ended. */
    synchronized Line next(double idleMinutes) throws InterruptedException {
        running = null;
        long end = System.nanoTime() + (long) (idleMinutes * MILLIS_A_MINUTE * 1e6);
        while (waiting.isEmpty()) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return null;
            }
            wait(millis);
        }
        running = waiting.remove();
        return running;
    }

    private synchronized void add(String text) {
        waiting.add(new Line(text));
        notifyAll();
    }

    /** The job that runs is meant or, where it has not begun yet, the one that will. */
    private synchronized void stop() {
        Line meant = running != null ? running : waiting.peek();
        if (meant != null) {
            meant.stopAsked = true;
        }
    }

    private void watch() {
        try {
            for (byte[] line = read(); line != null; line = read()) {
                String text = line.length > LONGEST_LINE ? null : new String(line, StandardCharsets.UTF_8);
                if (STOP.equals(text)) {
                    stop();
                } else {
                    handedOver = handedOver(text);
                    add(text);
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
        if (line == null) {
            return List.of();
        }
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
        } catch (RuntimeException e) {
            // No job, or no path, whatever it is instead: whoever does the job says so, and the input is read on.
            return List.of();
        }
    }

    /** The bytes of the next line without its end, of a longer one than allowed only one byte more; null at the end. */
    private byte[] read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (line.size() <= LONGEST_LINE) {
                line.write(next);
            }
        }
        byte[] bytes = line.toByteArray();
        boolean windows = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return windows ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
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
