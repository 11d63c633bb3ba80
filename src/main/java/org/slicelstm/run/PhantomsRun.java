package org.slicelstm.run;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.slicelstm.Count;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.phantom.Disease;
import org.slicelstm.phantom.PhantomCohort;
import org.slicelstm.phantom.PhantomSettings;

/** Makes synthetic patients. */
final class PhantomsRun {
    private final Job.Phantoms job;
    private final EventSink sink;
    private final Progress progress;

    PhantomsRun(Job.Phantoms job, EventSink sink, Progress progress) {
        this.job = job;
        this.sink = sink;
        this.progress = progress;
    }

    void run() throws IOException {
        PhantomSettings settings = new PhantomSettings(job.patients(), job.seed(), format(), prevalence(),
                job.lesions(), job.sliceTable());
        ExecutorService executor = Workers.start("phantoms");
        try {
            PhantomCohort.write(settings, JobRunner.path(job.out()), executor, progress);
        } finally {
            executor.shutdownNow();
        }
        sink.accept(new Event.Written(Count.of(job.patients(), "synthetic patient")
                + ", patients.csv and masks.zip", job.out()));
    }

    private PhantomSettings.Format format() {
        return switch (job.format().toLowerCase(Locale.ROOT)) {
            case "jpg" -> PhantomSettings.Format.JPG;
            case "dicom" -> PhantomSettings.Format.DICOM;
            default -> throw new UserException("The format '" + job.format() + "' is not known: write jpg or dicom.");
        };
    }

    private Map<Disease, Double> prevalence() {
        Map<Disease, Double> byDisease = new EnumMap<>(Disease.class);
        job.prevalence().forEach((label, share) -> byDisease.put(Arrays.stream(Disease.values())
                .filter(disease -> disease.label().equals(label)).findFirst()
                .orElseThrow(() -> new UserException("The disease '" + label + "' is not known: write one of "
                        + Arrays.stream(Disease.values()).map(Disease::label).collect(Collectors.joining(", "))
                        + ".")), share));
        return byDisease;
    }
}
