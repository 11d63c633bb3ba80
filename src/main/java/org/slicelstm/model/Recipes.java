package org.slicelstm.model;

import java.util.List;
import org.slicelstm.UserException;
import org.slicelstm.model.HeadRecipe.Activation;
import org.slicelstm.model.HeadRecipe.Dense;
import org.slicelstm.model.TrainingRecipe.Loss;
import org.slicelstm.model.network.Architecture;
import org.slicelstm.model.network.LayerShapes;

/** The recipes that come with the software: the two of Leal et al. 2020 (arXiv 2010.10004) and two smaller ones. */
public final class Recipes {
    private static final List<String> TASK_A = List.of("hemorrhage");
    private static final List<String> TASK_B = List.of("hemorrhage", "ischemia", "fracture", "mass", "edema");
    private static final int IMAGENET_SIZE = 224;
    private static final int TINY_SIZE = 96;
    private static final int EPOCHS_A = 120;
    private static final int EPOCHS_B = 300;
    private static final int FROZEN_CONVOLUTIONS_B = 50;

    private Recipes() {
    }

    /** The recipes, the paper's main one first. */
    public static List<Recipe> all() {
        return List.of(vgg19(), densenet121(), efficientNetLite0(), tiny());
    }

    /**
     * The recipe of that name.
     *
     * @throws UserException if there is none
     */
    public static Recipe named(String name) {
        return all().stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow(() -> new UserException("There is no recipe '" + name + "'; take one of "
                        + String.join(", ", all().stream().map(Recipe::name).toList()) + "."));
    }

    /** Task A: haemorrhage from a frozen VGG-19. */
    private static Recipe vgg19() {
        return imagenet("vgg19-lstm", BackboneRecipe.frozen(Architecture.VGG19), headA(), TASK_A,
                TrainingRecipe.paper(Loss.WEIGHTED, EPOCHS_A));
    }

    /** Task B: five diseases from a DenseNet-121 whose first 50 convolution layers are frozen. */
    private static Recipe densenet121() {
        BackboneRecipe frozen = BackboneRecipe.frozen(Architecture.DENSENET121);
        LayerShapes shapes = new LayerShapes(frozen.name(), frozen.padding(), IMAGENET_SIZE, IMAGENET_SIZE);
        BackboneRecipe backbone = frozen.trainedAfter(shapes.convolutions().get(FROZEN_CONVOLUTIONS_B - 1));
        HeadRecipe head = HeadRecipe.lstm(512, new Dense(512, Activation.NONE));
        return imagenet("densenet121-lstm", backbone, head, TASK_B, TrainingRecipe.paper(Loss.PLAIN, EPOCHS_B));
    }

    /** Task A's head on a backbone that is quick on any computer. */
    private static Recipe efficientNetLite0() {
        return imagenet("efficientnet-lite0-lstm", BackboneRecipe.frozen(Architecture.EFFICIENTNET_LITE0), headA(),
                TASK_A, TrainingRecipe.quick(1e-3, 8, 0.3).withKeptDraws());
    }

    /** For demonstration and tests; it has no pretrained weights, so all of it is trained. */
    private static Recipe tiny() {
        BackboneRecipe backbone = BackboneRecipe.frozen(Architecture.TINY).trainedAfter(BackboneRecipe.INPUT);
        HeadRecipe head = HeadRecipe.lstm(64, new Dense(64, Activation.RELU));
        return new Recipe("tiny-lstm", backbone, head, TASK_B, InputRecipe.brain(TINY_SIZE), Normalisation.IMAGENET,
                TrainingRecipe.quick(4e-4, 4, 0));
    }

    private static HeadRecipe headA() {
        return HeadRecipe.lstm(600, new Dense(512, Activation.RELU), new Dense(512, Activation.NONE));
    }

    private static Recipe imagenet(String name, BackboneRecipe backbone, HeadRecipe head, List<String> labels,
            TrainingRecipe training) {
        return new Recipe(name, backbone, head, labels, InputRecipe.brain(IMAGENET_SIZE), Normalisation.IMAGENET,
                training);
    }
}
