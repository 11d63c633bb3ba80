package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import ij.WindowManager;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many predictions in one Fiji leave nothing behind. {@code -Dslicelstm.predictions=200} makes more of them. */
class ManyPredictionsTest {
    private static final int PREDICTIONS = Integer.getInteger("slicelstm.predictions", 10);
    private static final int WARM_UP = 3;
    /** Pools of threads breathe; a leak of one a prediction would be far more. */
    private static final int BREATH = 5;
    private static final long MOST_BYTES = 12L << 20;

    @TempDir
    Path folder;

    /** What may not grow. */
    private record Held(long threads, long handles, long temporaryFiles, long windows, long bytes) {
        static Held now() throws IOException {
            System.gc();
            long handles = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                    ? unix.getOpenFileDescriptorCount() : 0;
            try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
                long temporary = files.filter(file -> file.getFileName().toString().matches("slicelstm-.*\\.raw"))
                        .count();
                Runtime memory = Runtime.getRuntime();
                return new Held(Thread.activeCount(), handles, temporary,
                        WindowManager.getImageCount() + WindowManager.getNonImageTitles().length,
                        memory.totalMemory() - memory.freeMemory());
            }
        }
    }

    @Test
    void leaveThreadsHandlesFilesWindowsAndMemoryAsBefore() throws IOException {
        try (Fiji fiji = new Fiji()) {
            Held before = null;
            String workerBefore = "";
            for (int i = 0; i < WARM_UP + PREDICTIONS; i++) {
                if (i == WARM_UP) {
                    before = Held.now();
                    workerBefore = workerMegabytes(fiji);
                }
                fiji.run(PredictPatient.class, "image", Stacks.bytes(), "evidence", "4", "device", "cpu", "csv",
                        folder.resolve("all.csv").toString());
            }
            Held after = Held.now();
            Fiji.report("before", before + ", worker " + workerBefore);
            Fiji.report("after", after + ", worker " + workerMegabytes(fiji));
            assertThat(after.threads()).isLessThan(before.threads() + BREATH);
            assertThat(after.handles()).isLessThan(before.handles() + BREATH);
            assertThat(after.temporaryFiles()).isLessThanOrEqualTo(before.temporaryFiles());
            assertThat(after.windows()).isEqualTo(before.windows());
            assertThat(after.bytes()).isLessThan(before.bytes() + MOST_BYTES);
        }
        assertThat(Files.readAllLines(folder.resolve("all.csv"))).hasSize(1 + WARM_UP + PREDICTIONS);
    }

    /** What the worker holds of the machine's memory, where the system tells. */
    private static String workerMegabytes(Fiji fiji) throws IOException {
        long worker = ((DefaultWorkerService) fiji.context().service(WorkerService.class)).process().pid();
        Path status = Path.of("/proc", Long.toString(worker), "status");
        return Files.exists(status) ? Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS"))
                .findFirst().orElse("") : "";
    }
}
