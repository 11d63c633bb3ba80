package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import org.slicelstm.Count;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.CohortOptions;
import org.slicelstm.cohort.Fold;
import org.slicelstm.cohort.LabelledCohort;
import org.slicelstm.cohort.LabelledTable;
import org.slicelstm.cohort.Part;
import org.slicelstm.cohort.PatientFinder;
import org.slicelstm.cohort.PatientTable;
import org.slicelstm.cohort.SeriesChoice;
import org.slicelstm.cohort.TableColumns;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.model.Recipe;
import org.slicelstm.predict.ModelInput;
import org.slicelstm.train.History;
import org.slicelstm.train.Metric;
import org.slicelstm.train.Metrics;
import org.slicelstm.train.Trainer;
import org.slicelstm.train.TrainingListener;
import org.slicelstm.train.TrainingSettings;

/** Trains a model on a table of patients. */
final class TrainRun {
    private static final double BYTES_A_GB = 1e9;
    private static final double MOST_GB = 1e6;

    private final Job.Train job;
    private final EventSink sink;
    private final Progress progress;

    TrainRun(Job.Train job, EventSink sink, Progress progress) {
        this.job = job;
        this.sink = sink;
        this.progress = progress;
    }

    void run() throws IOException {
        try (OutputLocks locks = new OutputLocks(sink)) {
            locks.take(job.out());
            locked();
        }
    }

    private void locked() throws IOException {
        NativeLibrary.load(sink, progress);
        try (StartingPoint start = StartingPoint.of(job)) {
            Recipe recipe = FittedRecipe.of(start.recipe(), labelled(job, start.recipe(), sink));
            TrainingSettings settings = settings(recipe);
            start.notes(recipe).forEach(note -> sink.accept(new Event.Note(note)));
            ExecutorService executor = Workers.start("pictures");
            try {
                train(settings, start, executor);
            } finally {
                executor.shutdownNow();
            }
        }
        sink.accept(new Event.Written("the run: model, history.csv, curves.png, metrics.csv, split.csv", job.out()));
    }

    /**
     * The job with the labels of its table where it names none. Those of a recipe are a proposal; a model that is
     * trained further keeps its own where the table has them all.
     */
    static Job.Train labelled(Job.Train job, Recipe start, EventSink sink) {
        if (!job.labels().isEmpty()) {
            return job;
        }
        List<String> own = start.labels();
        TableColumns.Labels found = TableColumns.labels(PatientTable.read(table(job)), own);
        found.notes().forEach(note -> sink.accept(new Event.Note(note)));
        if (job.model() != null && found.labels().containsAll(own)) {
            List<String> more = found.labels().stream().filter(each -> !own.contains(each)).toList();
            if (!more.isEmpty()) {
                sink.accept(new Event.Note("The model is trained further on what it knows, " + String.join(", ", own)
                        + "; the table has " + String.join(", ", more) + " too, which --labels would add."));
            }
            return job.withLabels(own);
        }
        if (!found.labels().isEmpty() && !found.labels().equals(own)) {
            sink.accept(new Event.Note((job.model() == null ? "The recipe proposes " : "The model knows ")
                    + String.join(", ", own) + "; the labels of the table are " + String.join(", ", found.labels())
                    + ", and these are trained. --labels names others."));
        }
        return job.withLabels(found.labels());
    }

    private static Path table(Job.Train job) {
        Path table = JobRunner.path(job.table());
        if (!Files.isRegularFile(table)) {
            throw new UserException("There is no table '" + job.table() + "'; give a CSV file with patient_id, path "
                    + "and a column for each label.");
        }
        return table;
    }

    /** The job's settings for a recipe that they are already part of. */
    TrainingSettings settings(Recipe recipe) {
        if (!(job.cacheGb() >= 0 && job.cacheGb() <= MOST_GB)) {
            throw new UserException("--cache-limit is " + job.cacheGb() + "; write a size in GB, such as 20.");
        }
        Job.Parts parts = job.parts();
        if (parts.maxSlices() < 0) {
            throw new UserException("--max-slices is " + parts.maxSlices() + "; write 0 for no limit, or a number of "
                    + "slices such as 50.");
        }
        return new TrainingSettings(recipe, ModelInput.of(recipe.input(), null, null), JobRunner.path(job.table()),
                JobRunner.path(job.out()), job.fitting().seed(), parts.validation(), parts.test(),
                Optional.ofNullable(parts.split()).map(JobRunner::path), fold(parts),
                Metric.parse(job.fitting().metric()), job.fitting().patience(),
                parts.maxSlices() == 0 ? OptionalInt.empty() : OptionalInt.of(parts.maxSlices()),
                job.cache() == null ? UserFolders.featureCache() : JobRunner.path(job.cache()),
                (long) (job.cacheGb() * BYTES_A_GB), DeviceChoice.parse(job.device()), job.resume());
    }

    private static Optional<Fold> fold(Job.Parts parts) {
        if ((parts.folds() == null) != (parts.fold() == null)) {
            throw new UserException("--folds K and --fold I go together: K parts, of which part I is kept back.");
        }
        return Optional.ofNullable(parts.folds()).map(count -> new Fold(parts.fold(), count));
    }

    private void train(TrainingSettings settings, StartingPoint start, ExecutorService executor) throws IOException {
        SliceFiles files = new SliceFiles();
        Trainer trainer = new Trainer(settings, files, executor, listener(settings.recipe()), progress);
        trainer.train(cohort(settings, files, executor), start.weights(settings.recipe()), start.ancestor());
    }

    /** The patients of the job's table. */
    LabelledCohort cohort(TrainingSettings settings, SliceFiles files, ExecutorService executor) {
        LabelledTable table = LabelledTable.read(table(job), settings.recipe().labels(),
                Optional.ofNullable(job.images()).map(JobRunner::path), files, progress);
        PatientFinder finder = new PatientFinder(files, new CohortOptions(SeriesChoice.parse(job.slices().series()),
                job.slices().includeSecondary()), executor, progress);
        LabelledCohort cohort = LabelledCohort.find(table, finder, settings.most(), progress);
        if (table.unlabelled() > 0) {
            sink.accept(new Event.Note(Count.of(table.unlabelled(), "patient has", "patients have")
                    + " no known label and will be left out."));
        }
        if (cohort.tooMany() > 0) {
            sink.accept(new Event.Note(Count.of(cohort.tooMany(), "patient has", "patients have")
                    + " more than " + Count.of(settings.most().getAsInt(), "slice") + " and will be left out."));
        }
        return cohort;
    }

    private TrainingListener listener(Recipe recipe) {
        return new TrainingListener() {
            @Override
            public void note(String sentence) {
                sink.accept(new Event.Note(sentence));
            }

            @Override
            public void divided(List<String> advice) {
                advice.forEach(this::note);
            }

            @Override
            public void warned(String patient, String sentence) {
                sink.accept(new Event.Warned(patient, sentence));
            }

            @Override
            public void started(String device, int from, int epochs) {
                sink.accept(new Event.TrainingStarted(device, from, epochs, recipe.labels()));
            }

            @Override
            public void epoch(int epoch, int epochs, List<History.Row> rows, int best, Duration left) {
                sink.accept(new Event.EpochDone(epoch, epochs,
                        rows.stream().map(row -> metrics(row.part(), row.label(), row.metrics())).toList(), best,
                        left.toSeconds()));
            }

            @Override
            public void result(Part part, List<Metrics.Named> metrics) {
                sink.accept(new Event.Tested(metrics.stream()
                        .map(each -> metrics(part, each.label(), each.metrics())).toList()));
            }
        };
    }

    private static Event.TrainingMetrics metrics(Part part, String label, Metrics of) {
        return new Event.TrainingMetrics(part.toString(), label, defined(of.loss()), defined(of.accuracy()),
                defined(of.recall()), defined(of.precision()), defined(of.specificity()), defined(of.f1()),
                defined(of.auc()));
    }

    private static Double defined(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
