package org.slicelstm.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slicelstm.UserException;
import org.slicelstm.graph.ModelWeights;
import org.slicelstm.job.Job;
import org.slicelstm.model.Ancestor;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.Provenance;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.WeightSource;
import org.slicelstm.model.weights.Convention;
import org.slicelstm.model.weights.MappedWeights;
import org.slicelstm.model.weights.WeightFile;
import org.slicelstm.model.weights.WeightMapping;

/** What a training starts from: a recipe, with pretrained weights or without, or a model. Holds files until closed. */
final class StartingPoint implements AutoCloseable {
    private final Recipe recipe;
    private final ModelWeights model;
    private final Optional<Ancestor> ancestor;
    private final WeightFile file;
    private final WeightSource weights;
    /** Whether all weights are as they are drawn; a model's statistics are then nobody's. */
    private final boolean drawn;

    private StartingPoint(Recipe recipe, ModelWeights model, Optional<Ancestor> ancestor, boolean drawn,
            WeightFile file, WeightSource weights) {
        this.recipe = recipe;
        this.model = model;
        this.ancestor = ancestor;
        this.drawn = drawn;
        this.file = file;
        this.weights = weights;
    }

    static StartingPoint of(Job.Train job) throws IOException {
        if ((job.recipe() == null) == (job.model() == null)) {
            throw new UserException("Say what to train: either --recipe NAME for a new model, or --model DIR to train a "
                    + "model further.");
        }
        if (job.model() != null) {
            if (job.weights() != null) {
                throw new UserException("--weights goes with --recipe; the model '" + job.model() + "' has its own.");
            }
            ModelDirectory directory = ModelDirectory.open(JobRunner.path(job.model()));
            Recipe own = directory.info().ownRecipe();
            Provenance from = directory.info().provenance();
            boolean drawn = !from.trained() && from.weightsSha256().equals(Provenance.UNTRAINED);
            Ancestor ancestor = Ancestor.of(directory);
            ModelWeights model = ModelWeights.open(directory);
            return new StartingPoint(own, model, Optional.of(ancestor), drawn, null, model);
        }
        Recipe recipe = Recipes.named(job.recipe());
        if (job.weights() == null) {
            return new StartingPoint(recipe, null, Optional.empty(), true, null, WeightSource.NONE);
        }
        WeightFile file = WeightFile.open(WeightFiles.find(job.weights()));
        try {
            WeightMapping mapping = WeightMapping.of(recipe.backbone().name(), file, Convention.detect(file), false);
            Recipe adapted = recipe
                    .withBackbone(recipe.backbone().withConventions(mapping.batchNormEpsilon(), mapping.padding()))
                    .withNormalisation(mapping.normalisation());
            return new StartingPoint(adapted, null, Optional.empty(), false, file, new MappedWeights(file, mapping));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The recipe as the weights want it. */
    Recipe recipe() {
        return recipe;
    }

    /** The model that it starts from, if it starts from one. */
    Optional<Ancestor> ancestor() {
        return ancestor;
    }

    private boolean sameSequence(Recipe wanted) {
        return wanted.head().sequence().equals(recipe.head().sequence());
    }

    private boolean newLabels(Recipe wanted) {
        return !wanted.labels().equals(recipe.labels());
    }

    private static boolean isOutput(String name) {
        return name.startsWith(Recipe.HEAD_PREFIX + "output.");
    }

    /** The weights for a recipe with other labels or another head: what means something else there starts anew. */
    WeightSource weights(Recipe wanted) {
        if (model == null) {
            return weights;
        }
        return new WeightSource() {
            @Override
            public boolean has(String name) {
                return wanted.variables().stream().anyMatch(each -> each.name().equals(name) && model.fits(each)
                        && !(drawn && each.statistic()))
                        && (name.startsWith(Recipe.HEAD_PREFIX + "dense") || !name.startsWith(Recipe.HEAD_PREFIX)
                        || sameSequence(wanted) && !(isOutput(name) && newLabels(wanted)));
            }

            @Override
            public float[] get(String name, long[] shape) {
                return model.get(name, shape);
            }

            @Override
            public String sha256() {
                return model.sha256();
            }
        };
    }

    /** What the user should know of it. */
    List<String> notes(Recipe wanted) {
        List<String> notes = new ArrayList<>();
        boolean frozen = wanted.shapes().variables().stream().anyMatch(each -> !each.statistic()
                && wanted.trainableVariables().stream().noneMatch(trained -> trained.name().equals(each.name())));
        if (frozen && drawn) {
            notes.add("Layers of " + wanted.backbone().name() + " that are not trained have random weights; give "
                    + "pretrained ones by --weights, see scripts/get-weights.");
        } else if (drawn) {
            notes.add("All weights start random: from the labels of patients alone such a network often learns "
                    + "nothing. Take a recipe with pretrained --weights (see scripts/get-weights), train a model further by "
                    + "--model, or train on single slices with labels first.");
        }
        if (model != null && !sameSequence(wanted)) {
            notes.add("The model has " + recipe.head().sequence().kind().title() + "; "
                    + wanted.head().sequence().kind().title()
                    + " takes its place and starts anew, and so does the output layer.");
        }
        if (model != null && newLabels(wanted)) {
            notes.add("The model knows " + String.join(", ", recipe.labels()) + "; its output layer starts anew for "
                    + String.join(", ", wanted.labels()) + ".");
        }
        return notes;
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
        if (file != null) {
            file.close();
        }
    }
}
