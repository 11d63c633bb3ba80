package org.slicelstm.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.slicelstm.Product;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slicelstm doctor}. */
@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = {"Tells whether this installation works and on which devices, with a remedy for what does not.",
                "Exit code 0: all is well; 1: some line has a remedy."},
        footer = {"", Examples.TITLE,
                "  scripts/slicelstm doctor"})
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private TerminalMixin terminal;

    @Option(names = "--clean", description = "Only remove unpacked libraries that are not used, and cached features.")
    private boolean clean;

    @Option(names = "--model", paramLabel = "DIR", description = "The model to try (default: the demo model).")
    private String model;

    @Option(names = "--json", description = "One JSON document in the place of text.")
    private boolean json;

    @Override
    public Integer call() {
        return terminal.run(new Job.Doctor(clean, model, List.of()), out -> json ? new Json(out) : new Text(out, !clean));
    }

    /** A line each; {@code !} marks what has a remedy. */
    private static final class Text implements Report {
        private final PrintWriter out;
        private final boolean sumsUp;
        private int lines;
        private int remedies;

        Text(PrintWriter out, boolean sumsUp) {
            this.out = out;
            this.sumsUp = sumsUp;
        }

        @Override
        public void accept(Event event) {
            if (event instanceof Event.Diagnosed line) {
                lines++;
                remedies += line.ok() ? 0 : 1;
                out.println(line.text());
            }
        }

        @Override
        public void finish() {
            if (sumsUp && lines > 0) {
                out.println(remedies == 0 ? "All is well."
                        : remedies + " of " + lines + " lines, those with !, say what to do.");
            }
        }
    }

    private static final class Json implements Report {
        private final PrintWriter out;
        private final JsonArray lines = new JsonArray();
        private boolean allWell = true;

        Json(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void accept(Event event) {
            if (event instanceof Event.Diagnosed line) {
                allWell &= line.ok();
                JsonObject object = new JsonObject();
                object.addProperty("topic", line.topic());
                object.addProperty("ok", line.ok());
                object.addProperty("sentence", line.sentence());
                lines.add(object);
            }
        }

        @Override
        public void finish() {
            if (lines.isEmpty()) {
                return;
            }
            JsonObject document = new JsonObject();
            document.addProperty("version", Product.VERSION);
            document.addProperty("ok", allWell);
            document.add("lines", lines);
            out.println(document);
        }
    }
}
