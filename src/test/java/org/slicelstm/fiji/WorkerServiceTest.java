package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.io.FileSaver;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerServiceTest {
    /** Two seconds are promised; a busy machine gets more, and what it took is reported. */
    private static final long PATIENCE_SECONDS = 10;
    private static final Job.SliceOptions AS_IS = new Job.SliceOptions("auto", false, null, null);

    @TempDir
    static Path folder;
    private static Path patient;
    private static Path small;

    private Context context;
    private DefaultWorkerService workers;

    @BeforeAll
    void start() {
        patient = folder.resolve("Schädel O'Brien \\ 1.tif");
        new FileSaver(Stacks.many(120)).saveAsTiff(patient.toString());
        small = folder.resolve("small.tif");
        new FileSaver(Stacks.bytes()).saveAsTiff(small.toString());
        context = new Context(WorkerService.class);
        workers = (DefaultWorkerService) context.service(WorkerService.class);
    }

    @AfterAll
    void end() throws Exception {
        ProcessHandle process = workers.process();
        context.dispose();
        if (process != null) {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void predictsInAWorkerThatStaysWarmAndStartsAnewAfterACrash() throws Exception {
        List<Event> first = new ArrayList<>();
        assertThat(workers.run(predict(patient, 1), first::add)).isTrue();
        assertThat(first).anyMatch(Event.Predicted.class::isInstance);
        ProcessHandle process = workers.process();

        List<Event> again = new ArrayList<>();
        workers.run(predict(patient, 1), again::add);
        assertThat(workers.process()).isEqualTo(process);
        assertThat(predicted(again)).isEqualTo(predicted(first));

        long[] killedAt = new long[1];
        assertThatThrownBy(() -> workers.run(predict(patient, 10_000), event -> {
            if (event instanceof Event.ModelOpened) {
                killedAt[0] = System.nanoTime();
                process.destroyForcibly();
            }
        })).isInstanceOf(UserException.class).hasMessageContaining("was killed");
        Duration told = Duration.ofNanos(System.nanoTime() - killedAt[0]);
        Fiji.report("milliseconds from kill -9 to the sentence", Long.toString(told.toMillis()));
        assertThat(told).isLessThan(Duration.ofSeconds(PATIENCE_SECONDS));

        List<Event> fresh = new ArrayList<>();
        workers.run(predict(patient, 1), fresh::add);
        assertThat(predicted(fresh)).isEqualTo(predicted(first));
    }

    @Test
    void cancelEndsTheWorkerAndAnotherOneDoesTheNextJob() throws Exception {
        workers.run(quick(), event -> { });
        ProcessHandle process = workers.process();
        long[] opened = new long[1];
        long[] cancelled = new long[1];
        assertThatThrownBy(() -> workers.run(predict(patient, 10_000), new EventSink() {
            @Override
            public void accept(Event event) {
                if (event instanceof Event.ModelOpened) {
                    opened[0] = System.nanoTime();
                }
            }

            @Override
            public boolean isCancelled() {
                if (opened[0] != 0 && System.nanoTime() - opened[0] > Duration.ofMillis(700).toNanos()) {
                    cancelled[0] = System.nanoTime();
                }
                return cancelled[0] != 0;
            }
        })).isInstanceOf(CancellationException.class);
        process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Fiji.report("milliseconds from cancel to the worker's end",
                Long.toString(Duration.ofNanos(System.nanoTime() - cancelled[0]).toMillis()));
        assertThat(workers.run(quick(), event -> { })).isTrue();
    }

    @Test
    void stopEndsTheJobAndKeepsTheWorker() {
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        Job many = predict(Collections.nCopies(2_000, small.toString()), 1);
        assertThatThrownBy(() -> workers.run(many, events::add, () -> !events.isEmpty()))
                .isInstanceOf(CancellationException.class);
        assertThat(workers.process()).isNotNull();
        assertThat(workers.run(quick(), event -> { })).isTrue();
    }

    @Test
    void jobsQueue() throws Exception {
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(CompletableFuture.supplyAsync(() -> workers.run(quick(), event -> { })));
        }
        for (CompletableFuture<Boolean> each : all) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aJobThatCannotBeDoneGetsItsSentence() {
        Job job = new Job.ListWeights(folder.resolve("gone.pth").toString());
        assertThatThrownBy(() -> workers.run(job, event -> { })).isInstanceOf(UserException.class)
                .hasMessageContaining("gone.pth");
        assertThat(workers.process()).isNotNull();
    }

    @Test
    void endsByItselfAfterItsIdleTime() throws Exception {
        WorkerProcess worker = WorkerProcess.start(WorkerJava.command(0.01));
        worker.awaitReady(event -> { });
        worker.handle().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThatThrownBy(() -> worker.run(quick(), event -> { }, () -> false))
                .isInstanceOf(WorkerProcess.EndedIdleException.class);
    }

    @Test
    void aMissingLibraryAndTooLittleMemoryAreSentences() {
        WorkerJava java = WorkerJava.command(1);
        WorkerProcess bare = WorkerProcess.start(new WorkerJava(java.java(), java.options(), List.of("nowhere.jar"),
                java.arguments()));
        assertThatThrownBy(() -> bare.awaitReady(event -> { })).isInstanceOf(UserException.class)
                .hasMessageContaining("lacks a library").hasMessageContaining("org.slicelstm.cli.Main");

        WorkerProcess tight = WorkerProcess.start(new WorkerJava(java.java(), List.of("-Xmx5m", "-XX:+UseSerialGC"),
                java.classPath(), java.arguments()));
        assertThatThrownBy(() -> {
            tight.awaitReady(event -> { });
            tight.run(predict(patient, 1), event -> { }, () -> false);
        }).isInstanceOf(UserException.class).hasMessageContaining("ran out of memory");
    }

    @Test
    void whereTheLocaleIsThatOfCTheWorkerGetsOneOfUtf8() {
        assertThat(WorkerJava.environment(StandardCharsets.UTF_8)).doesNotContainKey("LC_ALL");
        assertThat(WorkerJava.environment(StandardCharsets.ISO_8859_1)).doesNotContainKey("LC_ALL");
        assertThat(WorkerJava.environment(Charset.forName("ANSI_X3.4-1968"))).containsEntry("LC_ALL", "C.UTF-8")
                .containsEntry("MALLOC_ARENA_MAX", "1");
    }

    @Test
    void theOptionsAreThoseOfTheCommandLine() throws Exception {
        String script = Files.readString(Path.of("scripts", "java-options"));
        for (String option : WorkerJava.options(25)) {
            if (!option.equals("-XX:+DisplayVMOutputToStderr")) {
                assertThat(script).contains(option);
            }
        }
        assertThat(script.lines().filter(line -> line.startsWith("  -")).flatMap(line -> Stream.of(
                line.strip().split(" ")))).isSubsetOf(WorkerJava.options(17));
    }

    @Test
    void theWorkerIsToldWhatFijiWasTold() {
        assertThat(WorkerJava.further(null, null)).isEmpty();
        assertThat(WorkerJava.further(null, " ")).isEmpty();
        assertThat(WorkerJava.further("my cache", "-Xmx8g  -Da=b ")).containsExactly(
                "-Dorg.bytedeco.javacpp.cachedir=" + Path.of("my cache").toAbsolutePath(), "-Xmx8g", "-Da=b");
    }

    private static List<Event> predicted(List<Event> events) {
        return events.stream().filter(Event.Predicted.class::isInstance).toList();
    }

    /** A job that takes no time. */
    private static Job quick() {
        return predict(small, 1);
    }

    private static Job predict(Path patient, int orders) {
        return predict(List.of(patient.toString()), orders);
    }

    private static Job predict(List<String> paths, int orders) {
        return new Job.Predict("models/demo", paths, AS_IS, null, false, null, orders, "cpu", List.of());
    }
}
