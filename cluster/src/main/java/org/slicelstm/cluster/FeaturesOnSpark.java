package org.slicelstm.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slicelstm.UserException;
import org.slicelstm.cli.FeaturesCommand;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.job.JobJson;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.run.FileProblem;
import org.slicelstm.run.PatientNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slicelstm-spark features}. */
@Command(name = "features", description = {"Writes what the backbone makes of each slice, spread over a Spark "
        + "cluster: one float32 NumPy file [slices, features] a patient in the folder --out, which all machines must "
        + "see, and features.csv with patient,file,error."},
        footer = {"", "An example:", "  scripts/slicelstm-spark features --model models/demo patients.csv \\",
                "    --out features"})
public final class FeaturesOnSpark extends FeaturesCommand {
    private static final String TABLE = "features.csv";

    @Mixin
    private SparkMixin spark;

    @Option(names = "--resume", description = "Go on with --out: patients that stand in its " + TABLE + " without an "
            + "error are skipped.")
    private boolean resume;

    @Override
    public Integer call() {
        Job.Features job = toJob();
        return terminal.run(sink -> {
            try {
                return run(job, sink);
            } catch (IOException e) {
                throw new UserException(FileProblem.sentence(e), e);
            }
        });
    }

    private boolean run(Job.Features job, EventSink sink) throws IOException {
        ModelDirectory model = ModelDirectory.open(CohortItems.path(job.model()));
        if (model.info().foreign().isPresent()) {
            throw new UserException("The model '" + job.model() + "' was made elsewhere and tells no features; take a "
                    + "model that new-model made.");
        }
        PatientNames names = new PatientNames();
        List<PatientItem> items = Searching.items(job.paths(), job.slices(), sink).stream()
                .map(item -> item.withFile(names.fileName(item.id()))).toList();
        Path folder = CohortItems.path(job.out()).toAbsolutePath();
        Map<String, String> settings = new TreeMap<>(Searching.settings(job.slices()));
        settings.put("model_sha256", model.modelSha256());
        try (Cluster cluster = Cluster.connect("features", spark, model, sink)) {
            FeaturesWork work = new FeaturesWork(cluster.place(model), new JobJson().line(job), folder.toString());
            Path table = folder.resolve(TABLE);
            return new PatientRun(cluster, work, new ResultTable(table, work.columns(), cluster::session), sink)
                    .run(items, resume, settings, table.toString());
        }
    }
}
