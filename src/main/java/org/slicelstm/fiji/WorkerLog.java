package org.slicelstm.fiji;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** The last lines that a worker wrote to standard error, for the sentence that tells why it ended. */
final class WorkerLog {
    private static final int KEPT = 60;
    private static final int SHOWN = 8;
    /** Lines that TensorFlow writes whatever it is told, and frames of a stack trace. */
    private static final Pattern NOISE = Pattern.compile("^WARNING: All log messages before absl::InitializeLog.*"
            + "|.*Unable to register cu[A-Za-z]+ factory.*|.*mlir_graph_optimization_pass\\.cc.*"
            + "|\\s+at .*|\\s*\\.\\.\\. \\d+ more|\\s*#?\\s*");

    private final Deque<String> lines = new ArrayDeque<>();

    void read(BufferedReader reader) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("The log broke off: " + e.getMessage());
        }
    }

    synchronized void add(String line) {
        if (NOISE.matcher(line).matches()) {
            return;
        }
        lines.addLast(line);
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    /** Why the worker ended, in a sentence, and the last lines of its log. */
    synchronized String crash(int status) {
        if (mentions("java.lang.OutOfMemoryError", "insufficient memory", "Cannot allocate memory")) {
            return "SliceLSTM's worker ran out of memory; close other programs, or give fewer slices at once."
                    + tail();
        }
        if (mentions("NoClassDefFoundError", "ClassNotFoundException", "UnsatisfiedLinkError",
                "Could not find or load main class")) {
            return "SliceLSTM's worker lacks a library; update SliceLSTM by Help > Update... and restart Fiji."
                    + tail();
        }
        // 128 + 9: killed from outside, by the user or by a system that is out of memory.
        String how = status == 137 ? "was killed, by someone or by a system short of memory"
                : "ended unexpectedly" + (status < 0 ? "" : " (exit status " + status + ")");
        return "SliceLSTM's worker " + how + "; Fiji is not harmed, and the next job starts a new one." + tail();
    }

    /** The last lines, to be put behind a sentence; empty where there are none. */
    synchronized String tail() {
        List<String> all = List.copyOf(lines);
        List<String> last = all.subList(Math.max(0, all.size() - SHOWN), all.size());
        return last.isEmpty() ? "" : " Its last lines: " + String.join("\n", last);
    }

    private boolean mentions(String... words) {
        return lines.stream().anyMatch(line -> {
            for (String word : words) {
                if (line.contains(word)) {
                    return true;
                }
            }
            return false;
        });
    }
}
