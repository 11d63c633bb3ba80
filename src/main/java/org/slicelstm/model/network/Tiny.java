package org.slicelstm.model.network;

import org.slicelstm.model.network.Layers.Convolution;

/**
 * Six 3 × 3 convolutions, each with a batch normalisation, for demonstration and tests: at 96 × 96 pixels 28 million
 * multiplications and as many additions (0.06 GFLOP), 143,952 weights and 672 statistics, 128 features. The features
 * are maxima, not means: a lesion covers few per cent of a slice, and from drawn weights and one label a patient a mean
 * of it is not found in tens of epochs.
 */
final class Tiny {
    private static final int[] CHANNELS = {16, 32, 32, 64, 64, 128};
    private static final int[] STRIDES = {2, 2, 1, 2, 1, 1};

    private Tiny() {
    }

    static <T> T build(Layers<T> layers, T pictures) {
        T x = pictures;
        for (int i = 0; i < CHANNELS.length; i++) {
            x = layers.convolution("conv" + (i + 1), x, new Convolution(CHANNELS[i], 3, STRIDES[i], false));
            x = layers.relu(layers.batchNorm("norm" + (i + 1), x));
        }
        return layers.globalMax(layers.map(x));
    }
}
