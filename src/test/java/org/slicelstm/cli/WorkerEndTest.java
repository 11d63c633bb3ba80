package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.TestJava;
import org.slicelstm.job.Job;
import org.slicelstm.job.JobJson;
import org.slicelstm.job.RawStack;

/** What a worker leaves when whoever started it is gone. */
class WorkerEndTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    /** As when Fiji is killed in mid-job. */
    @Test
    void whatFijiHandedOverIsDeletedAndNothingElse() throws Exception {
        Path handed = Files.createFile(folder.resolve("slicelstm-4242-17.raw"));
        Path pictures = Files.createDirectory(folder.resolve("slicelstm-4242-18"));
        Files.createFile(pictures.resolve("0.png"));
        Path own = Files.createDirectory(folder.resolve("slicelstm-pictures"));
        Files.createFile(own.resolve("0.png"));
        Path other = Files.createFile(folder.resolve("slicelstm-4242-19.raw"));
        Job job = new Job.InspectStack(new Job.Inspect(List.of(), new Job.SliceOptions("auto", false, null, null),
                folder.resolve("no model").toString(), null, pictures.toString(), own.toString()),
                new RawStack(handed.toString(), "p", 2, 2, 1, RawStack.Type.UINT8, false,
                        List.of(RawStack.Rescale.NONE), false, 1, List.of()));

        Process worker = new ProcessBuilder(TestJava.command("-cp", System.getProperty("java.class.path"),
                "org.slicelstm.cli.Main", "worker")).redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile()).start();
        try (var input = worker.getOutputStream()) {
            input.write((new JobJson().line(job) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(worker.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

        assertThat(handed).doesNotExist();
        assertThat(pictures).doesNotExist();
        assertThat(own.resolve("0.png")).exists();
        assertThat(other).exists();
    }
}
