package org.slicelstm.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;

/** Has every patient of a cohort worked on once, and the table of results written. */
final class PatientRun {
    private final Cluster cluster;
    private final PatientWork work;
    private final ResultTable table;
    private final EventSink sink;

    PatientRun(Cluster cluster, PatientWork work, ResultTable table, EventSink sink) {
        this.cluster = cluster;
        this.work = work;
        this.table = table;
        this.sink = sink;
    }

    /**
     * Runs.
     *
     * @param items    the cohort
     * @param settings what the rows depend on
     * @param shown    the table's name as the user gave it
     * @return whether no patient failed
     * @throws UserException         if Spark gave up; what was finished is kept
     * @throws CancellationException if the sink asked to stop; what was finished is kept
     */
    boolean run(List<PatientItem> items, boolean resume, Map<String, String> settings, String shown)
            throws IOException {
        try (RunFolder folder = new RunFolder(table)) {
            folder.begin(resume, settings);
            Set<String> done = resume ? folder.done() : Set.of();
            List<PatientItem> open = items.stream().filter(item -> !done.contains(item.id())).toList();
            if (open.size() < items.size()) {
                sink.accept(new Event.Note(items.size() - open.size()
                        + " patients were finished already and are skipped."));
            }
            if (!open.isEmpty()) {
                spread(open, folder);
            }
            long failed = folder.finish();
            if (failed > 0) {
                sink.accept(new Event.Note(failed + " patients failed; the column error says why."));
            }
            sink.accept(new Event.Written("the results", shown));
            return failed == 0;
        }
    }

    private void spread(List<PatientItem> open, RunFolder folder) {
        JavaSparkContext context = cluster.context();
        SparkContext spark = context.sc();
        String run = UUID.randomUUID().toString();
        long slices = open.stream().mapToLong(PatientItem::slices).sum();
        List<ArrayList<PatientItem>> parts = Spread.evenly(open, PatientItem::slices,
                Spread.parts(open.size(), slices, context.defaultParallelism()));
        sink.accept(new Event.Note(open.size() + " patients with about " + slices + " slices in " + parts.size()
                + " tasks."));
        Counts counts = new Counts(spark, "patients", open.size());
        PatientTask task = new PatientTask(work, folder.rows().toString(), run, cluster.tries(), counts);
        context.setJobDescription(spark.appName() + ": " + open.size() + " patients, " + slices + " slices");
        JavaRDD<String> rows = context.parallelize(parts, parts.size()).mapPartitions(task);
        Watch.whileRunning(spark, counts, "patients", open.size(), sink,
                () -> rows.saveAsTextFile(folder.parts(run).toUri().toString()));
    }
}
