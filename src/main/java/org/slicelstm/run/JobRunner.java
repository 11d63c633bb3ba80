package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.slicelstm.Progress;
import org.slicelstm.UnfinishedException;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;

/** Does jobs, one after the other, in this process; the model of the last one stays open until this is closed. */
public final class JobRunner implements AutoCloseable {
    private final OpenModels models = new OpenModels();

    /**
     * Does a job.
     *
     * @param job  what to do
     * @param sink hears what happens, and may ask to stop
     * @return whether all patients were done; those that failed were reported with their reason
     * @throws UserException         if the job cannot be carried out as it was given
     * @throws CancellationException if the sink asked to stop; what was finished is written
     */
    public boolean run(Job job, EventSink sink) {
        Finished finished = new Finished(sink);
        try {
            return run(job, finished, progress(sink));
        } catch (IOException e) {
            String sentence = FileProblem.sentence(e);
            throw finished.any ? new UnfinishedException(sentence + " What was finished stands.", e)
                    : new UserException(sentence, e);
        } catch (InvalidPathException e) {
            throw new UserException(FileProblem.sentence(e), e);
        }
    }

    /** Hears whether anything was finished before a job ended early. */
    private static final class Finished implements EventSink {
        private final EventSink sink;
        private boolean any;

        Finished(EventSink sink) {
            this.sink = sink;
        }

        @Override
        public void accept(Event event) {
            any |= event instanceof Event.Predicted || event instanceof Event.EpochDone
                    || event instanceof Event.Written || event instanceof Event.CellDone;
            sink.accept(event);
        }

        @Override
        public boolean isCancelled() {
            return sink.isCancelled();
        }
    }

    private boolean run(Job job, EventSink sink, Progress progress) throws IOException {
        if (job instanceof Job.Predict predict) {
            return new PredictRun(predict, models, sink, progress).run();
        } else if (job instanceof Job.PredictStack stack) {
            return new PredictRun(stack, models, sink, progress).run();
        } else if (job instanceof Job.Explain explain) {
            return new ExplainRun(explain, models, sink, progress).run();
        } else if (job instanceof Job.ExplainStack stack) {
            return new ExplainRun(stack, models, sink, progress).run();
        } else if (job instanceof Job.Inspect inspect) {
            new InspectRun(inspect, sink, progress).run();
            return true;
        } else if (job instanceof Job.InspectStack stack) {
            new InspectRun(stack, sink, progress).run();
            return true;
        } else if (job instanceof Job.MakeTable makeTable) {
            return new MakeTableRun(makeTable, sink, progress).run();
        } else if (job instanceof Job.CheckTable checkTable) {
            new CheckTableRun(checkTable, sink, progress).run();
            return true;
        } else if (job instanceof Job.Features features) {
            return new FeaturesRun(features, models, sink, progress).run();
        } else if (job instanceof Job.Phantoms phantoms) {
            new PhantomsRun(phantoms, sink, progress).run();
            return true;
        } else if (job instanceof Job.NewModel newModel) {
            new NewModelRun(newModel, sink, progress).run();
            return true;
        } else if (job instanceof Job.Train train) {
            new TrainRun(train, sink, progress).run();
            return true;
        } else if (job instanceof Job.Evaluate evaluate) {
            return new EvaluateRun(evaluate, models, sink, progress).run();
        } else if (job instanceof Job.ListWeights listWeights) {
            sink.accept(WeightFiles.list(path(listWeights.file())));
            return true;
        }
        if (job instanceof Job.ImportLabels importLabels) {
            new ImportLabelsRun(importLabels, sink, progress).run();
            return true;
        }
        if (job instanceof Job.Study study) {
            new StudyRun(study, sink, progress).run();
            return true;
        }
        if (job instanceof Job.Doctor doctor) {
            return new DoctorRun(doctor, sink, progress).run();
        }
        return runModelFiles(job, sink, progress);
    }

    /** Gives the memory of the model back. */
    @Override
    public void close() {
        models.close();
    }

    private static boolean runModelFiles(Job job, EventSink sink, Progress progress) throws IOException {
        if (job instanceof Job.Adopt adopt) {
            new AdoptRun(adopt, sink, progress).run();
        } else if (job instanceof Job.Export export) {
            ModelFiles.export(export, sink);
        } else if (job instanceof Job.Pack pack) {
            ModelFiles.pack(pack, sink, progress);
        } else if (job instanceof Job.Unpack unpack) {
            ModelFiles.unpack(unpack, sink, progress);
        } else {
            throw new IllegalArgumentException("no such job: " + job);
        }
        return true;
    }

    private static Progress progress(EventSink sink) {
        return new Progress() {
            @Override
            public void update(String what, long done, long total) {
                sink.accept(new Event.Progress(what, done, total));
            }

            @Override
            public boolean isCancelled() {
                return sink.isCancelled();
            }
        };
    }

    /**
     * A path as a user writes it.
     *
     * @throws UserException if it cannot be a path
     */
    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UserException(FileProblem.sentence(e), e);
        }
    }
}
