package org.slicelstm.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.slicelstm.Progress;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.Preprocessor;
import org.slicelstm.image.SliceBatch;
import org.slicelstm.image.SliceBatches;
import org.slicelstm.image.SliceStatistics;
import org.slicelstm.image.StoredSlice;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.job.LeftOutFile;
import org.slicelstm.job.PatientInspection;
import org.slicelstm.job.PatientInspection.InspectedSlice;
import org.slicelstm.job.PixelSummary;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.predict.ModelInput;

/** Shows what a model would see: the same reading, choosing, ordering and preprocessing as in a prediction. */
final class InspectRun {
    private static final int CHUNK = 8;
    /** The input size of the usual backbones, where no model is named. */
    private static final int USUAL_SIZE = 224;

    private final Job.Inspect job;
    private final EventSink sink;
    private final Progress progress;
    private final SliceFiles files = new SliceFiles();

    InspectRun(Job.Inspect job, EventSink sink, Progress progress) {
        this.job = job;
        this.sink = sink;
        this.progress = progress;
    }

    boolean run() throws IOException {
        InputRecipe input = job.model() == null ? InputRecipe.brain(USUAL_SIZE)
                : ModelDirectory.open(JobRunner.path(job.model())).info().recipe().input();
        Preprocessor preprocessor = new Preprocessor(
                ModelInput.of(input, job.slices().window(), job.slices().intensity()));
        ExecutorService executor = Workers.start("slices");
        try {
            PatientSource patients = new PatientSource(job.paths(), job.slices(), files, executor, sink, progress);
            boolean all = true;
            while (patients.hasNext()) {
                progress.checkCancelled();
                all &= inspect(patients.next(), preprocessor, executor, patients.patientProgress());
            }
            return all;
        } finally {
            executor.shutdownNow();
        }
    }

    /** @return whether any slice of the patient reaches the model */
    private boolean inspect(Patient patient, Preprocessor preprocessor, ExecutorService executor,
                            Progress patientProgress) {
        Map<Slice, PixelSummary> pixels = new ConcurrentHashMap<>();
        Map<Slice, Integer> series = new HashMap<>();
        for (int i = 0; i < patient.slices().size(); i++) {
            series.put(patient.slices().get(i), patient.series().get(i));
        }
        List<InspectedSlice> slices = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>(patient.leftOut());
        try (SliceBatches batches = new SliceBatches(patient.slices(), files, preprocessor, CHUNK, executor, progress,
                (slice, stored) -> pixels.put(slice, summary(stored)))) {
            while (batches.hasNext()) {
                SliceBatch batch = batches.next();
                for (Slice slice : batch.slices()) {
                    slices.add(new InspectedSlice(slice.shownAs(), slice.frame(), "ok", series.get(slice),
                            slices.size(), pixels.get(slice)));
                }
                patientProgress.update(patient.id(), slices.size() + batches.leftOut().size(),
                        patient.slices().size());
            }
            leftOut.addAll(batches.leftOut());
        }
        List<LeftOutFile> out = new ArrayList<>();
        for (LeftOut each : leftOut) {
            progress.checkCancelled();
            out.add(Answers.leftOut(each, each.slice() == null ? null : decoded(each.slice(), pixels)));
        }
        sink.accept(new Event.Inspected(new PatientInspection(patient.id(), Answers.orderedBy(patient.orderedBy()),
                slices, out, patient.notes(), List.of())));
        return !slices.isEmpty();
    }

    /** The pixels of a slice that was left out, or null where they cannot be read. */
    private PixelSummary decoded(Slice slice, Map<Slice, PixelSummary> pixels) {
        if (pixels.containsKey(slice)) {
            return pixels.get(slice);
        }
        try {
            return summary(files.decode(slice));
        } catch (NotASliceException e) {
            // It is left out already, for the first reason that was found.
            return null;
        }
    }

    private static PixelSummary summary(StoredSlice stored) {
        return Answers.pixels(stored.rows(), stored.columns(), SliceStatistics.of(stored));
    }
}
