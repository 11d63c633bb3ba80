package org.slicelstm.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.slicelstm.OutputLock;
import org.slicelstm.UserException;
import org.slicelstm.cli.StudyCommand;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.job.JobJson;
import org.slicelstm.run.FileProblem;
import org.slicelstm.run.JobRunner;
import org.slicelstm.run.StudyCells;
import org.slicelstm.train.study.Cell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slicelstm-spark study}: each training of a study is a task. */
@Command(name = "study", sortOptions = false, description = {"Runs the trainings of a study side by side on a Spark "
        + "cluster. Options and results are those of slicelstm study; all machines must see the table, the pictures "
        + "and --out at the same paths. The same command goes on where it was stopped.",
        "Research use only: not a medical device."},
        footer = {"", "An example:", "  scripts/slicelstm-spark study shuffling --table patients.csv --out study"})
public final class StudyOnSpark extends StudyCommand {
    @Mixin
    private SparkMixin spark;

    @Override
    public Integer call() {
        Job.Study job = absolute(toJob());
        return terminal.run(sink -> run(job, sink));
    }

    private boolean run(Job.Study job, EventSink sink) {
        try (OutputLock alone = OutputLock.of(Path.of(job.base().out()))) {
            List<Cell> open = StudyCells.prepare(job, sink);
            List<String> problems = open.isEmpty() ? List.of() : train(job, open, sink);
            if (!problems.isEmpty()) {
                problems.forEach(each -> sink.accept(new Event.Note(each)));
                throw new UserException(problems.size() + " of " + open.size() + " trainings failed, see above; the "
                        + "others are kept, and the same command goes on.");
            }
        } catch (IOException e) {
            throw new UserException(FileProblem.sentence(e), e);
        }
        // What is left is done as on one machine, with a lock of its own.
        try (JobRunner runner = new JobRunner()) {
            return runner.run(job, sink);
        }
    }

    /** Trains cells; the reason of each that failed. */
    private List<String> train(Job.Study job, List<Cell> open, EventSink sink) {
        List<String> problems = new ArrayList<>();
        try (Cluster cluster = Cluster.connect("study", spark, null, sink)) {
            JavaSparkContext context = cluster.context();
            Counts counts = new Counts(context.sc(), "trainings", open.size());
            List<CellTask.Item> items = open.stream().map(CellTask.Item::of).toList();
            CellTask task = new CellTask(new JobJson().line(job), cluster.tries(), counts);
            context.setJobDescription("SliceLSTM study: " + open.size() + " trainings");
            Watch.whileRunning(context.sc(), counts, "trainings", open.size(), sink, () -> problems.addAll(
                    context.parallelize(items, items.size()).map(task).filter(each -> !each.isEmpty()).collect()));
        }
        return problems;
    }

    /** An executor has a working folder of its own. */
    private static Job.Study absolute(Job.Study job) {
        Job.Train base = job.base();
        String study = job.study().endsWith(".json") ? absolute(job.study()) : job.study();
        String out = base.out() != null ? base.out() : "study-" + name(job.study());
        return new Job.Study(study, new Job.Train(base.recipe(), absolute(base.model()), weights(base.weights()),
                absolute(base.table()), absolute(base.images()), base.labels(), base.head(), base.slices(),
                base.parts(), base.fitting(), absolute(base.cache()), base.cacheGb(), base.device(), absolute(out),
                base.resume()), job.folds(), job.seeds());
    }

    private static String name(String study) {
        if (study.endsWith(".json")) {
            throw new UserException("Name the study's folder by --out.");
        }
        return study;
    }

    private static String absolute(String path) {
        return path == null ? null : CohortItems.path(path).toAbsolutePath().toString();
    }

    /** A file; or the name of weights that were fetched, on each machine. */
    private static String weights(String weights) {
        return weights != null && Files.exists(Path.of(weights)) ? absolute(weights) : weights;
    }
}
