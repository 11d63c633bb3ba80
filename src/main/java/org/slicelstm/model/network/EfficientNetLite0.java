package org.slicelstm.model.network;

import java.util.List;
import org.slicelstm.model.network.Layers.Convolution;

/**
 * EfficientNet-Lite0 (Tan and Le 2019, arXiv 1905.11946; the Lite variant of 2020 has ReLU6 and no squeeze and
 * excitation) with timm's names, up to the mean after the last ReLU6: 1,280 features.
 */
final class EfficientNetLite0 {
    private static final int STEM = 32;
    private static final int FEATURES = 1280;

    /** One row a stage: blocks in it, expansion, kernel size, stride of its first block, channels out. */
    private record Stage(int blocks, int expansion, int size, int stride, int channels) {
    }

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 1, 3, 1, 16),
            new Stage(2, 6, 3, 2, 24),
            new Stage(2, 6, 5, 2, 40),
            new Stage(3, 6, 3, 2, 80),
            new Stage(3, 6, 5, 1, 112),
            new Stage(4, 6, 5, 2, 192),
            new Stage(1, 6, 3, 1, 320));

    private EfficientNetLite0() {
    }

    static <T> T build(Layers<T> layers, T pictures) {
        T x = layers.convolution("conv_stem", pictures, new Convolution(STEM, 3, 2, false));
        x = layers.relu6(layers.batchNorm("bn1", x));
        int channels = STEM;
        for (int s = 0; s < STAGES.size(); s++) {
            Stage stage = STAGES.get(s);
            for (int b = 0; b < stage.blocks(); b++) {
                String name = "blocks." + s + "." + b;
                int stride = b == 0 ? stage.stride() : 1;
                T y = stage.expansion() == 1 ? separable(layers, name, x, stage)
                        : invertedResidual(layers, name, x, stage, channels, stride);
                x = stride == 1 && channels == stage.channels() ? layers.add(y, x) : y;
                channels = stage.channels();
            }
        }
        x = layers.convolution("conv_head", x, new Convolution(FEATURES, 1, 1, false));
        x = layers.relu6(layers.batchNorm("bn2", x));
        return layers.globalAverage(layers.map(x));
    }

    /** Depthwise, then pointwise: the blocks that do not expand. */
    private static <T> T separable(Layers<T> layers, String name, T x, Stage stage) {
        T y = layers.depthwise(name + ".conv_dw", x, stage.size(), stage.stride());
        y = layers.relu6(layers.batchNorm(name + ".bn1", y));
        y = layers.convolution(name + ".conv_pw", y, new Convolution(stage.channels(), 1, 1, false));
        return layers.batchNorm(name + ".bn2", y);
    }

    /** Pointwise up, depthwise, pointwise down. */
    private static <T> T invertedResidual(Layers<T> layers, String name, T x, Stage stage, int channels, int stride) {
        T y = layers.convolution(name + ".conv_pw", x, new Convolution(channels * stage.expansion(), 1, 1, false));
        y = layers.relu6(layers.batchNorm(name + ".bn1", y));
        y = layers.depthwise(name + ".conv_dw", y, stage.size(), stride);
        y = layers.relu6(layers.batchNorm(name + ".bn2", y));
        y = layers.convolution(name + ".conv_pwl", y, new Convolution(stage.channels(), 1, 1, false));
        return layers.batchNorm(name + ".bn3", y);
    }
}
