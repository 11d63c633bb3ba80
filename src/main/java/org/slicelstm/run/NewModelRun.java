package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.Path;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.graph.ModelWriter;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.model.BackboneRecipe;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.WeightSource;
import org.slicelstm.model.weights.Convention;
import org.slicelstm.model.weights.KnownWeights;
import org.slicelstm.model.weights.MappedWeights;
import org.slicelstm.model.weights.WeightFile;
import org.slicelstm.model.weights.WeightMapping;

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
        Recipe recipe = FittedRecipe.headed(Recipes.named(job.recipe()), job.head());
        if (!job.labels().isEmpty()) {
            recipe = recipe.withLabels(job.labels());
        }
        if (job.weights() == null) {
            if (job.keepClassifier() || job.weightSource() != null) {
                throw new UserException("--keep-classifier and --weight-source need --weights, the file they are "
                        + "about.");
            }
            write(recipe, WeightSource.NONE);
            sink.accept(new Event.Note("The weights are random: this model's predictions mean nothing until it is "
                    + "trained."));
            return;
        }
        try (WeightFile file = WeightFile.open(WeightFiles.find(job.weights()))) {
            KnownWeights.of(file.sha256()).ifPresent(known -> sink.accept(new Event.Note("These are "
                    + known.title() + ".")));
            WeightMapping mapping = mapping(recipe, file);
            write(adapted(recipe, mapping), new MappedWeights(file, mapping));
            sink.accept(new Event.Note("The backbone's weights are from " + file.path().getFileName() + " ("
                    + mapping.convention().id() + "); the head is random: this model's predictions mean nothing until "
                    + "it is trained."));
        }
    }

    private WeightMapping mapping(Recipe recipe, WeightFile file) {
        Convention convention = job.weightSource() == null ? Convention.detect(file)
                : Convention.named(job.weightSource());
        return WeightMapping.of(recipe.backbone().name(), file, convention, job.keepClassifier());
    }

    /** The recipe with what these weights expect of the graph. */
    private Recipe adapted(Recipe recipe, WeightMapping mapping) {
        BackboneRecipe backbone = recipe.backbone().withConventions(mapping.batchNormEpsilon(), mapping.padding());
        if (job.keepClassifier()) {
            String bias = backbone.classifier() + ".bias";
            backbone = backbone.withClasses(mapping.items().stream().filter(item -> item.variable().equals(bias))
                    .findFirst().orElseThrow().shape().get(0));
        }
        return recipe.withBackbone(backbone).withNormalisation(mapping.normalisation());
    }

    private void write(Recipe recipe, WeightSource weights) throws IOException {
        Path out = JobRunner.path(job.out());
        NativeLibrary.load(sink, progress);
        ModelDirectory model = ModelWriter.write(recipe, job.seed(), weights, out, progress);
        sink.accept(new Event.Written("the model (SHA-256 " + model.modelSha256() + ")", job.out()));
    }
}
