package org.slicelstm.model.network;

import java.util.List;
import org.slicelstm.model.network.Layers.Convolution;

/**
 * DenseNet-121 (Huang et al. 2017, arXiv 1608.06993) as in torchvision, up to the mean after the last ReLU: 1,024
 * features.
 */
final class DenseNet121 {
    private static final int[] LAYERS = {6, 12, 24, 16};
    private static final int GROWTH = 32;
    private static final int BOTTLENECK = 4 * GROWTH;
    private static final int STEM = 64;

    private DenseNet121() {
    }

    static <T> T build(Layers<T> layers, T pictures) {
        T x = layers.convolution("features.conv0", pictures, new Convolution(STEM, 7, 2, false));
        x = layers.relu(layers.batchNorm("features.norm0", x));
        x = layers.maxPool(x, 3, 2, 1);
        int channels = STEM;
        for (int block = 1; block <= LAYERS.length; block++) {
            x = denseBlock(layers, "features.denseblock" + block, x, LAYERS[block - 1]);
            channels += LAYERS[block - 1] * GROWTH;
            if (block < LAYERS.length) {
                channels /= 2;
                x = transition(layers, "features.transition" + block, x, channels);
            }
        }
        x = layers.relu(layers.batchNorm("features.norm5", x));
        return layers.globalAverage(layers.map(x));
    }

    private static <T> T denseBlock(Layers<T> layers, String name, T x, int count) {
        T all = x;
        for (int i = 1; i <= count; i++) {
            String layer = name + ".denselayer" + i;
            T y = layers.relu(layers.batchNorm(layer + ".norm1", all));
            y = layers.convolution(layer + ".conv1", y, new Convolution(BOTTLENECK, 1, 1, false));
            y = layers.relu(layers.batchNorm(layer + ".norm2", y));
            y = layers.convolution(layer + ".conv2", y, new Convolution(GROWTH, 3, 1, false));
            all = layers.concat(List.of(all, y));
        }
        return all;
    }

    private static <T> T transition(Layers<T> layers, String name, T x, int channels) {
        T y = layers.relu(layers.batchNorm(name + ".norm", x));
        y = layers.convolution(name + ".conv", y, new Convolution(channels, 1, 1, false));
        return layers.averagePool(y, 2, 2);
    }
}
