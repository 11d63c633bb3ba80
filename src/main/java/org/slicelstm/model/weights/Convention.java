package org.slicelstm.model.weights;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slicelstm.UserException;

/** Who wrote a weight file: how its tensors are named and laid out, and what its network expects. */
public enum Convention {
    /** torchvision's names; timm's DenseNet has the same. */
    TORCHVISION("torchvision", "vgg16", "vgg19", "densenet121"),
    /** timm's own networks. */
    TIMM("timm", "vgg16", "vgg19", "efficientnet-lite0"),
    /** timm's networks trained in TensorFlow ({@code tf_…}): the names of {@link #TIMM}, other preprocessing. */
    TIMM_TENSORFLOW("timm-tf", "efficientnet-lite0"),
    /** The PyPI package efficientnet-lite-pytorch. */
    EFFICIENTNET_LITE_PYTORCH("efficientnet-lite-pytorch", "efficientnet-lite0"),
    /** keras.applications. */
    KERAS("keras", "vgg16", "vgg19", "densenet121");

    private final String id;
    private final List<String> backbones;

    Convention(String id, String... backbones) {
        this.id = id;
        this.backbones = List.of(backbones);
    }

    /** Its name on the command line and in model.json. */
    public String id() {
        return id;
    }

    /** The backbones that it has weights for. */
    public List<String> backbones() {
        return backbones;
    }

    /**
     * @throws UserException when there is no convention of that name
     */
    public static Convention named(String id) {
        return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst()
                .orElseThrow(() -> new UserException("There is no weight source " + Damage.quote(id) + "; choose one of "
                        + Arrays.stream(values()).map(Convention::id).collect(Collectors.joining(", ")) + "."));
    }

    /** The preprocessing that the weights of a backbone were trained with. */
    public Normalisation normalisation(String backbone) {
        return switch (this) {
            case TORCHVISION, TIMM -> Normalisation.IMAGENET;
            case TIMM_TENSORFLOW -> Normalisation.PLUS_MINUS_ONE;
            case EFFICIENTNET_LITE_PYTORCH -> Normalisation.LITE;
            case KERAS -> backbone.startsWith("vgg") ? Normalisation.CAFFE : Normalisation.IMAGENET;
        };
    }

    /** What is added to the variance in batch normalisation. */
    public double batchNormEpsilon() {
        return switch (this) {
            case TORCHVISION, TIMM -> 1e-5;
            case TIMM_TENSORFLOW, EFFICIENTNET_LITE_PYTORCH -> 1e-3;
            case KERAS -> 1.001e-5;
        };
    }

    /** Where strided convolutions put their zeros. */
    public Padding padding() {
        return switch (this) {
            // Keras' DenseNet pads by itself before its strided layers, as torchvision's does.
            case TORCHVISION, TIMM, KERAS -> Padding.SYMMETRIC;
            case TIMM_TENSORFLOW, EFFICIENTNET_LITE_PYTORCH -> Padding.SAME;
        };
    }

    /** The ways to pad a convolution with a stride. */
    public enum Padding {
        /** As many on each side, half the kernel. */
        SYMMETRIC,
        /** TensorFlow's SAME: as few as needed, the odd one after the picture. */
        SAME
    }

    /**
     * Finds who wrote a file from the names in it.
     *
     * @throws UserException when nobody we know did, or when two did and the file does not say which
     */
    public static Convention detect(WeightFile file) {
        if (file.format() == WeightFile.Format.HDF5) {
            return KERAS;
        }
        Set<String> names = TorchNames.of(file).keySet();
        if (names.contains("_conv_stem.weight")) {
            return EFFICIENTNET_LITE_PYTORCH;
        }
        if (names.contains("conv_stem.weight")) {
            return whichTimm(file);
        }
        if (names.contains("pre_logits.fc1.weight")) {
            return TIMM;
        }
        if (names.contains("features.0.weight") || names.contains("features.conv0.weight")) {
            return TORCHVISION;
        }
        throw new UserException(file.path().getFileName() + " names its tensors as no supported network does ("
                + names.stream().limit(3).map(Damage::quote).collect(Collectors.joining(", ")) + ", … "
                + names.size() + " in all); supported are VGG-16, VGG-19 and DenseNet-121 of torchvision, timm and"
                + " Keras and EfficientNet-Lite0 of timm and efficientnet-lite-pytorch.");
    }

    /** timm's two EfficientNet-Lite0 differ in padding and preprocessing, but not in names or shapes. */
    private static Convention whichTimm(WeightFile file) {
        KnownWeights known = KnownWeights.of(file.sha256()).orElse(null);
        if (known != null) {
            return known.convention();
        }
        String name = file.path().getFileName().toString();
        if (name.contains("tf_efficientnet")) {
            return TIMM_TENSORFLOW;
        }
        if (name.startsWith("efficientnet_lite0")) {
            return TIMM;
        }
        throw new UserException(name + " may be timm's efficientnet_lite0 or its tf_efficientnet_lite0, which need"
                + " different preprocessing and cannot be told apart by content; say which with the weight source "
                + TIMM.id + " or " + TIMM_TENSORFLOW.id + ".");
    }
}
