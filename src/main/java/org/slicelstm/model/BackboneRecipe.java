package org.slicelstm.model;

import java.util.Optional;
import org.slicelstm.model.network.Architecture;
import org.slicelstm.model.network.Padding;

/**
 * The convolutional network of a recipe and the conventions its weights come with.
 *
 * @param name           which network
 * @param bnEpsilon      what batch normalisation adds to the variance: 1e-5 in torchvision and timm, 1.001e-5 in
 *                       Keras' DenseNet, 1e-3 in weights ported from TensorFlow; unused by VGG and tiny
 * @param padding        how convolutions with a stride pad
 * @param trainableAfter the convolution layer after which, in forward order, every weight is trained, such as
 *                       {@code backbone.features.conv0}; {@link #INPUT} trains the whole backbone; empty freezes it
 */
public record BackboneRecipe(Architecture name, double bnEpsilon, Padding padding, Optional<String> trainableAfter) {
    /** The {@link #trainableAfter()} that trains the whole backbone. */
    public static final String INPUT = "input";

    /** PyTorch's epsilon of batch normalisation. */
    public static final double PYTORCH_EPSILON = 1e-5;

    public BackboneRecipe {
        Checks.range("backbone.bn_epsilon", bnEpsilon, 0, 1);
    }

    /** A frozen backbone with PyTorch's conventions. */
    public static BackboneRecipe frozen(Architecture name) {
        return new BackboneRecipe(name, PYTORCH_EPSILON, Padding.SYMMETRIC, Optional.empty());
    }

    /** The same backbone, trained after the given layer. */
    public BackboneRecipe trainedAfter(String layer) {
        return new BackboneRecipe(name, bnEpsilon, padding, Optional.of(layer));
    }
}
