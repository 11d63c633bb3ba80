package org.slicelstm.model.weights;

import java.util.ArrayList;
import java.util.List;
import org.slicelstm.UserException;
import org.slicelstm.model.weights.BackboneTensor.Kind;

/** The variables of each backbone in forward order. */
final class BackboneTensors {
    private static final int IMAGENET_LABELS = 1000;
    /** Convolutions of each of VGG's five blocks and their channels. */
    private static final int[] VGG16 = {2, 2, 3, 3, 3};
    private static final int[] VGG19 = {2, 2, 4, 4, 4};
    private static final int[] VGG_CHANNELS = {64, 128, 256, 512, 512};
    private static final int VGG_DENSE = 4096;
    private static final int[] DENSENET121 = {6, 12, 24, 16};
    private static final int GROWTH = 32;
    /** EfficientNet-Lite0: repeats, kernel and output channels of each stage. */
    private static final int[][] LITE0 = {{1, 3, 16}, {2, 3, 24}, {2, 5, 40}, {3, 3, 80}, {3, 5, 112}, {4, 5, 192},
        {1, 3, 320}};
    private static final int EXPANSION = 6;

    private final List<BackboneTensor> tensors = new ArrayList<>();

    private BackboneTensors() {
    }

    /** The names that {@link #of} knows. */
    static List<String> backbones() {
        return List.of("vgg16", "vgg19", "densenet121", "efficientnet-lite0");
    }

    /**
     * @param backbone one of {@link #backbones()}
     * @throws UserException for any other name
     */
    static List<BackboneTensor> of(String backbone) {
        BackboneTensors all = new BackboneTensors();
        switch (backbone) {
            case "vgg16" -> all.vgg(VGG16);
            case "vgg19" -> all.vgg(VGG19);
            case "densenet121" -> all.densenet();
            case "efficientnet-lite0" -> all.lite();
            default -> throw new UserException("Weights cannot be loaded into a backbone " + Damage.quote(backbone)
                    + "; choose one of " + String.join(", ", backbones()) + ".");
        }
        return List.copyOf(all.tensors);
    }

    private void vgg(int[] convolutions) {
        // torchvision numbers its list of layers: a convolution and its ReLU take two places, a pooling one.
        int place = 0;
        int in = 3;
        for (int block = 0; block < convolutions.length; block++) {
            for (int i = 0; i < convolutions[block]; i++) {
                int out = VGG_CHANNELS[block];
                convolution("features." + place, 3, in, out);
                vector("features." + place + ".bias", out);
                in = out;
                place += 2;
            }
            place++;
        }
        int flat = BackboneTensor.FLATTENED_SIDE * BackboneTensor.FLATTENED_SIDE * in;
        add("classifier.0.weight", Kind.FLATTENED, List.of(flat, VGG_DENSE), false);
        vector("classifier.0.bias", VGG_DENSE);
        add("classifier.3.weight", Kind.DENSE, List.of(VGG_DENSE, VGG_DENSE), false);
        vector("classifier.3.bias", VGG_DENSE);
        classifier("classifier.6", VGG_DENSE);
    }

    private void densenet() {
        int channels = 2 * GROWTH;
        convolution("features.conv0", 7, 3, channels);
        norm("features.norm0", channels);
        for (int block = 1; block <= DENSENET121.length; block++) {
            for (int layer = 1; layer <= DENSENET121[block - 1]; layer++) {
                String name = "features.denseblock" + block + ".denselayer" + layer;
                norm(name + ".norm1", channels);
                convolution(name + ".conv1", 1, channels, 4 * GROWTH);
                norm(name + ".norm2", 4 * GROWTH);
                convolution(name + ".conv2", 3, 4 * GROWTH, GROWTH);
                channels += GROWTH;
            }
            if (block < DENSENET121.length) {
                norm("features.transition" + block + ".norm", channels);
                convolution("features.transition" + block + ".conv", 1, channels, channels / 2);
                channels /= 2;
            }
        }
        norm("features.norm5", channels);
        classifier("classifier", channels);
    }

    private void lite() {
        int channels = 32;
        convolution("conv_stem", 3, 3, channels);
        norm("bn1", channels);
        for (int stage = 0; stage < LITE0.length; stage++) {
            int kernel = LITE0[stage][1];
            int out = LITE0[stage][2];
            for (int repeat = 0; repeat < LITE0[stage][0]; repeat++) {
                String name = "blocks." + stage + "." + repeat;
                if (stage == 0) {
                    depthwise(name + ".conv_dw", kernel, channels);
                    norm(name + ".bn1", channels);
                    convolution(name + ".conv_pw", 1, channels, out);
                    norm(name + ".bn2", out);
                } else {
                    int wide = EXPANSION * channels;
                    convolution(name + ".conv_pw", 1, channels, wide);
                    norm(name + ".bn1", wide);
                    depthwise(name + ".conv_dw", kernel, wide);
                    norm(name + ".bn2", wide);
                    convolution(name + ".conv_pwl", 1, wide, out);
                    norm(name + ".bn3", out);
                }
                channels = out;
            }
        }
        int head = 1280;
        convolution("conv_head", 1, channels, head);
        norm("bn2", head);
        classifier("classifier", head);
    }

    private void convolution(String layer, int kernel, int in, int out) {
        add(layer + ".weight", Kind.CONVOLUTION, List.of(kernel, kernel, in, out), false);
    }

    private void depthwise(String layer, int kernel, int channels) {
        add(layer + ".weight", Kind.DEPTHWISE, List.of(kernel, kernel, channels, 1), false);
    }

    private void norm(String layer, int channels) {
        for (String role : List.of("weight", "bias", "running_mean", "running_var")) {
            vector(layer + "." + role, channels);
        }
    }

    private void classifier(String layer, int in) {
        add(layer + ".weight", Kind.DENSE, List.of(in, IMAGENET_LABELS), true);
        add(layer + ".bias", Kind.VECTOR, List.of(IMAGENET_LABELS), true);
    }

    private void vector(String name, int length) {
        add(name, Kind.VECTOR, List.of(length), false);
    }

    private void add(String name, Kind kind, List<Integer> shape, boolean classifier) {
        tensors.add(new BackboneTensor(name, kind, shape, classifier));
    }
}
