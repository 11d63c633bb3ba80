package org.slicelstm.model.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slicelstm.UserException;
import org.slicelstm.model.network.Architecture;
import org.slicelstm.model.network.LayerShapes;
import org.slicelstm.model.network.Padding;
import org.slicelstm.model.network.VariableSpec;
import org.slicelstm.model.weights.BackboneTensor.Kind;

/** The variables of each backbone in forward order, and its classifier, which our graphs do not have. */
final class BackboneTensors {
    private static final int IMAGENET_LABELS = 1000;
    /** The shapes of the variables are those of every picture size. */
    private static final int ANY_SIZE = 224;

    private BackboneTensors() {
    }

    /**
     * @param backbone any but the tiny one
     * @throws UserException for the tiny one, which nobody has trained
     */
    static List<BackboneTensor> of(Architecture backbone) {
        String last = switch (backbone) {
            case VGG16, VGG19 -> "classifier.6";
            case DENSENET121, EFFICIENTNET_LITE0 -> "classifier";
            case TINY -> throw new UserException("There are no weight files for the backbone " + backbone
                    + "; leave them out and train it, or choose another recipe.");
        };
        LayerShapes shapes = new LayerShapes(backbone, Padding.SYMMETRIC, ANY_SIZE, ANY_SIZE);
        List<BackboneTensor> tensors = new ArrayList<>();
        for (VariableSpec variable : shapes.variables()) {
            List<Integer> shape = Arrays.stream(variable.shape()).mapToObj(Math::toIntExact).toList();
            String name = variable.name().substring(LayerShapes.PREFIX.length());
            tensors.add(new BackboneTensor(name, kind(name, shape), shape, false));
        }
        tensors.add(new BackboneTensor(last + ".weight", Kind.DENSE,
                List.of(shapes.featureCount(), IMAGENET_LABELS), true));
        tensors.add(new BackboneTensor(last + ".bias", Kind.VECTOR, List.of(IMAGENET_LABELS), true));
        return List.copyOf(tensors);
    }

    private static Kind kind(String name, List<Integer> shape) {
        return switch (shape.size()) {
            case 4 -> shape.get(3) == 1 ? Kind.DEPTHWISE : Kind.CONVOLUTION;
            // VGG's first dense layer; the other backbones take a mean instead of flattening.
            case 2 -> name.equals("classifier.0.weight") ? Kind.FLATTENED : Kind.DENSE;
            default -> Kind.VECTOR;
        };
    }
}
