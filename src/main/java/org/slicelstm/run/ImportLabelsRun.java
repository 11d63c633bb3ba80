package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.ClassFolders;
import org.slicelstm.cohort.Cq500Labels;
import org.slicelstm.cohort.ImageFolder;
import org.slicelstm.cohort.ImportedLabels;
import org.slicelstm.cohort.RsnaLabels;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;

/** Makes a table of patients of labels that others published. */
final class ImportLabelsRun {
    private final Job.ImportLabels job;
    private final EventSink sink;
    private final Progress progress;

    ImportLabelsRun(Job.ImportLabels job, EventSink sink, Progress progress) {
        this.job = job;
        this.sink = sink;
        this.progress = progress;
    }

    void run() throws IOException {
        Path out = JobRunner.path(job.out());
        if (Files.exists(out)) {
            throw new UserException("'" + job.out() + "' is there already; name a new file for --out.");
        }
        ExecutorService executor = Workers.start("headers");
        try {
            ImageFolder images = new ImageFolder(JobRunner.path(job.images()), new SliceFiles(), executor, progress);
            ImportedLabels imported = read(images);
            imported.write(out, images.root());
            imported.notes().forEach(note -> sink.accept(new Event.Note(note)));
            sink.accept(new Event.Written("the table", job.out()));
            ImportedLabels.Counts counts = imported.counts();
            sink.accept(new Event.LabelsImported(counts.patients(), counts.rows(), counts.slices(),
                    counts.labelsUnmatched(), counts.labelled(), counts.picturesUnmatched()));
        } finally {
            executor.shutdownNow();
        }
    }

    private ImportedLabels read(ImageFolder images) {
        String from = job.from().strip().toLowerCase(Locale.ROOT);
        if (job.massEffectAsMass() && !from.equals("cq500")) {
            throw new UserException("--mass-effect-as-mass goes with --from cq500 only; leave it out.");
        }
        return switch (from) {
            case "rsna" -> RsnaLabels.read(labels(), images);
            case "cq500" -> Cq500Labels.read(labels(), images, job.massEffectAsMass());
            case "folders" -> {
                if (job.labels() != null) {
                    throw new UserException("--from folders takes the labels from the folders' names; leave "
                            + "--labels-file out.");
                }
                yield ClassFolders.read(images);
            }
            default -> throw new UserException("--from cannot be '" + job.from() + "'; write rsna, cq500 or folders.");
        };
    }

    private Path labels() {
        if (job.labels() == null) {
            throw new UserException("--from " + job.from() + " needs the published file of labels; give it by "
                    + "--labels-file.");
        }
        return JobRunner.path(job.labels());
    }
}
