package org.slicelstm.run;

import java.io.IOException;
import java.util.List;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.train.study.Cell;

/**
 * The trainings of a study one by one, for a program that spreads them over processes which share the study's folder.
 * When all are finished, {@link JobRunner} has only the report left to write.
 */
public final class StudyCells {
    private StudyCells() {
    }

    /**
     * Makes the study's folder ready, as the study itself does, and trains nothing.
     *
     * @return the trainings that are not finished
     * @throws UserException if the study cannot be carried out as it was given
     */
    public static List<Cell> prepare(Job.Study job, EventSink sink) {
        try {
            return new StudyRun(job, sink, Progress.silent(sink::isCancelled)).prepare();
        } catch (IOException e) {
            throw new UserException(FileProblem.sentence(e), e);
        }
    }

    /**
     * Trains one cell, or goes on with it, in a study that is prepared.
     *
     * @throws UserException if the training cannot be carried out
     * @throws java.util.concurrent.CancellationException if the sink asks to stop; the training goes on next time
     */
    public static void train(Job.Study job, Cell cell, EventSink sink) {
        try {
            new StudyRun(job, sink, Progress.silent(sink::isCancelled)).train(cell);
        } catch (IOException e) {
            throw new UserException(FileProblem.sentence(e), e);
        }
    }
}
