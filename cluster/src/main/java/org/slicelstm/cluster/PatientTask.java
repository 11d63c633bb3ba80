package org.slicelstm.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The patients of one partition, one after the other as their rows are asked for. A patient that fails for another
 * reason than its own files makes the task fail once the others are done, so that Spark tries it again, elsewhere where
 * it can; the last attempt turns the reason into the patient's row.
 *
 * @param work     what is done with a patient
 * @param rows     the absolute path of the folder of journals
 * @param run      tells this run's journals from others'
 * @param attempts how often Spark tries a task
 * @param counts   count what is done
 */
record PatientTask(PatientWork work, String rows, String run, int attempts, Counts counts)
        implements FlatMapFunction<Iterator<ArrayList<PatientItem>>, String> {
    /** A process may end for reasons of its own; a patient in whose hands it ended twice is not tried a third time. */
    private static final int DEADLY = 2;

    @Override
    public Iterator<String> call(Iterator<ArrayList<PatientItem>> partition) throws IOException {
        TaskContext task = TaskContext.get();
        Path folder = Path.of(rows);
        Journal.Past past = Journal.past(folder, run, task.partitionId());
        Journal journal = Journal.begin(folder, run, task.partitionId(), task.taskAttemptId());
        Pass pass = new Pass(partition.hasNext() ? partition.next() : List.of(), past, journal,
                task.attemptNumber() >= attempts - 1);
        task.addTaskCompletionListener((TaskCompletionListener) ended -> pass.close());
        return pass;
    }

    /** One attempt at the partition. */
    private final class Pass implements Iterator<String> {
        private final Iterator<PatientItem> items;
        private final Journal.Past past;
        private final Journal journal;
        private final boolean last;
        private final List<String> problems = new ArrayList<>();
        private PatientWork.Opened opened;
        private String next;

        Pass(List<PatientItem> items, Journal.Past past, Journal journal, boolean last) {
            this.items = items.iterator();
            this.past = past;
            this.journal = journal;
            this.last = last;
        }

        @Override
        public boolean hasNext() {
            while (next == null && items.hasNext()) {
                try {
                    next = row(items.next());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            if (next == null && !problems.isEmpty()) {
                throw new IllegalStateException(problems.size() + " patients failed and are tried again; the first: "
                        + problems.get(0));
            }
            return next != null;
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            String line = next;
            next = null;
            return line;
        }

        /** The line of a patient, or null where it failed and is to be tried again. */
        private String row(PatientItem item) throws IOException {
            ResultRow before = past.done().get(item.id());
            if (before != null) {
                return counted(before, item.slices());
            }
            if (past.deadly().getOrDefault(item.id(), 0) >= DEADLY) {
                return finished(item, failed(item, "the process that worked on this patient ended "
                        + past.deadly().get(item.id()) + " times; give it more memory, or predict the patient alone."));
            }
            // Where no patient can be worked on, the task fails, and not the patients.
            opened = opened == null ? work.open() : opened;
            journal.begun(item);
            try {
                return finished(item, opened.work(item));
            } catch (CancellationException e) {
                // Spark has ended the task: that says nothing of the patient.
                journal.failed(item);
                throw e;
            } catch (IOException | RuntimeException e) {
                journal.failed(item);
                String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                if (last) {
                    return finished(item, failed(item, reason));
                }
                problems.add(reason);
                return null;
            }
        }

        private PatientWork.Done failed(PatientItem item, String reason) {
            return new PatientWork.Done(work.failed(item, reason), 0);
        }

        private String finished(PatientItem item, PatientWork.Done done) throws IOException {
            ResultRow row = new ResultRow(item.position(), done.row());
            journal.done(row);
            return counted(row, done.slices());
        }

        private String counted(ResultRow row, int slices) {
            counts.add(!row.hasError(work.columns()), slices);
            return row.line();
        }

        private void close() {
            try {
                journal.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
