package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import org.slicelstm.Progress;
import org.slicelstm.cohort.Patient;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.predict.FeaturesResult;
import org.slicelstm.predict.Predictor;

/** Writes the backbone's features of patients. */
final class FeaturesRun {
    private final Job.Features job;
    private final OpenModels models;
    private final EventSink sink;
    private final Progress progress;
    private final PatientNames names = new PatientNames();

    FeaturesRun(Job.Features job, OpenModels models, EventSink sink, Progress progress) {
        this.job = job;
        this.models = models;
        this.sink = sink;
        this.progress = progress;
    }

    boolean run() throws IOException {
        try (OutputLocks locks = new OutputLocks(sink)) {
            locks.take(job.out());
            return locked();
        }
    }

    private boolean locked() throws IOException {
        ExecutorService executor = Workers.start("slices");
        SliceFiles files = new SliceFiles();
        boolean allDone = true;
        try {
            Predictor predictor = new Predictor(models.open(job.model(), job.device(), sink, progress),
                    job.slices().window(), job.slices().intensity(), files, executor);
            sink.accept(new Event.Note("The network runs on " + predictor.device() + "."));
            PatientSource patients = new PatientSource(job.paths(), job.slices(), files, executor, sink, progress);
            Path out = JobRunner.path(job.out());
            while (patients.hasNext()) {
                progress.checkCancelled();
                Patient patient = patients.next();
                Path file = out.resolve(names.fileName(patient.id()) + ".npy");
                FeaturesResult result = predictor.writeFeatures(patient, file, patients.patientProgress());
                Answers.warn(sink, patient.id(), result.warnings());
                if (result.error() == null) {
                    sink.accept(new Event.Written("the features of " + patient.id(), file.toString()));
                } else {
                    allDone = false;
                    sink.accept(new Event.Note(patient.id() + " failed: " + result.error()));
                }
            }
        } finally {
            executor.shutdownNow();
        }
        return allDone;
    }
}
