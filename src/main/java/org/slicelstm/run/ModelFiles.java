package org.slicelstm.run;

import java.io.IOException;
import org.slicelstm.Progress;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.model.ModelArchive;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.PlainExport;

/** Takes models from one place or form to another. */
final class ModelFiles {
    private ModelFiles() {
    }

    static void export(Job.Export job, EventSink sink) throws IOException {
        PlainExport.write(ModelDirectory.open(JobRunner.path(job.model())), JobRunner.path(job.out()),
                !job.noLineage());
        sink.accept(new Event.Written("the SavedModel", job.out()));
    }

    static void pack(Job.Pack job, EventSink sink, Progress progress) throws IOException {
        ModelDirectory model = ModelDirectory.open(JobRunner.path(job.model()));
        ModelArchive.pack(model, JobRunner.path(job.file()), !job.noLineage(), progress);
        sink.accept(new Event.Written("the packed model (SHA-256 " + model.modelSha256() + ")", job.file()));
    }

    static void unpack(Job.Unpack job, EventSink sink, Progress progress) throws IOException {
        ModelDirectory model = ModelArchive.unpack(JobRunner.path(job.file()), JobRunner.path(job.out()),
                ModelArchive.Limits.ofGigabytes(job.mostGigabytes()), progress);
        sink.accept(new Event.Written("the model (SHA-256 " + model.modelSha256() + ")", job.out()));
    }
}
