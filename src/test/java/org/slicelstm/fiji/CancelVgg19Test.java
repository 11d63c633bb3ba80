package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import ij.IJ;
import java.awt.event.KeyEvent;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Esc in the middle of a big network's work; the model takes 550 MB of the temporary folder while the test runs. */
@EnabledIfSystemProperty(named = "slicelstm.vgg19", matches = "true",
        disabledReason = "takes minutes and 550 MB; run it by -Dslicelstm.vgg19=true")
class CancelVgg19Test {
    /** Processor seconds of the worker: by then the network works on slices. */
    private static final Duration INTO_THE_WORK = Duration.ofSeconds(20);
    /** Two seconds are promised; a busy machine gets more, and what it took is reported. */
    private static final long PATIENCE_SECONDS = 10;

    @TempDir
    Path folder;

    @Test
    void escapeStopsTheProcessor() throws Exception {
        try (Fiji fiji = new Fiji()) {
            String model = folder.resolve("vgg19").toString();
            fiji.run(NewModel.class, "recipe", "vgg19-lstm", "newfolder", model);
            ProcessHandle worker = ((DefaultWorkerService) fiji.context().service(WorkerService.class)).process();
            Duration before = processor(worker);
            CompletableFuture<PredictPatient> predicting = CompletableFuture.supplyAsync(() -> fiji.run(
                    PredictPatient.class, "image", Stacks.many(200), "model", model, "device", "cpu"));
            while (processor(worker).minus(before).compareTo(INTO_THE_WORK) < 0 && !predicting.isDone()) {
                Thread.sleep(20);
            }
            assertThat(predicting).isNotDone();

            long pressed = System.nanoTime();
            IJ.setKeyDown(KeyEvent.VK_ESCAPE);
            worker.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Duration stopped = Duration.ofNanos(System.nanoTime() - pressed);
            assertThat(predicting.get(PATIENCE_SECONDS, TimeUnit.SECONDS).predictions()).isEmpty();
            Fiji.report("milliseconds from Esc to the worker's end", Long.toString(stopped.toMillis()));

            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long own = system.getProcessCpuTime();
            Thread.sleep(1_000);
            Duration after = Duration.ofNanos(system.getProcessCpuTime() - own);
            Fiji.report("milliseconds of processor in the second after it", Long.toString(after.toMillis()));
            assertThat(after).isLessThan(Duration.ofMillis(500));
            assertThat(worker.isAlive()).isFalse();
            assertThat(fiji.run(PredictPatient.class, "image", Stacks.bytes(), "device", "cpu").predictions())
                    .hasSize(1);
        }
    }

    private static Duration processor(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
