package org.slicelstm.model.weights;

import java.util.List;

/**
 * One variable of a backbone, in the layout of our graphs.
 *
 * @param name torchvision's name (timm's for EfficientNet-Lite), such as {@code features.0.weight}
 * @param kind what it multiplies
 * @param shape by kind, see {@link Kind}; the last number of a classifier is that of ImageNet, files may differ
 * @param classifier whether it belongs to the last layer, which the features do not need
 */
record BackboneTensor(String name, Kind kind, List<Integer> shape, boolean classifier) {

    /** What a variable is, with its shape in our graphs. */
    enum Kind {
        /** {@code [height, width, in, out]}. */
        CONVOLUTION,
        /** {@code [height, width, channels, 1]}. */
        DEPTHWISE,
        /** {@code [in, out]}. */
        DENSE,
        /** {@code [height · width · channels, out]}: a dense layer on a flattened {@code 7 × 7 × 512} picture. */
        FLATTENED,
        /** {@code [channels]}. */
        VECTOR
    }

    /** Side of the picture that VGG flattens. */
    static final int FLATTENED_SIDE = 7;

    /** The name of its layer: all before the last dot. */
    String layer() {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** What it is to its layer, such as {@code weight} or {@code running_mean}. */
    String role() {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
