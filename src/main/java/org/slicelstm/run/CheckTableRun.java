package org.slicelstm.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.CohortOptions;
import org.slicelstm.cohort.LabelledCohort;
import org.slicelstm.cohort.LabelledPatient;
import org.slicelstm.cohort.LabelledTable;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Part;
import org.slicelstm.cohort.PatientFinder;
import org.slicelstm.cohort.PatientTable;
import org.slicelstm.cohort.SeriesChoice;
import org.slicelstm.cohort.SharedPictures;
import org.slicelstm.cohort.Slice;
import org.slicelstm.cohort.TableColumns;
import org.slicelstm.image.Preprocessing;
import org.slicelstm.image.SliceSummary;
import org.slicelstm.image.SliceWarnings;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.predict.ModelInput;
import org.slicelstm.train.PictureContent;
import org.slicelstm.train.Prevalence;

/** Says what keeps a table from being trained on: the columns, the paths, every picture. */
final class CheckTableRun {
    private static final int USUAL_SIZE = 224;

    private final Job.CheckTable job;
    private final EventSink sink;
    private final Progress progress;
    private final Preprocessing how;

    CheckTableRun(Job.CheckTable job, EventSink sink, Progress progress) {
        this.job = job;
        this.sink = sink;
        this.progress = progress;
        // Of what a model would see only the meaning of stored values plays a part here.
        this.how = ModelInput.of(InputRecipe.brain(USUAL_SIZE), job.slices().window(), job.slices().intensity());
    }

    void run() {
        Path file = JobRunner.path(job.table());
        if (!Files.isRegularFile(file)) {
            throw new UserException("There is no table '" + job.table() + "'; give a CSV file with patient_id, path "
                    + "and a column for each label.");
        }
        if (job.maxSlices() < 0) {
            throw new UserException("--max-slices is " + job.maxSlices() + "; write 0 for no limit, or a number of "
                    + "slices such as 50.");
        }
        SliceFiles files = new SliceFiles();
        if (job.labels().isEmpty()) {
            TableColumns.labels(PatientTable.read(file), List.of()).notes()
                    .forEach(note -> sink.accept(new Event.Note(note)));
        }
        LabelledTable table = LabelledTable.read(file, job.labels(),
                Optional.ofNullable(job.images()).map(JobRunner::path), files, progress);
        ExecutorService executor = Workers.start("headers");
        try {
            PatientFinder finder = new PatientFinder(files, new CohortOptions(
                    SeriesChoice.parse(job.slices().series()), job.slices().includeSecondary()), executor, progress);
            LabelledCohort cohort = LabelledCohort.find(table, finder,
                    job.maxSlices() == 0 ? OptionalInt.empty() : OptionalInt.of(job.maxSlices()), progress);
            int slices = checkPictures(cohort, files);
            sink.accept(new Event.TableChecked(cohort.members().size(), table.unlabelled(), cohort.tooMany(), slices,
                    counts(cohort)));
        } finally {
            executor.shutdownNow();
        }
    }

    private static List<Event.LabelCount> counts(LabelledCohort cohort) {
        List<LabelledPatient> patients = cohort.patients();
        return Prevalence.of(cohort.table().labels(), patients).stream()
                .map(each -> new Event.LabelCount(each.label(), each.positives(), each.negatives(),
                        patients.size() - each.positives() - each.negatives())).toList();
    }

    /** Decodes every picture; how many can take part. */
    private int checkPictures(LabelledCohort cohort, SliceFiles files) {
        List<SharedPictures.Picture> pictures = new ArrayList<>();
        List<String> without = new ArrayList<>();
        int all = 0;
        int done = 0;
        for (LabelledCohort.Member member : cohort.members()) {
            progress.checkCancelled();
            int kept = check(member, files, pictures);
            if (kept == 0) {
                without.add("Row " + member.labelled().row() + " names the patient '" + member.labelled().id()
                        + "', but none of its pictures can be used.");
            }
            all += kept;
            done++;
            progress.update("Checking the pictures", done, cohort.members().size());
        }
        if (!without.isEmpty()) {
            without.add(0, "The table '" + job.table() + "' cannot be trained on: repair the files or remove "
                    + "the rows.");
            throw new UserException(without, null);
        }
        SharedPictures shared = SharedPictures.of(cohort.patients(), pictures);
        Map<String, Part> parts = new HashMap<>();
        cohort.patients().forEach(each -> each.part().ifPresent(part -> parts.put(each.id(), part)));
        shared.requireOnePart(cohort.table(), parts);
        if (shared.count() > 0) {
            sink.accept(new Event.Note("Warning: " + shared.sentence() + ": training keeps them in one part of the "
                    + "split, where they count more than once."));
        }
        return all;
    }

    private int check(LabelledCohort.Member member, SliceFiles files, List<SharedPictures.Picture> pictures) {
        String id = member.labelled().id();
        Set<String> known = new TreeSet<>();
        List<Slice> kept = new ArrayList<>();
        List<SliceSummary> summaries = new ArrayList<>();
        for (Slice slice : member.patient().slices()) {
            try {
                PictureContent content = PictureContent.of(slice, files.decode(slice), how);
                boolean repeat = !content.nearConstant() && !known.add(content.pixels());
                if (!repeat) {
                    kept.add(slice);
                    summaries.add(content.summary());
                }
                if (!repeat && !content.nearConstant()) {
                    pictures.add(new SharedPictures.Picture(id, slice.shownAs(), content.pixels()));
                }
            } catch (NotASliceException e) {
                sink.accept(new Event.Note("Row " + member.labelled().row() + ", '" + id + "': " + slice.shownAs()
                        + " cannot be used and would take no part (" + e.getMessage() + ")."));
            }
        }
        Answers.warn(sink, id, member.patient().warnings());
        Answers.warn(sink, id, SliceWarnings.of(summaries, kept, how));
        return SliceWarnings.refusal(summaries).isPresent() ? 0 : kept.size();
    }
}
