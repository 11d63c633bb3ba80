package org.slicelstm.cli;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * A line on standard error that moves while work goes on: what is being done, a bar, and the time that is left. In a
 * log file, where a line cannot move, only the notes are written.
 */
final class ProgressLine implements AutoCloseable {
    private static final int BAR = 24;
    private static final int WIDTH = 100;
    private static final String UP_AND_CLEAR = "\033[1A\033[2K";
    private static final long EVERY_NANOS = 100_000_000L;

    private final PrintWriter err;
    private final boolean quiet;
    private final boolean moving = Boolean.getBoolean("slicelstm.terminal");
    private String shown = "";
    private String work = "";
    private long startedAt;
    private long shownAt;

    ProgressLine(PrintWriter err, boolean quiet) {
        this.err = err;
        this.quiet = quiet;
    }

    void update(String what, long done, long total) {
        if (quiet || !moving) {
            return;
        }
        long now = System.nanoTime();
        if (!what.equals(work)) {
            work = what;
            startedAt = now;
        } else if (now - shownAt < EVERY_NANOS && done != total) {
            return;
        }
        shownAt = now;
        show(line(what, done, total, now - startedAt));
    }

    void print(String sentence) {
        if (!quiet) {
            clear();
            err.println(sentence);
        }
    }

    /** Quiet or not: what looks wrong must be seen. */
    void warn(String sentence) {
        clear();
        err.println(sentence);
    }

    void clear() {
        show("");
    }

    /** Whole lines only, since standard error may pass through a filter of lines: up and clear, then the new one. */
    private void show(String line) {
        if (!moving || line.equals(shown)) {
            return;
        }
        String cut = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
        err.print((shown.isEmpty() ? "" : UP_AND_CLEAR) + cut + (cut.isEmpty() ? "" : "\n"));
        err.flush();
        shown = cut;
    }

    private static String line(String what, long done, long total, long nanos) {
        if (total <= 0) {
            return what + "  " + done;
        }
        int filled = (int) (BAR * Math.min(done, total) / total);
        String bar = "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + done + "/" + total;
        if (done <= 0 || done >= total) {
            return bar + "  " + what;
        }
        Duration left = Duration.ofNanos((long) ((double) nanos / done * (total - done)));
        return bar + "  " + left.toMinutes() + ":" + String.format("%02d", left.toSecondsPart()) + " left  " + what;
    }

    @Override
    public void close() {
        clear();
    }
}
