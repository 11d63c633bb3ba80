package org.slicelstm.model.weights;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slicelstm.UserException;
import org.slicelstm.model.Normalisation;
import org.slicelstm.model.Normalisation.ChannelOrder;
import org.slicelstm.model.network.Architecture;
import org.slicelstm.model.network.Padding;

/** Who wrote a weight file: how its tensors are named and laid out, and what its network expects. */
public enum Convention {
    /** torchvision's names; timm's DenseNet has the same. */
    TORCHVISION("torchvision", Architecture.VGG16, Architecture.VGG19, Architecture.DENSENET121),
    /** timm's own networks. */
    TIMM("timm", Architecture.VGG16, Architecture.VGG19, Architecture.EFFICIENTNET_LITE0),
    /** timm's networks trained in TensorFlow ({@code tf_…}): the names of {@link #TIMM}, other preprocessing. */
    TIMM_TENSORFLOW("timm-tf", Architecture.EFFICIENTNET_LITE0),
    /** The PyPI package efficientnet-lite-pytorch. */
    EFFICIENTNET_LITE_PYTORCH("efficientnet-lite-pytorch", Architecture.EFFICIENTNET_LITE0),
    /** keras.applications. */
    KERAS("keras", Architecture.VGG16, Architecture.VGG19, Architecture.DENSENET121);

    /** The mean picture of the Caffe models, blue first: Keras' VGG. */
    private static final Normalisation CAFFE = new Normalisation(ChannelOrder.BGR, 1,
            List.of(103.939, 116.779, 123.68), List.of(1.0, 1.0, 1.0));
    /** From −1 to 1: timm's networks that were trained in TensorFlow. */
    private static final Normalisation PLUS_MINUS_ONE = new Normalisation(ChannelOrder.RGB, 1.0 / 255,
            List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
    /**
     * As TensorFlow's EfficientNet-Lite was trained, from which the PyTorch package was converted. The package itself
     * says nothing; on photographs its stored batch statistics agree with this and with none of the others.
     */
    private static final Normalisation LITE = new Normalisation(ChannelOrder.RGB, 1,
            List.of(127.0, 127.0, 127.0), List.of(128.0, 128.0, 128.0));

    private final String id;
    private final List<Architecture> backbones;

    Convention(String id, Architecture... backbones) {
        this.id = id;
        this.backbones = List.of(backbones);
    }

    /** Its name on the command line and in model.json. */
    public String id() {
        return id;
    }

    /** The backbones that it has weights for. */
    public List<Architecture> backbones() {
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
    public Normalisation normalisation(Architecture backbone) {
        return switch (this) {
            case TORCHVISION, TIMM -> Normalisation.IMAGENET;
            case TIMM_TENSORFLOW -> PLUS_MINUS_ONE;
            case EFFICIENTNET_LITE_PYTORCH -> LITE;
            case KERAS -> backbone == Architecture.DENSENET121 ? Normalisation.IMAGENET : CAFFE;
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
