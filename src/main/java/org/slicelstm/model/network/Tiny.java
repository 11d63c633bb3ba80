package org.slicelstm.model.network;

import org.slicelstm.model.network.Layers.Convolution;

/**
 * Six 3 × 3 convolutions for demonstration and tests: at 128 × 128 pixels 49 million multiplications and as many
 * additions (0.1 GFLOP), 143,616 weights, 128 features.
 */
final class Tiny {
    private static final int[] CHANNELS = {16, 32, 32, 64, 64, 128};
    private static final int[] STRIDES = {2, 2, 1, 2, 1, 1};

    private Tiny() {
    }

    static <T> T build(Layers<T> layers, T pictures) {
        T x = pictures;
        for (int i = 0; i < CHANNELS.length; i++) {
            x = layers.convolution("conv" + (i + 1), x, new Convolution(CHANNELS[i], 3, STRIDES[i], true));
            x = layers.relu(x);
        }
        return layers.globalAverage(layers.map(x));
    }
}
