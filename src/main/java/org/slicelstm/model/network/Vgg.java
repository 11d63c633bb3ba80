package org.slicelstm.model.network;

import java.util.List;
import org.slicelstm.model.network.Layers.Convolution;

/**
 * VGG (Simonyan and Zisserman 2014, arXiv 1409.1556) as in torchvision, up to fc7 after its ReLU, dropout off: 4,096
 * features. Pictures of other sizes than 224 × 224 are pooled to 7 × 7 before fc6, as torchvision does.
 */
final class Vgg {
    private static final int POOL = 0;
    private static final int POOLED_SIZE = 7;
    private static final int DENSE_UNITS = 4096;

    /** Channels of each convolution; 0 is a pooling layer. */
    static final List<Integer> VGG16 = List.of(64, 64, POOL, 128, 128, POOL, 256, 256, 256, POOL,
            512, 512, 512, POOL, 512, 512, 512, POOL);
    static final List<Integer> VGG19 = List.of(64, 64, POOL, 128, 128, POOL, 256, 256, 256, 256, POOL,
            512, 512, 512, 512, POOL, 512, 512, 512, 512, POOL);

    private Vgg() {
    }

    static <T> T build(Layers<T> layers, T pictures, List<Integer> plan) {
        T x = pictures;
        // torchvision numbers convolutions, activations and poolings alike: a convolution takes two places.
        int place = 0;
        for (int i = 0; i < plan.size(); i++) {
            if (plan.get(i) == POOL) {
                if (i == plan.size() - 1) {
                    layers.map(x);
                }
                x = layers.maxPool(x, 2, 2, 0);
                place += 1;
            } else {
                x = layers.convolution("features." + place, x, new Convolution(plan.get(i), 3, 1, true));
                x = layers.relu(x);
                place += 2;
            }
        }
        x = layers.flatten(layers.adaptiveAveragePool(x, POOLED_SIZE));
        x = layers.relu(layers.dense("classifier.0", x, DENSE_UNITS));
        return layers.relu(layers.dense("classifier.3", x, DENSE_UNITS));
    }
}
