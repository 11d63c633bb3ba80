package org.slicelstm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slicelstm.job.Job;
import org.slicelstm.run.JobRunner;

/** Predicts one folder in a process of its own and prints the most memory that was resident, in KB. */
public final class PeakMemory {
    private PeakMemory() {
    }

    /** @param arguments the model's directory and the folder of slices */
    public static void main(String[] arguments) throws IOException {
        try (JobRunner runner = new JobRunner()) {
            runner.run(PredictBench.predict(arguments[0], arguments[1]), event -> { });
        }
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                System.out.println(line.replaceAll("\\D", ""));
            }
        }
    }
}
