package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;

/** What happens to a prediction, and to another training, while one training runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoJobsTest {
    private static final long PATIENCE_SECONDS = 60;
    private static final Job.SliceOptions AS_IS = new Job.SliceOptions("auto", false, null, null);

    @TempDir
    static Path folder;

    private Context context;
    private DefaultWorkerService workers;
    private CompletableFuture<Boolean> training;
    private Job predict;

    @BeforeAll
    void startATrainingThatDoesNotEnd() throws Exception {
        Stacks.savePatients(folder, 6);
        Path table = Files.writeString(folder.resolve("table.csv"),
                "patient_id,path,mass\na,p0,1\nb,p1,0\nc,p2,1\nd,p3,0\ne,p4,1\nf,p5,0\n");
        Path stack = folder.resolve("stack.tif");
        new FileSaver(Stacks.bytes()).saveAsTiff(stack.toString());
        predict = new Job.Predict("models/demo", List.of(stack.toString()), AS_IS, null, false, null, 1, "cpu",
                List.of());
        context = new Context(WorkerService.class);
        workers = (DefaultWorkerService) context.service(WorkerService.class);
        AtomicBoolean begun = new AtomicBoolean();
        training = CompletableFuture.supplyAsync(() -> workers.run(train(table, "run"), event ->
                begun.compareAndSet(false, event instanceof Event.EpochDone)));
        for (int i = 0; i < PATIENCE_SECONDS * 50 && !begun.get() && !training.isDone(); i++) {
            Thread.sleep(20);
        }
        assertThat(training).isNotDone();
    }

    private static Job train(Path table, String run) {
        Job.Variations variations = new Job.Variations(0, null, null, null);
        return new Job.Train("tiny-lstm", null, null, table.toString(), null, List.of("mass"), null, AS_IS,
                new Job.Parts(0.34, 0, null, 0, null, null),
                new Job.Fitting(100_000, null, null, null, null, null, null, null, null, variations, null, "loss", 0,
                        1),
                folder.resolve("cache").toString(), 1, "cpu", folder.resolve(run).toString(), false);
    }

    /** Closing Fiji ends the training as if it were cancelled: nobody is told that a worker was killed. */
    @AfterAll
    void quittingIsNoKilledWorker() throws Exception {
        context.dispose();
        assertThatThrownBy(() -> training.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isInstanceOfAny(CancellationException.class, ExecutionException.class)
                .hasMessageNotContaining("was killed").rootCause().isInstanceOf(CancellationException.class);
    }

    @Test
    void aPredictionHasAWorkerOfItsOwnWhereThereIsMemory() {
        workers.setRoom(() -> true);
        assertThat(workers.run(predict, event -> { })).isTrue();
        assertThat(workers.processes()).hasSize(2);
        assertThat(training).isNotDone();
    }

    @Test
    void whereThereIsNoneItSaysThatItWaitsAndCanBeCancelled() {
        workers.setRoom(() -> false);
        // A second worker that is there already needs no more memory.
        workers.processes().stream().filter(each -> !each.equals(workers.process())).forEach(each -> {
            each.destroyForcibly();
            each.onExit().join();
        });
        assertWaits(predict, "waits for the training: there is no memory");
    }

    @Test
    void anotherTrainingWaits() throws IOException {
        workers.setRoom(() -> true);
        assertWaits(train(folder.resolve("table.csv"), "other"), "Another training runs");
    }

    @Test
    void whatIsAboutMemory() {
        assertThat(Memory.hasRoom(8L << 30, 4L << 30)).isTrue();
        assertThat(Memory.hasRoom(2L << 30, 1L << 30)).isFalse();
    }

    private void assertWaits(Job job, String sentence) {
        List<Event> events = new CopyOnWriteArrayList<>();
        EventSink sink = new EventSink() {
            @Override
            public void accept(Event event) {
                events.add(event);
            }

            @Override
            public boolean isCancelled() {
                return events.size() >= 2;
            }
        };
        assertThatThrownBy(() -> workers.run(job, sink)).isInstanceOf(CancellationException.class);
        assertThat(events).anyMatch(event -> event instanceof Event.Note note && note.sentence().contains(sentence))
                .anyMatch(event -> event instanceof Event.Progress step && step.what().contains("waits"));
        assertThat(training).isNotDone();
    }
}
