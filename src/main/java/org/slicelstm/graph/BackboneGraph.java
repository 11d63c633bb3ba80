package org.slicelstm.graph;

import java.util.Map;
import org.slicelstm.model.Normalisation;
import org.slicelstm.model.Normalisation.ChannelOrder;
import org.slicelstm.model.Recipe;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A recipe's backbone in a graph.
 *
 * @param features     {@code [n, F]}
 * @param map          the feature map for class activation maps, {@code [n, h, w, C]}
 * @param convolutions what each convolution layer gave, by its name, in forward order; the recipe's
 *                     {@code trainable_after} names one of them
 * @param statistics   means and variances of the pictures at each batch normalisation, by the variables' names; empty
 *                     where the stored ones are used
 */
record BackboneGraph(Operand<TFloat32> features, Operand<TFloat32> map,
        Map<String, Operand<TFloat32>> convolutions, Map<String, Operand<TFloat32>> statistics) {
    /**
     * Adds normalisation and backbone, with the stored statistics.
     *
     * @param images RGB from 0 to 255, {@code [n, H, W, 3]} with H and W known
     */
    static BackboneGraph build(Ops tf, Recipe recipe, GraphVariables variables, Operand<TFloat32> images) {
        return build(tf.withSubScope("backbone"), recipe, variables, images, false);
    }

    /** The same where each batch normalisation takes the statistics of the pictures at hand. */
    static BackboneGraph measuring(Ops tf, Recipe recipe, GraphVariables variables, Operand<TFloat32> images) {
        return build(tf.withSubScope("measuring"), recipe, variables, images, true);
    }

    private static BackboneGraph build(Ops scope, Recipe recipe, GraphVariables variables, Operand<TFloat32> images,
            boolean measuring) {
        GraphLayers layers = new GraphLayers(scope, recipe.backbone(), variables, measuring);
        Operand<TFloat32> normalised = normalise(scope, recipe.normalisation(), images);
        Operand<TFloat32> features = recipe.backbone().name().build(layers, normalised);
        return new BackboneGraph(features, layers.map(), layers.convolutions(), layers.statistics());
    }

    private static Operand<TFloat32> normalise(Ops tf, Normalisation how, Operand<TFloat32> images) {
        Operand<TFloat32> x = how.channelOrder() == ChannelOrder.BGR ? tf.reverse(images, tf.array(3)) : images;
        float[] factor = new float[3];
        float[] offset = new float[3];
        for (int c = 0; c < factor.length; c++) {
            factor[c] = (float) (how.scale() / how.deviation().get(c));
            offset[c] = (float) (-how.mean().get(c) / how.deviation().get(c));
        }
        return tf.math.add(tf.math.mul(x, tf.constant(factor)), tf.constant(offset));
    }
}
