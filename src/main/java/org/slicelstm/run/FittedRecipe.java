package org.slicelstm.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slicelstm.UserException;
import org.slicelstm.job.Job;
import org.slicelstm.model.HeadRecipe;
import org.slicelstm.model.HeadRecipe.SequenceKind;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.model.Optimisation;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Schedule;
import org.slicelstm.model.TrainingRecipe;

/** A recipe with the settings of a job in the place of its own. */
final class FittedRecipe {
    private static final double FLIP_CHANCE = .5;
    /** What the command calls the settings of a recipe. */
    private static final Map<String, String> OPTIONS = Map.of("training.epochs", "--epochs",
            "training.learning_rate", "--learning-rate", "training.patients_per_step", "--accumulate",
            "training.weight_decay", "--weight-decay", "training.clip_norm", "--clip", "training.dropout", "--dropout",
            "training.augment_draws", "--augment-draws", "training.rotation_degrees", "--rotation",
            "training.smallest_crop_area", "--smallest-crop", "head.slices_window", "--slices-window");

    private FittedRecipe() {
    }

    /** @throws UserException if a setting is not possible */
    static Recipe of(Recipe recipe, Job.Train job) {
        return asTyped(() -> fitted(recipe, job));
    }

    /** A setting that is not possible is told by the option that gave it: the recipe's own are. */
    private static Recipe asTyped(Supplier<Recipe> making) {
        try {
            return making.get();
        } catch (UserException e) {
            String sentence = e.getMessage();
            for (Map.Entry<String, String> each : OPTIONS.entrySet()) {
                sentence = sentence.replace("The setting '" + each.getKey() + "'", each.getValue());
            }
            throw new UserException(sentence, e);
        }
    }

    private static Recipe fitted(Recipe recipe, Job.Train job) {
        List<String> labels = job.labels().isEmpty() ? recipe.labels() : job.labels();
        Recipe wanted = Boolean.TRUE.equals(job.fitting().freeze())
                ? recipe.withBackbone(recipe.backbone().frozen()) : recipe;
        return withHead(wanted, job.head()).withLabels(labels).withInput(input(recipe.input(), job.slices()))
                .withTraining(training(recipe.training(), job.fitting()));
    }

    /** The recipe with the head of a job. */
    static Recipe headed(Recipe recipe, Job.Head wanted) {
        return asTyped(() -> withHead(recipe, wanted));
    }

    private static Recipe withHead(Recipe recipe, Job.Head wanted) {
        if (wanted == null) {
            return recipe;
        }
        HeadRecipe head = recipe.head();
        HeadRecipe other = head.with(named("--head", wanted.kind(), SequenceKind.values(), head.sequence().kind()));
        return recipe.withHead(wanted.slicesWindow() == null ? other : other.withSlicesWindow(wanted.slicesWindow()));
    }

    private static InputRecipe input(InputRecipe own, Job.SliceOptions slices) {
        return new InputRecipe(own.height(), own.width(), own.keepAspect(), or(slices.window(), own.window()),
                own.crop(), or(slices.intensity(), own.intensity()));
    }

    private static TrainingRecipe training(TrainingRecipe own, Job.Fitting with) {
        Optimisation how = own.how();
        Optimisation fitted = new Optimisation(
                named("--optimiser", with.optimiser(), Optimisation.Optimiser.values(), how.optimiser()),
                or(with.weightDecay(), how.weightDecay()), or(with.clip(), how.clipNorm()),
                or(with.dropout(), how.dropout()),
                with.schedule() == null ? how.schedule()
                        : Optional.of(named("--schedule", with.schedule(), Schedule.values(), Schedule.CONSTANT)));
        Job.Variations vary = with.variations();
        return new TrainingRecipe(named("--loss", with.loss(), TrainingRecipe.Loss.values(), own.loss()),
                or(with.epochs(), own.epochs()), or(with.learningRate(), own.learningRate()),
                or(with.accumulate(), own.patientsPerStep()), own.shuffleSlices(),
                or(vary.rotation(), own.rotationDegrees()), or(vary.smallestCrop(), own.smallestCropArea()),
                Optional.of(or(vary.draws(), own.draws())), Optional.of(fitted),
                vary.flip() == null ? own.flip() : Optional.of(vary.flip() ? FLIP_CHANCE : 0));
    }

    private static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private static <T> T named(String option, String given, T[] choices, T otherwise) {
        if (given == null) {
            return otherwise;
        }
        return Arrays.stream(choices).filter(each -> each.toString().equals(given.strip().toLowerCase(Locale.ROOT)))
                .findFirst().orElseThrow(() -> new UserException(option + " cannot be '" + given + "'; write "
                        + Arrays.stream(choices).map(Object::toString).collect(Collectors.joining(" or ")) + "."));
    }
}
