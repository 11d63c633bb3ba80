package org.slicelstm.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output that remembers why it could not be written, which a {@link PrintStream} keeps to itself. */
public final class StandardOutput extends PrintStream {
    private final Recorder recorder;

    public StandardOutput(OutputStream out) {
        this(new Recorder(out));
    }

    private StandardOutput(Recorder recorder) {
        super(recorder, false, StandardCharsets.UTF_8);
        this.recorder = recorder;
    }

    /** What the system said, or null. */
    String problem() {
        return recorder.problem;
    }

    private static final class Recorder extends FilterOutputStream {
        private String problem;

        Recorder(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                problem = problem == null ? e.getMessage() : problem;
                throw e;
            }
        }
    }
}
