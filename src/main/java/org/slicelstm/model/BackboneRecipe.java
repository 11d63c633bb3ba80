package org.slicelstm.model;

import java.util.Optional;
import org.slicelstm.model.network.Architecture;
import org.slicelstm.model.network.LayerShapes;
import org.slicelstm.model.network.Padding;

/**
 * The convolutional network of a recipe and the conventions its weights come with.
 *
 * @param name           which network
 * @param bnEpsilon      what batch normalisation adds to the variance: 1e-5 in torchvision and timm, 1.001e-5 in
 *                       Keras' DenseNet, 1e-3 in weights ported from TensorFlow; unused by VGG
 * @param padding        how convolutions with a stride pad
 * @param trainableAfter the convolution layer after which, in forward order, every weight is trained, such as
 *                       {@code backbone.features.conv0}; {@link #INPUT} trains the whole backbone; empty freezes it
 * @param classes        how many classes the weights' own classifier tells apart, where it was kept beside the head
 */
public record BackboneRecipe(Architecture name, double bnEpsilon, Padding padding, Optional<String> trainableAfter,
        Optional<Integer> classes) {
    /** The {@link #trainableAfter()} that trains the whole backbone. */
    public static final String INPUT = "input";

    private static final int MOST_CLASSES = 100_000;

    /** PyTorch's epsilon of batch normalisation. */
    public static final double PYTORCH_EPSILON = 1e-5;

    public BackboneRecipe {
        Checks.range("backbone.bn_epsilon", bnEpsilon, 0, 1);
        classes.ifPresent(count -> Checks.range("backbone.classes", count, 1, MOST_CLASSES));
    }

    /** A backbone without its classifier. */
    public BackboneRecipe(Architecture name, double bnEpsilon, Padding padding, Optional<String> trainableAfter) {
        this(name, bnEpsilon, padding, trainableAfter, Optional.empty());
    }

    /** A frozen backbone with PyTorch's conventions. */
    public static BackboneRecipe frozen(Architecture name) {
        return new BackboneRecipe(name, PYTORCH_EPSILON, Padding.SYMMETRIC, Optional.empty());
    }

    /** The same backbone, trained after the given layer. */
    public BackboneRecipe trainedAfter(String layer) {
        return new BackboneRecipe(name, bnEpsilon, padding, Optional.of(layer), classes);
    }

    /** The same backbone, no layer trained. */
    public BackboneRecipe frozen() {
        return new BackboneRecipe(name, bnEpsilon, padding, Optional.empty(), classes);
    }

    /** The same backbone with the conventions of the weights at hand. */
    public BackboneRecipe withConventions(double otherEpsilon, Padding otherPadding) {
        return new BackboneRecipe(name, otherEpsilon, otherPadding, trainableAfter, classes);
    }

    /** The same backbone with its own classifier kept beside the head. */
    public BackboneRecipe withClasses(int count) {
        return new BackboneRecipe(name, bnEpsilon, padding, trainableAfter, Optional.of(count));
    }

    /** What the kept classifier's variables are called, but for {@code .weight} and {@code .bias}. */
    public String classifier() {
        return LayerShapes.PREFIX + switch (name) {
            case VGG16, VGG19 -> "classifier.6";
            case DENSENET121, EFFICIENTNET_LITE0, TINY -> "classifier";
        };
    }
}
