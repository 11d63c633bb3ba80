package org.slicelstm.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The command line tool in this process; keeps what the last command wrote. */
final class Tool {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Runs a command and returns its exit code; each argument stands as its text. */
    int run(Object... arguments) {
        out.reset();
        err.reset();
        return Main.run(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }

    /** The same, with what all runs of a test begin with. */
    int run(List<?> first, Object... arguments) {
        return run(Stream.concat(first.stream(), Arrays.stream(arguments)).toArray());
    }

    /** Standard output of the last command. */
    String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Standard error of the last command. */
    String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
