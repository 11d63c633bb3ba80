package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Patient;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.predict.EvidenceCsv;
import org.slicelstm.predict.OrderSummaries;
import org.slicelstm.predict.PatientResult;
import org.slicelstm.predict.Predictor;
import org.slicelstm.predict.ResultsCsv;
import org.slicelstm.predict.RunningPlot;

/** Predicts patients, one after the other. */
final class PredictRun {
    private static final int MOST_ORDERS = 10_000;

    private final Job.Predict job;
    /** The slices where they are handed over, or null. */
    private final HandedOver stack;
    private final OpenModels models;
    private final EventSink sink;
    private final Progress progress;
    private final PatientNames names = new PatientNames();

    PredictRun(Job.Predict job, OpenModels models, EventSink sink, Progress progress) {
        this(job, null, models, sink, progress);
    }

    PredictRun(Job.PredictStack job, OpenModels models, EventSink sink, Progress progress) {
        this(job.settings(), new HandedOver(job.stack()), models, sink, progress);
    }

    private PredictRun(Job.Predict job, HandedOver stack, OpenModels models, EventSink sink, Progress progress) {
        this.job = job;
        this.stack = stack;
        this.models = models;
        this.sink = sink;
        this.progress = progress;
    }

    boolean run() throws IOException {
        check();
        ExecutorService executor = Workers.start("slices");
        SliceFiles files = new SliceFiles();
        try {
            Predictor predictor = new Predictor(models.open(job.model(), job.device(), sink, progress),
                    job.slices().window(), job.slices().intensity(), stack == null ? files : stack.slices(), executor);
            PatientSource patients = stack == null
                    ? new PatientSource(job.paths(), job.slices(), files, executor, sink, progress)
                    : new PatientSource(stack.patient(), progress);
            List<String> labels = predictor.model().info().labels();
            List<String> reported = reported(labels);
            try (ResultsCsv table = table(reported); EvidenceCsv evidence = evidence(predictor, labels, reported)) {
                opened(predictor, reported);
                return predictAll(patients, predictor, table, evidence, labels, reported);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private void check() {
        if (job.orders() < 0 || job.orders() > MOST_ORDERS) {
            throw new UserException("--orders is " + job.orders() + "; write 1 for the order shown, or up to "
                    + MOST_ORDERS + " random orders.");
        }
        if (job.evidenceOrders() < 0 || job.evidenceOrders() > MOST_ORDERS) {
            throw new UserException("--evidence is " + job.evidenceOrders() + "; write from 1 to " + MOST_ORDERS
                    + " random orders.");
        }
        if (job.resume() && job.out() == null) {
            throw new UserException("--resume needs --out, the table to go on with.");
        }
        if (job.evidenceOut() != null && job.evidenceOrders() == 0) {
            throw new UserException("--evidence-out needs --evidence, which says how many orders are tried.");
        }
        if (job.evidenceOut() != null && job.resume()) {
            throw new UserException("--evidence-out cannot go on with what an earlier run wrote; leave --resume out "
                    + "and name new places.");
        }
        if (job.evidenceOut() != null) {
            // Before the table of results is begun: what is refused leaves nothing behind.
            EvidenceCsv.requireNew(JobRunner.path(job.evidenceOut()));
        }
    }

    /** The tables of evidence, or null where none are asked for or none can be told. */
    private EvidenceCsv evidence(Predictor predictor, List<String> labels, List<String> reported) throws IOException {
        if (job.evidenceOrders() > 0 && !predictor.tellsEvidence()) {
            sink.accept(new Event.Note("This model was made elsewhere and cannot be asked slice by slice: it predicts "
                    + "without evidence."));
            return null;
        }
        return job.evidenceOut() == null ? null
                : EvidenceCsv.create(JobRunner.path(job.evidenceOut()), labels, reported);
    }

    private List<String> reported(List<String> labels) {
        for (String label : job.labels()) {
            if (!labels.contains(label)) {
                throw new UserException("The model has no label '" + label + "'; it has " + String.join(", ", labels)
                        + ".");
            }
        }
        return job.labels().isEmpty() ? labels : List.copyOf(job.labels());
    }

    /** The table to write, or null where none is asked for. */
    private ResultsCsv table(List<String> reported) throws IOException {
        if (job.out() == null) {
            return null;
        }
        Path out = JobRunner.path(job.out());
        return job.resume() ? ResultsCsv.resume(out, reported) : ResultsCsv.create(out, reported);
    }

    private void opened(Predictor predictor, List<String> reported) {
        if (!predictor.model().info().provenance().trained()) {
            sink.accept(new Event.Note("This model is untrained: its probabilities mean nothing."));
        }
        sink.accept(new Event.ModelOpened(job.model(), predictor.model().modelSha256(), predictor.device(), reported));
    }

    private boolean predictAll(PatientSource patients, Predictor predictor, ResultsCsv table, EvidenceCsv evidence,
                               List<String> labels, List<String> reported) throws IOException {
        OrderSummaries summaries = new OrderSummaries(labels.stream()
                .mapToDouble(predictor.model().info().thresholds()::get).toArray());
        boolean allDone = true;
        int skipped = 0;
        while (patients.hasNext()) {
            progress.checkCancelled();
            Patient patient = patients.next();
            if (table != null && table.has(patient.id())) {
                skipped++;
                continue;
            }
            PatientResult result = predictor.predict(patient, job.orders(), job.evidenceOrders(),
                    patients.patientProgress());
            allDone &= result.error() == null;
            Answers.warn(sink, result.patient(), result.warnings());
            summaries.add(result);
            if (evidence != null) {
                evidence.add(result);
            }
            if (table != null) {
                table.add(result, labels, reported, predictor.device());
            }
            if (job.plots() != null && result.error() == null) {
                RunningPlot.write(result, labels, reported, predictor.model().info().thresholds(),
                        JobRunner.path(job.plots()).resolve(names.fileName(result.patient()) + ".png"));
            }
            sink.accept(new Event.Predicted(Answers.prediction(result, labels, reported)));
        }
        if (!summaries.isEmpty()) {
            sink.accept(Answers.summary(summaries, job.evidenceOrders(), labels, reported));
        }
        if (skipped > 0) {
            sink.accept(new Event.Note(skipped + " patients stood in " + job.out() + " already and were skipped."));
        }
        if (table != null) {
            sink.accept(new Event.Written("the results", job.out()));
        }
        if (job.plots() != null) {
            sink.accept(new Event.Written("the plots", job.plots()));
        }
        if (evidence != null) {
            sink.accept(new Event.Written("the evidence", job.evidenceOut()));
        }
        return allDone;
    }
}
