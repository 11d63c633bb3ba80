package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.slicelstm.Count;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.Montage;
import org.slicelstm.image.Preprocessing;
import org.slicelstm.image.Preprocessor;
import org.slicelstm.image.SliceBatch;
import org.slicelstm.image.SliceBatches;
import org.slicelstm.image.SliceDecoder;
import org.slicelstm.image.SliceExport;
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
    /** The slices where they are handed over, or null. */
    private final HandedOver stack;
    private final EventSink sink;
    private final Progress progress;
    private final SliceFiles files = new SliceFiles();
    private final SliceDecoder decoder;
    private final PatientNames names = new PatientNames();
    /** Whether there is, or may be, more than one patient. */
    private boolean several;

    InspectRun(Job.Inspect job, EventSink sink, Progress progress) {
        this(job, null, sink, progress);
    }

    InspectRun(Job.InspectStack job, EventSink sink, Progress progress) {
        this(job.settings(), new HandedOver(job.stack()), sink, progress);
    }

    private InspectRun(Job.Inspect job, HandedOver stack, EventSink sink, Progress progress) {
        this.job = job;
        this.stack = stack;
        this.decoder = stack == null ? files : stack.slices();
        this.sink = sink;
        this.progress = progress;
    }

    void run() throws IOException {
        InputRecipe input = job.model() == null ? InputRecipe.brain(USUAL_SIZE)
                : ModelDirectory.open(JobRunner.path(job.model())).info().input();
        Preprocessor preprocessor = new Preprocessor(
                ModelInput.of(input, job.slices().window(), job.slices().intensity()));
        ExecutorService executor = Workers.start("slices");
        try {
            PatientSource patients = stack == null
                    ? new PatientSource(job.paths(), job.slices(), files, executor, sink, progress)
                    : new PatientSource(stack.patient(), progress);
            while (patients.hasNext()) {
                progress.checkCancelled();
                Patient patient = patients.next();
                several |= patients.hasNext();
                inspect(patient, preprocessor, executor, patients.patientProgress());
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private void inspect(Patient patient, Preprocessor preprocessor, ExecutorService executor,
                            Progress patientProgress) {
        Map<Slice, PixelSummary> seen = new ConcurrentHashMap<>();
        Montage montage = job.montage() == null ? null
                : new Montage(patient.slices().size(), preprocessor.preprocessing());
        List<Slice> slices = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>(patient.leftOut());
        List<String> warnings = new ArrayList<>(patient.warnings());
        String name = names.fileName(patient.id());
        try (SliceBatches batches = new SliceBatches(patient.slices(), decoder, preprocessor, CHUNK, executor, progress,
                (slice, stored) -> seen.put(slice, pixels(stored)))) {
            while (batches.hasNext()) {
                SliceBatch batch = batches.next();
                if (job.input() != null) {
                    writeInput(batch, slices.size(), preprocessor.preprocessing(),
                            JobRunner.path(job.input()).resolve(name));
                }
                slices.addAll(batch.slices());
                if (montage != null) {
                    montage.add(batch);
                }
                patientProgress.update(patient.id(), slices.size() + batches.leftOut().size(),
                        patient.slices().size());
            }
            leftOut.addAll(batches.leftOut());
            warnings.addAll(batches.warnings());
        }
        if (montage != null && !slices.isEmpty()) {
            Path file = montageFile(name);
            SliceExport.writeDrawn(montage.image(), file);
            sink.accept(new Event.Written("the montage of " + patient.id(), file.toString()));
        }
        if (job.export() != null) {
            export(slices, preprocessor.preprocessing(), JobRunner.path(job.export()).resolve(name));
        }
        report(patient, slices, leftOut, warnings, seen);
    }

    private static void writeInput(SliceBatch batch, int first, Preprocessing how, Path folder) {
        for (int i = 0; i < batch.size(); i++) {
            SliceExport.writePng(SliceExport.modelInput(batch.images(), i, how), folder.resolve(first + i + ".png"));
        }
    }

    private void report(Patient patient, List<Slice> slices, List<LeftOut> leftOut, List<String> warnings,
                        Map<Slice, PixelSummary> seen) {
        Map<Slice, Integer> series = new HashMap<>();
        for (int i = 0; i < patient.slices().size(); i++) {
            series.put(patient.slices().get(i), patient.series().get(i));
        }
        List<InspectedSlice> inspected = new ArrayList<>();
        for (Slice slice : slices) {
            inspected.add(new InspectedSlice(slice.shownAs(), slice.frame(), "ok", series.get(slice),
                    inspected.size(), seen.get(slice)));
        }
        List<LeftOutFile> out = new ArrayList<>();
        for (LeftOut each : leftOut) {
            progress.checkCancelled();
            out.add(Answers.leftOut(each, each.slice() == null ? null : pixels(each.slice(), seen)));
        }
        sink.accept(new Event.Inspected(new PatientInspection(patient.id(), Answers.orderedBy(patient.orderedBy()),
                inspected, out, patient.notes(), warnings)));
    }

    /** The file asked for where that is certain to be the only one; else one a patient beside it. */
    private Path montageFile(String patient) {
        Path asked = JobRunner.path(job.montage());
        if (!several) {
            return asked;
        }
        String name = asked.getFileName().toString().replaceFirst("(?i)\\.png$", "");
        return asked.resolveSibling(name + "-" + patient + ".png");
    }

    private void export(List<Slice> slices, Preprocessing how, Path folder) {
        for (int order = 0; order < slices.size(); order++) {
            progress.checkCancelled();
            try {
                SliceExport.writePng(SliceExport.nativeSize(decoder.decode(slices.get(order)), how),
                        folder.resolve(order + ".png"));
            } catch (NotASliceException e) {
                throw new UserException(slices.get(order).shownAs() + " changed while it was read: " + e.getMessage()
                        + ".", e);
            }
        }
        sink.accept(new Event.Written(Count.of(slices.size(), "slice") + " after the window", folder.toString()));
    }

    /** The pixels of a slice that was left out, or null where they cannot be read. */
    private PixelSummary pixels(Slice slice, Map<Slice, PixelSummary> seen) {
        if (seen.containsKey(slice)) {
            return seen.get(slice);
        }
        try {
            return pixels(decoder.decode(slice));
        } catch (NotASliceException e) {
            // It is left out already, for the first reason that was found.
            return null;
        }
    }

    private static PixelSummary pixels(StoredSlice stored) {
        return Answers.pixels(stored.rows(), stored.columns(), SliceStatistics.of(stored));
    }
}
