package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
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
    private static final Job.SliceOptions AS_IS = new Job.SliceOptions("auto", false, null, null);

    private Context context;
    private DefaultWorkerService workers;

    @TempDir
    Path folder;

    @BeforeAll
    void start() {
        context = new Context(WorkerService.class);
        workers = (DefaultWorkerService) context.service(WorkerService.class);
    }

    @AfterAll
    void end() throws Exception {
        ProcessHandle process = workers.process();
        context.dispose();
        if (process != null) {
            process.onExit().get(2, TimeUnit.SECONDS);
        }
    }

    @Test
    void predictsInAWorkerThatStaysWarmAndStartsAnewAfterACrash() throws Exception {
        Path patient = folder.resolve("Schädel O'Brien \\ 1");
        workers.run(phantoms(patient), event -> { });
        List<Event> first = new ArrayList<>();
        assertThat(workers.run(predict(patient, 1), first::add)).isTrue();
        assertThat(first).anyMatch(Event.Predicted.class::isInstance);
        ProcessHandle process = workers.process();

        List<Event> again = new ArrayList<>();
        workers.run(predict(patient, 1), again::add);
        assertThat(workers.process()).isEqualTo(process);
        assertThat(predicted(again)).isEqualTo(predicted(first));

        long[] killedAt = new long[1];
        assertThatThrownBy(() -> workers.run(predict(patient, 5_000), event -> {
            if (event instanceof Event.ModelOpened) {
                killedAt[0] = System.nanoTime();
                process.destroyForcibly();
            }
        })).isInstanceOf(UserException.class).hasMessageContaining("was killed");
        assertThat(Duration.ofNanos(System.nanoTime() - killedAt[0])).isLessThan(Duration.ofSeconds(2));

        List<Event> fresh = new ArrayList<>();
        workers.run(predict(patient, 1), fresh::add);
        assertThat(predicted(fresh)).isEqualTo(predicted(first));
    }

    private static List<Event> predicted(List<Event> events) {
        return events.stream().filter(Event.Predicted.class::isInstance).toList();
    }

    static Job phantoms(Path out) {
        return new Job.Phantoms(1, 3, "jpg", Map.of(), true, out.toString());
    }

    static Job predict(Path patient, int orders) {
        return new Job.Predict(Path.of("models", "demo").toString(), List.of(patient.toString()), AS_IS, null, false,
                null, orders, "cpu", List.of());
    }
}
