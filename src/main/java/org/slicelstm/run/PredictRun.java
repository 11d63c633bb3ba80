package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.slicelstm.Count;
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
import org.slicelstm.predict.ResultsOrigin;
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
        try (OutputLocks locks = new OutputLocks(sink)) {
            return locked(locks);
        }
    }

    private boolean locked(OutputLocks locks) throws IOException {
        locks.take(job.out());
        locks.take(job.plots());
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
            ResultsOrigin origin = ResultsOrigin.of(predictor.model(), job.slices().window(), job.slices().intensity(),
                    job.slices().series(), job.slices().includeSecondary(), job.orders(), reported);
            try (ResultsCsv table = table(reported, origin); EvidenceCsv evidence = evidence(predictor, labels, reported)) {
                opened(predictor, reported, origin);
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
    private ResultsCsv table(List<String> reported, ResultsOrigin origin) throws IOException {
        if (job.out() == null) {
            return null;
        }
        Path out = JobRunner.path(job.out());
        if (!Files.exists(out)) {
            origin.write(out);
        }
        if (!job.resume() || !Files.exists(out)) {
            return ResultsCsv.create(out, reported);
        }
        if (!origin.requireSame(out)) {
            sink.accept(new Event.Note("Beside '" + out + "' nothing tells what made it (" + ResultsOrigin.beside(out)
                    + " is missing): whether its rows are of the same model and settings is for you to know."));
        }
        return ResultsCsv.resume(out, reported);
    }

    private void opened(Predictor predictor, List<String> reported, ResultsOrigin origin) {
        if (!predictor.model().info().provenance().trained()) {
            sink.accept(new Event.Note("This model is untrained: its probabilities mean nothing."));
        }
        sink.accept(new Event.ModelOpened(job.model(), origin.modelSha256(), origin.modelJsonSha256(),
                origin.version(), predictor.device(), reported,
                Answers.scales(predictor.model().info(), reported), origin.settings()));
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
            Path plot = job.plots() == null ? null
                    : JobRunner.path(job.plots()).resolve(names.fileName(patient.id()) + ".png");
            boolean hasRow = table != null && table.has(patient.id());
            if (hasRow && (plot == null || Files.exists(plot))) {
                skipped++;
                continue;
            }
            PatientResult result = predictor.predict(patient, job.orders(), job.evidenceOrders(),
                    patients.patientProgress());
            Answers.warn(sink, result.patient(), result.warnings());
            allDone &= result.error() == null;
            summaries.add(result);
            if (evidence != null) {
                evidence.add(result);
            }
            // The plot first: a row says that nothing of its patient is missing.
            allDone &= plot == null || result.error() != null || plotted(result, reported, predictor, plot);
            if (table != null && !hasRow) {
                table.add(result, labels, reported, predictor.device());
            }
            sink.accept(new Event.Predicted(Answers.prediction(result, labels, reported)));
        }
        if (!summaries.isEmpty()) {
            sink.accept(Answers.summary(summaries, job.evidenceOrders(), labels, reported));
        }
        if (skipped > 0) {
            sink.accept(new Event.Note(Count.of(skipped, "patient") + " stood in " + job.out() + " already and "
                    + (skipped == 1 ? "was" : "were") + " skipped."));
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

    /** Draws a patient's plot; one that cannot be written is told, and the other patients go on. */
    private boolean plotted(PatientResult result, List<String> reported, Predictor predictor, Path plot) {
        try {
            RunningPlot.write(result, predictor.model().info(), reported, plot);
            return true;
        } catch (IOException e) {
            sink.accept(new Event.Note("The plot of '" + result.patient() + "' is missing: "
                    + FileProblem.sentence(e)));
            return false;
        }
    }
}
