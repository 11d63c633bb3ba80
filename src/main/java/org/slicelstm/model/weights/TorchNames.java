package org.slicelstm.model.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slicelstm.model.network.Architecture;

/** How PyTorch's networks name the variables of our backbones. */
final class TorchNames {
    private static final String PARALLEL = "module.";
    /** DenseNet before torchvision 0.2 wrote {@code norm.1} where it writes {@code norm1} now. */
    private static final Pattern OLD_DENSENET = Pattern
            .compile("(.*denselayer\\d+\\.(?:norm|conv))\\.([12]\\.(?:weight|bias|running_mean|running_var))");
    private static final Pattern LITE_BLOCK = Pattern.compile("blocks\\.(\\d)\\.(\\d)\\.(\\w+)\\.(\\w+)");
    /** The number of the first block of each stage of EfficientNet-Lite0. */
    private static final int[] FIRST_BLOCK = {0, 1, 3, 5, 8, 11, 15};
    private static final Map<String, String> TIMM_VGG = Map.of("classifier.0", "pre_logits.fc1",
            "classifier.3", "pre_logits.fc2", "classifier.6", "head.fc");
    private static final Map<String, String> LITE_OUTSIDE = Map.of("conv_stem", "_conv_stem", "bn1", "_bn0",
            "conv_head", "_conv_head", "bn2", "_bn1", "classifier", "_fc");
    private static final Map<String, String> LITE_FIRST = Map.of("conv_dw", "_depthwise_conv", "bn1", "_bn1",
            "conv_pw", "_project_conv", "bn2", "_bn2");
    private static final Map<String, String> LITE_INSIDE = Map.of("conv_pw", "_expand_conv", "bn1", "_bn0",
            "conv_dw", "_depthwise_conv", "bn2", "_bn1", "conv_pwl", "_project_conv", "bn3", "_bn2");

    private TorchNames() {
    }

    /**
     * The tensors of a file by today's names: without the prefix of data-parallel training and with old DenseNet
     * names renewed.
     */
    static Map<String, TensorInfo> of(WeightFile file) {
        List<TensorInfo> tensors = file.tensors();
        boolean parallel = tensors.stream().allMatch(tensor -> tensor.name().startsWith(PARALLEL));
        Map<String, TensorInfo> byName = new LinkedHashMap<>();
        for (TensorInfo tensor : tensors) {
            String name = parallel ? tensor.name().substring(PARALLEL.length()) : tensor.name();
            Matcher old = OLD_DENSENET.matcher(name);
            byName.put(old.matches() ? old.group(1) + old.group(2) : name, tensor);
        }
        return byName;
    }

    /** The name of a variable in a file of the given convention. */
    static String source(Convention convention, Architecture backbone, BackboneTensor tensor) {
        if (convention == Convention.TIMM && backbone != Architecture.EFFICIENTNET_LITE0) {
            return TIMM_VGG.getOrDefault(tensor.layer(), tensor.layer()) + "." + tensor.role();
        }
        if (convention == Convention.EFFICIENTNET_LITE_PYTORCH) {
            Matcher block = LITE_BLOCK.matcher(tensor.name());
            if (!block.matches()) {
                return LITE_OUTSIDE.get(tensor.layer()) + "." + tensor.role();
            }
            int stage = Integer.parseInt(block.group(1));
            int number = FIRST_BLOCK[stage] + Integer.parseInt(block.group(2));
            Map<String, String> layers = stage == 0 ? LITE_FIRST : LITE_INSIDE;
            return "_blocks." + number + "." + layers.get(block.group(3)) + "." + block.group(4);
        }
        return tensor.name();
    }

    /** Whether a tensor that no variable takes may be there all the same. */
    static boolean isBookkeeping(String name) {
        return name.endsWith(".num_batches_tracked");
    }
}
