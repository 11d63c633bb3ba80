package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.ToDoubleFunction;
import org.slicelstm.Progress;
import org.slicelstm.cohort.CohortOptions;
import org.slicelstm.cohort.LabelledPatient;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.PatientFinder;
import org.slicelstm.cohort.PatientTable;
import org.slicelstm.cohort.SeriesChoice;
import org.slicelstm.cohort.SharedPictures;
import org.slicelstm.cohort.Slice;
import org.slicelstm.evaluate.EvaluatedPart;
import org.slicelstm.evaluate.EvaluatedPatient;
import org.slicelstm.image.PictureDigest;
import org.slicelstm.image.SliceDecoder;
import org.slicelstm.image.SliceStatistics;
import org.slicelstm.image.StoredSlice;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.predict.PatientResult;
import org.slicelstm.predict.Predictor;
import org.slicelstm.predict.ResultsOrigin;
import org.slicelstm.train.PictureContent;

/** Predicts the patients of a part of a table as {@code predict} does, and measures their pictures' size and values. */
final class CohortPrediction {
    private final Job.Evaluate job;
    private final OpenModels models;
    private final EventSink sink;
    private final Progress progress;

    CohortPrediction(Job.Evaluate job, OpenModels models, EventSink sink, Progress progress) {
        this.job = job;
        this.models = models;
        this.sink = sink;
        this.progress = progress;
    }

    /**
     * What came out.
     *
     * @param device   what computed, as the runtime names it; empty for earlier predictions
     * @param patients one for each of the part
     * @param pictures of them, but near-constant ones, which tell nobody apart; none for earlier predictions
     */
    record Outcome(String device, List<EvaluatedPatient> patients, List<SharedPictures.Picture> pictures) { }

    /** What is kept of a picture: its mean value, and its digest, null where it is near-constant. */
    private record Look(double mean, String digest) { }

    /**
     * Predicts all of them; one that fails is told with its reason, and the others go on.
     *
     * @param model  its directory
     * @param labels those wanted, all of which the model has
     */
    Outcome predict(String model, List<String> labels, EvaluatedPart part) throws IOException {
        ExecutorService executor = Workers.start("slices");
        try {
            SliceFiles files = new SliceFiles();
            Map<Slice, Look> looks = new ConcurrentHashMap<>();
            SliceDecoder watched = slice -> {
                StoredSlice stored = files.decode(slice);
                looks.put(slice, look(stored));
                return stored;
            };
            Predictor predictor = new Predictor(models.open(model, job.device(), sink, progress), job.slices().window(),
                    job.slices().intensity(), watched, executor);
            ResultsOrigin origin = ResultsOrigin.of(predictor.model(), job.slices().window(), job.slices().intensity(),
                    job.slices().series(), job.slices().includeSecondary(), 0, labels);
            sink.accept(new Event.ModelOpened(model, origin.modelSha256(), origin.modelJsonSha256(), origin.version(),
                    predictor.device(), labels,
                    Answers.scales(predictor.model().info(), labels), origin.settings()));
            PatientFinder finder = new PatientFinder(files, new CohortOptions(
                    SeriesChoice.parse(job.slices().series()), job.slices().includeSecondary()), executor, progress);
            PatientTable table = new PatientTable(JobRunner.path(job.table()), List.of(), List.of());
            List<EvaluatedPatient> patients = new ArrayList<>();
            List<SharedPictures.Picture> pictures = new ArrayList<>();
            for (LabelledPatient each : part.patients()) {
                progress.checkCancelled();
                progress.update("Patients", patients.size(), part.patients().size());
                Patient patient = finder.find(table, new PatientTable.Row(each.row(), each.id(), path(each.path()),
                        Map.of()));
                PatientResult result = predictor.predict(patient, 0, Progress.silent(progress::isCancelled));
                patients.add(patient(each, part, labels, predictor.model().info().labels(), result, looks));
                for (Slice slice : patient.slices()) {
                    Look look = looks.get(slice);
                    if (look != null && look.digest() != null) {
                        pictures.add(new SharedPictures.Picture(each.id(), slice.shownAs(), look.digest()));
                    }
                }
                looks.clear();
                Answers.warn(sink, each.id(), result.warnings());
                if (result.error() != null) {
                    sink.accept(new Event.Note("The patient '" + each.id() + "' has no prediction: " + result.error()));
                }
            }
            progress.update("Patients", patients.size(), part.patients().size());
            return new Outcome(predictor.device(), patients, pictures);
        } finally {
            executor.shutdownNow();
        }
    }

    private static EvaluatedPatient patient(LabelledPatient of, EvaluatedPart part, List<String> labels,
                                            List<String> all, PatientResult result, Map<Slice, Look> looks) {
        double[] probabilities = result.error() != null ? new double[0] : labels.stream()
                .mapToDouble(label -> Answers.decimal(result.probabilities()[all.indexOf(label)])).toArray();
        return new EvaluatedPatient(of.id(), part.partOf(of.id()), of.group(), result.slices().size(),
                mean(result, slice -> (double) slice.rows() * slice.columns()),
                mean(result, slice -> looks.containsKey(slice) ? looks.get(slice).mean() : Double.NaN), probabilities,
                of.labels(), result.warnings(), result.error());
    }

    private static double mean(PatientResult result, ToDoubleFunction<Slice> of) {
        return result.slices().stream().mapToDouble(of).average().orElse(Double.NaN);
    }

    /** The mean in HU where the picture is in HU, else of the stored values. */
    private static Look look(StoredSlice stored) {
        SliceStatistics statistics = SliceStatistics.of(stored);
        double mean = stored.intensity().hounsfield()
                ? statistics.storedMean() * stored.intensity().slope() + stored.intensity().intercept()
                : statistics.storedMean();
        return new Look(mean, PictureContent.isNearConstant(statistics) ? null : PictureDigest.of(stored).hex());
    }

    /** A path of the table in the folder of the pictures; an absolute one stays. */
    private String path(String path) {
        if (job.images() == null) {
            return path;
        }
        try {
            if (Path.of(path).isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            // A glob with characters that no file has in its name here: not an absolute path.
        }
        return JobRunner.path(job.images()).toAbsolutePath() + "/" + path;
    }
}
