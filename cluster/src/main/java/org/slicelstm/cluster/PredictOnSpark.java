package org.slicelstm.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slicelstm.UserException;
import org.slicelstm.cli.PredictCommand;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.predict.ResultsOrigin;
import org.slicelstm.run.FileProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slicelstm-spark predict}. */
@Command(name = "predict", description = {"Predicts the probability of each disease for each patient, spread over a "
        + "Spark cluster. Options and results are those of slicelstm predict.",
        "--out may end in .parquet. --plots, --evidence and --json are for few patients and one machine.",
        "Research use only: not a medical device."},
        footer = {"", "An example:", "  scripts/slicelstm-spark predict --model models/demo patients.csv \\",
                "    --out results.csv"})
public final class PredictOnSpark extends PredictCommand {
    private static final int MOST_ORDERS = 10_000;

    @Mixin
    private SparkMixin spark;

    @Override
    public Integer call() {
        Job.Predict job = toJob();
        check(job);
        return terminal.run(sink -> {
            try {
                return run(job, sink);
            } catch (IOException e) {
                throw new UserException(FileProblem.sentence(e), e);
            }
        });
    }

    private void check(Job.Predict job) {
        if (job.out() == null) {
            throw new UserException("Name the table of results by --out results.csv or --out results.parquet.");
        }
        if (job.plots() != null || job.evidenceOrders() > 0 || job.evidenceOut() != null || asJson()) {
            throw new UserException("--plots, --evidence and --json are not for a cluster; take scripts/slicelstm "
                    + "predict for the patients you want to look at.");
        }
        if (job.orders() < 0 || job.orders() > MOST_ORDERS) {
            throw new UserException("--orders is " + job.orders() + "; write 1 for the order shown, or up to "
                    + MOST_ORDERS + " random orders.");
        }
    }

    private boolean run(Job.Predict job, EventSink sink) throws IOException {
        ModelDirectory model = ModelDirectory.open(CohortItems.path(job.model()));
        List<String> labels = model.info().labels();
        for (String label : job.labels()) {
            if (!labels.contains(label)) {
                throw new UserException("The model has no label '" + label + "'; it has " + String.join(", ", labels)
                        + ".");
            }
        }
        if (!model.info().provenance().trained()) {
            sink.accept(new Event.Note("This model is untrained: its probabilities mean nothing."));
        }
        List<PatientItem> items = Searching.items(job.paths(), job.slices(), sink);
        Path out = CohortItems.path(job.out()).toAbsolutePath();
        List<String> reported = job.labels().isEmpty() ? labels : job.labels();
        ResultsOrigin origin = ResultsOrigin.of(model, job.slices().window(), job.slices().intensity(),
                job.slices().series(), job.slices().includeSecondary(), job.orders(), reported);
        boolean told = job.resume() && Files.exists(out) && origin.requireSame(out);
        try (Cluster cluster = Cluster.connect("predict", spark, model, sink)) {
            PredictWork work = PredictWork.of(job, cluster.place(model), labels, reported);
            boolean begun = Files.exists(out);
            ResultTable table = new ResultTable(out, work.columns(), cluster::session);
            boolean allDone = new PatientRun(cluster, work, table, sink)
                    .run(items, job.resume(), settings(job, model), job.out());
            // Of a table that an older version began, nothing is claimed.
            if (told || !begun) {
                origin.write(out);
            }
            return allDone;
        }
    }

    private static Map<String, String> settings(Job.Predict job, ModelDirectory model) {
        Map<String, String> settings = new TreeMap<>(Searching.settings(job.slices()));
        settings.put("model_sha256", model.modelSha256());
        settings.put("model_json_sha256", model.modelJsonSha256());
        settings.put("orders", Objects.toString(job.orders()));
        return settings;
    }
}
