package org.slicelstm.cluster;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.job.JobJson;
import org.slicelstm.run.StudyCells;
import org.slicelstm.train.study.Cell;

/**
 * One training of a study. It writes into the study's folder as it goes, so that a further attempt goes on after the
 * last finished epoch.
 *
 * @param jobLine  the study, as {@link JobJson} writes it
 * @param attempts how often Spark tries a task
 * @param counts   count what is done
 */
record CellTask(String jobLine, int attempts, Counts counts) implements Function<CellTask.Item, String> {

    /** A cell on its way to an executor. */
    record Item(String variant, long seed, int fold) implements Serializable {
        static Item of(Cell cell) {
            return new Item(cell.variant(), cell.seed(), cell.fold());
        }
    }

    /** Empty text, or why there is no training. */
    @Override
    public String call(Item item) {
        TaskContext task = TaskContext.get();
        try {
            StudyCells.train((Job.Study) new JobJson().job(jobLine),
                    new Cell(item.variant(), item.seed(), item.fold()), new EventSink() {
                        @Override
                        public void accept(Event event) {
                            // The driver counts trainings.
                        }

                        @Override
                        public boolean isCancelled() {
                            return task.isInterrupted();
                        }
                    });
            counts.add(true, 0);
            return "";
        } catch (RuntimeException e) {
            if (task.isInterrupted() || task.attemptNumber() < attempts - 1) {
                throw e;
            }
            counts.add(false, 0);
            return item.variant() + ", seed " + item.seed() + ", fold " + item.fold() + ": " + e.getMessage();
        }
    }
}
