package org.slicelstm.model.weights;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How keras.applications name the variables of our backbones. Older files have a group for each layer, such as
 * {@code block1_conv1/block1_conv1/kernel:0}; files of Keras 3 count the layers of each class and the variables of
 * each layer: {@code layers/conv2d_3/vars/0}.
 */
final class KerasNames {
    private static final Map<String, String> NORM_ROLES = Map.of("weight", "gamma", "bias", "beta",
            "running_mean", "moving_mean", "running_var", "moving_variance");
    private static final List<String> NORM_ORDER = List.of("weight", "bias", "running_mean", "running_var");
    private static final Map<String, String> KERNEL_ROLES = Map.of("weight", "kernel", "bias", "bias");
    private static final List<String> KERNEL_ORDER = List.of("weight", "bias");
    private static final Pattern DENSE_LAYER = Pattern
            .compile("features\\.denseblock(\\d)\\.denselayer(\\d+)\\.(norm1|conv1|norm2|conv2)");
    private static final Pattern TRANSITION = Pattern.compile("features\\.transition(\\d)\\.(norm|conv)");
    private static final Pattern VGG_CONVOLUTION = Pattern.compile("features\\.(\\d+)");
    private static final Map<String, String> DENSE_PARTS = Map.of("norm1", "_0_bn", "conv1", "_1_conv",
            "norm2", "_1_bn", "conv2", "_2_conv");
    /** The names of all other layers; the first of two is today's, the second that of the published file. */
    private static final Map<String, List<String>> OTHER = Map.of("features.conv0", List.of("conv1_conv", "conv1/conv"),
            "features.norm0", List.of("conv1_bn", "conv1/bn"), "features.norm5", List.of("bn"),
            "classifier", List.of("predictions", "fc1000"), "classifier.0", List.of("fc1"),
            "classifier.3", List.of("fc2"), "classifier.6", List.of("predictions"));
    /** Keras 1 wrote {@code block1_conv1_W_1:0} and {@code block1_conv1_b_1:0}. */
    private static final Pattern KERAS_1 = Pattern.compile(".*_([Wb])(?:_\\d+)?");

    /** A layer of Keras. */
    private record Layer(List<String> names, String counted, boolean norm) {
    }

    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private int vggPlace = -2;
    private int vggBlock = 1;
    private int vggConvolution;

    /**
     * @param tensors every variable of the backbone, in forward order
     */
    KerasNames(List<BackboneTensor> tensors) {
        Map<String, Integer> countOfClass = new HashMap<>();
        for (BackboneTensor tensor : tensors) {
            if (!layers.containsKey(tensor.layer())) {
                String kerasClass = switch (tensor.kind()) {
                    case CONVOLUTION -> "conv2d";
                    case DEPTHWISE -> "depthwise_conv2d";
                    case DENSE, FLATTENED -> "dense";
                    // The first variable of a layer with a kernel is the kernel.
                    case VECTOR -> "batch_normalization";
                };
                int before = countOfClass.merge(kerasClass, 1, Integer::sum) - 1;
                layers.put(tensor.layer(), new Layer(names(tensor.layer()),
                        "layers/" + kerasClass + (before == 0 ? "" : "_" + before) + "/vars/",
                        tensor.kind() == BackboneTensor.Kind.VECTOR));
            }
        }
    }

    private List<String> names(String layer) {
        Matcher inBlock = DENSE_LAYER.matcher(layer);
        if (inBlock.matches()) {
            return List.of("conv" + (Integer.parseInt(inBlock.group(1)) + 1) + "_block" + inBlock.group(2)
                    + DENSE_PARTS.get(inBlock.group(3)));
        }
        Matcher transition = TRANSITION.matcher(layer);
        if (transition.matches()) {
            return List.of("pool" + (Integer.parseInt(transition.group(1)) + 1)
                    + (transition.group(2).equals("norm") ? "_bn" : "_conv"));
        }
        Matcher vgg = VGG_CONVOLUTION.matcher(layer);
        if (vgg.matches()) {
            int place = Integer.parseInt(vgg.group(1));
            // Two places on is the next convolution, three places on one behind a pooling.
            if (place - vggPlace > 2) {
                vggBlock++;
                vggConvolution = 0;
            }
            vggPlace = place;
            vggConvolution++;
            return List.of("block" + vggBlock + "_conv" + vggConvolution);
        }
        return OTHER.getOrDefault(layer, List.of(layer));
    }

    /** What Keras calls a variable, for sentences. */
    String label(BackboneTensor tensor) {
        Layer layer = layers.get(tensor.layer());
        return layer.names().get(0) + "/" + roles(layer).get(tensor.role());
    }

    /** Finds a variable in a file. */
    Optional<TensorInfo> find(Map<String, TensorInfo> file, BackboneTensor tensor) {
        Layer layer = layers.get(tensor.layer());
        TensorInfo counted = file.get(layer.counted() + (layer.norm() ? NORM_ORDER : KERNEL_ORDER)
                .indexOf(tensor.role()));
        if (counted != null) {
            return Optional.of(counted);
        }
        String role = roles(layer).get(tensor.role());
        for (String name : layer.names()) {
            Optional<TensorInfo> found = file.values().stream()
                    .filter(each -> each.name().startsWith(name + "/") && role.equals(role(each.name()))).findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Map<String, String> roles(Layer layer) {
        return layer.norm() ? NORM_ROLES : KERNEL_ROLES;
    }

    /** The last part of a path without its {@code :0}, as Keras 2 and 3 write it. */
    private static String role(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        String name = last.endsWith(":0") ? last.substring(0, last.length() - 2) : last;
        Matcher old = KERAS_1.matcher(name);
        if (old.matches()) {
            return old.group(1).equals("W") ? "kernel" : "bias";
        }
        return name;
    }

    /** Whether a tensor that no variable takes may be there all the same: states of random generators. */
    static boolean isBookkeeping(String name) {
        return name.contains("seed_generator");
    }
}
