package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.Path;
import org.slicelstm.Progress;
import org.slicelstm.graph.ModelWriter;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.WeightSource;

/** Makes a model directory. */
final class NewModelRun {
    private final Job.NewModel job;
    private final EventSink sink;
    private final Progress progress;

    NewModelRun(Job.NewModel job, EventSink sink, Progress progress) {
        this.job = job;
        this.sink = sink;
        this.progress = progress;
    }

    void run() throws IOException {
        Recipe recipe = Recipes.named(job.recipe());
        if (!job.labels().isEmpty()) {
            recipe = recipe.withLabels(job.labels());
        }
        Path out = JobRunner.path(job.out());
        ModelDirectory model = ModelWriter.write(recipe, job.seed(), WeightSource.NONE, out, progress);
        sink.accept(new Event.Note("The weights are random: this model's predictions mean nothing until it is trained."));
        sink.accept(new Event.Written("the model (SHA-256 " + model.modelSha256() + ")", job.out()));
    }
}
