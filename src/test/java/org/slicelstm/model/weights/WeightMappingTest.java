package org.slicelstm.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slicelstm.UserException;
import org.slicelstm.model.Normalisation;
import org.slicelstm.model.Normalisation.ChannelOrder;
import org.slicelstm.model.network.Architecture;
import org.slicelstm.model.network.LayerShapes;
import org.slicelstm.model.network.Padding;
import org.slicelstm.model.network.VariableSpec;
import org.slicelstm.model.weights.WeightFile.Format;

/** Names and shapes as the libraries write them (names.txt.gz, see make_weight_names.py) map completely. */
class WeightMappingTest {
    /** Section, then its lines. */
    private static final Map<String, List<String[]>> NAMES = new HashMap<>();

    @BeforeAll
    static void readNames() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(WeightMappingTest.class.getResourceAsStream("names.txt.gz")),
                StandardCharsets.UTF_8))) {
            List<String[]> section = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("# ")) {
                    section = new ArrayList<>();
                    NAMES.put(line.substring(2), section);
                } else {
                    section.add(line.split(" "));
                }
            }
        }
    }

    private static List<TensorInfo> section(String title, int nameColumn) {
        return NAMES.get(title).stream().map(line -> {
            String shape = line[line.length - 1];
            return new TensorInfo(line[nameColumn], shape.equals("-") ? List.of()
                    : Arrays.stream(shape.split("x")).map(Integer::valueOf).toList(), ElementType.FLOAT32);
        }).toList();
    }

    private static WeightFile torch(String section) {
        return new ListedWeights(section.substring(section.indexOf(' ') + 1) + ".pth", Format.TORCH_ZIP,
                section(section, 0));
    }

    private static List<TensorInfo> renamed(List<TensorInfo> tensors, Function<String, String> name) {
        return tensors.stream().map(each -> new TensorInfo(name.apply(each.name()), each.shape(), each.type())).toList();
    }

    private static WeightMapping mapping(String backbone, WeightFile file, boolean keepClassifier) {
        return WeightMapping.of(architecture(backbone), file, keepClassifier);
    }

    private static Architecture architecture(String id) {
        return Arrays.stream(Architecture.values()).filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    private static Map<String, String> sources(WeightMapping mapping) {
        return mapping.items().stream().collect(Collectors.toMap(WeightMapping.Item::variable,
                WeightMapping.Item::source));
    }

    @ParameterizedTest
    @CsvSource({"torchvision vgg16, vgg16, 30, 32", "torchvision vgg19, vgg19, 36, 38",
        "torchvision densenet121, densenet121, 604, 606", "timm vgg19, vgg19, 36, 38",
        "timm efficientnet_lite0, efficientnet-lite0, 245, 247",
        "timm tf_efficientnet_lite0, efficientnet-lite0, 245, 247",
        "package efficientnet-lite0, efficientnet-lite0, 245, 247"})
    void everyTensorOfPyTorchHasItsPlace(String section, String backbone, int variables, int withClassifier) {
        WeightFile file = torch(section);
        WeightMapping mapping = mapping(backbone, file, false);
        assertThat(mapping.items()).hasSize(variables);
        assertThat(mapping.items()).extracting(WeightMapping.Item::source).doesNotHaveDuplicates();
        assertThat(mapping.items()).extracting(WeightMapping.Item::variable).doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith("backbone."));
        Map<String, List<Integer>> shapes = file.tensors().stream()
                .collect(Collectors.toMap(TensorInfo::name, TensorInfo::shape));
        for (WeightMapping.Item item : mapping.items()) {
            assertThat(product(item.shape())).as(item.variable()).isEqualTo(product(shapes.get(item.source())));
        }
        assertThat(mapping(backbone, file, true).items()).hasSize(withClassifier);
    }

    private static long product(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    @Test
    void torchvisionsNamesAreOurs() {
        for (String backbone : List.of("vgg16", "vgg19", "densenet121")) {
            sources(mapping(backbone, torch("torchvision " + backbone), true))
                    .forEach((variable, source) -> assertThat(variable).isEqualTo("backbone." + source));
        }
        sources(mapping("efficientnet-lite0", torch("timm efficientnet_lite0"), true))
                .forEach((variable, source) -> assertThat(variable).isEqualTo("backbone." + source));
    }

    @Test
    void thePackagesBlocksAreTimmsStages() {
        Map<String, String> sources = sources(
                mapping("efficientnet-lite0", torch("package efficientnet-lite0"), true));
        assertThat(sources).containsEntry("backbone.conv_stem.weight", "_conv_stem.weight")
                .containsEntry("backbone.bn1.running_var", "_bn0.running_var")
                .containsEntry("backbone.blocks.0.0.conv_dw.weight", "_blocks.0._depthwise_conv.weight")
                .containsEntry("backbone.blocks.0.0.bn1.weight", "_blocks.0._bn1.weight")
                .containsEntry("backbone.blocks.0.0.conv_pw.weight", "_blocks.0._project_conv.weight")
                .containsEntry("backbone.blocks.0.0.bn2.bias", "_blocks.0._bn2.bias")
                .containsEntry("backbone.blocks.1.1.conv_pw.weight", "_blocks.2._expand_conv.weight")
                .containsEntry("backbone.blocks.3.0.bn1.bias", "_blocks.5._bn0.bias")
                .containsEntry("backbone.blocks.4.2.conv_dw.weight", "_blocks.10._depthwise_conv.weight")
                .containsEntry("backbone.blocks.5.0.bn2.running_mean", "_blocks.11._bn1.running_mean")
                .containsEntry("backbone.blocks.6.0.bn3.weight", "_blocks.15._bn2.weight")
                .containsEntry("backbone.conv_head.weight", "_conv_head.weight")
                .containsEntry("backbone.bn2.weight", "_bn1.weight")
                .containsEntry("backbone.classifier.weight", "_fc.weight");
    }

    @Test
    void timmsVggKeepsItsDenseLayersAsConvolutions() {
        WeightMapping mapping = mapping("vgg19", torch("timm vgg19"), true);
        assertThat(mapping.items()).contains(
                new WeightMapping.Item("backbone.classifier.0.weight", List.of(25088, 4096), "pre_logits.fc1.weight",
                        Layout.OCHW_TO_HWCO),
                new WeightMapping.Item("backbone.classifier.3.weight", List.of(4096, 4096), "pre_logits.fc2.weight",
                        Layout.OI_TO_IO),
                new WeightMapping.Item("backbone.classifier.6.bias", List.of(1000), "head.fc.bias", Layout.AS_IS));
    }

    @ParameterizedTest
    @CsvSource({"vgg19, 36", "densenet121, 604"})
    void kerasNamesAndCountsMeanTheSameTensors(String backbone, int variables) {
        List<TensorInfo> counted = section("keras " + backbone, 0);
        List<TensorInfo> named = section("keras " + backbone, 1);
        Map<String, String> names = NAMES.get("keras " + backbone).stream()
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
        Map<String, String> byCount = sources(
                mapping(backbone, new ListedWeights("a.weights.h5", Format.HDF5, counted), false));
        Map<String, String> byName = sources(
                mapping(backbone, new ListedWeights("b.h5", Format.HDF5, named), false));
        assertThat(byCount).hasSize(variables);
        byCount.replaceAll((variable, source) -> names.get(source));
        assertThat(byCount).isEqualTo(byName);

        Map<String, String> keras2 = sources(mapping(backbone,
                new ListedWeights("c.h5", Format.HDF5, renamed(named, WeightMappingTest::keras2)), false));
        byName.replaceAll((variable, source) -> keras2(source));
        assertThat(keras2).isEqualTo(byName);
    }

    private static String keras2(String name) {
        return name.replaceAll("(?<![^/])conv1_(conv|bn)/", "conv1/$1/") + ":0";
    }

    @Test
    void kerasNamesMeanTorchvisionsLayers() {
        Map<String, String> vgg = sources(mapping("vgg19",
                new ListedWeights("a.h5", Format.HDF5, section("keras vgg19", 1)), true));
        assertThat(vgg).containsEntry("backbone.features.0.weight", "block1_conv1/block1_conv1/kernel")
                .containsEntry("backbone.features.7.bias", "block2_conv2/block2_conv2/bias")
                .containsEntry("backbone.features.16.weight", "block3_conv4/block3_conv4/kernel")
                .containsEntry("backbone.features.34.weight", "block5_conv4/block5_conv4/kernel")
                .containsEntry("backbone.classifier.0.weight", "fc1/fc1/kernel")
                .containsEntry("backbone.classifier.6.bias", "predictions/predictions/bias");
        Map<String, String> dense = sources(mapping("densenet121",
                new ListedWeights("a.h5", Format.HDF5, section("keras densenet121", 1)), true));
        assertThat(dense).containsEntry("backbone.features.norm0.running_var", "conv1_bn/conv1_bn/moving_variance")
                .containsEntry("backbone.features.denseblock3.denselayer24.norm1.weight",
                        "conv4_block24_0_bn/conv4_block24_0_bn/gamma")
                .containsEntry("backbone.features.denseblock1.denselayer6.conv2.weight",
                        "conv2_block6_2_conv/conv2_block6_2_conv/kernel")
                .containsEntry("backbone.features.denseblock4.denselayer1.norm2.bias",
                        "conv5_block1_1_bn/conv5_block1_1_bn/beta")
                .containsEntry("backbone.features.transition2.conv.weight", "pool3_conv/pool3_conv/kernel")
                .containsEntry("backbone.features.norm5.running_mean", "bn/bn/moving_mean");
    }

    @Test
    void aMappingFillsEveryVariableOfTheGraph() {
        for (String backbone : List.of("vgg16", "vgg19", "densenet121")) {
            MappedWeights weights = new MappedWeights(torch("torchvision " + backbone),
                    mapping(backbone, torch("torchvision " + backbone), false));
            List<VariableSpec> variables = new LayerShapes(architecture(backbone), Padding.SAME, 160, 192).variables();
            assertThat(variables).allMatch(each -> weights.has(each.name()));
            assertThat(weights.has("head.lstm.weight")).isFalse();
        }
        WeightFile file = torch("torchvision vgg19");
        MappedWeights weights = new MappedWeights(file, mapping("vgg19", file, false));
        assertThatThrownBy(() -> weights.get("backbone.features.0.bias", new long[] {3}))
                .isInstanceOf(UserException.class).hasMessageContaining("[64]").hasMessageContaining("[3]");
    }

    @Test
    void theFilesThatKerasPublishedAreUnderstood() {
        List<TensorInfo> vgg = renamed(section("keras vgg19", 1), name -> name.replaceFirst("/.*/", "/")
                .replaceFirst("(.*)/kernel", "$1/$1_W_1:0").replaceFirst("(.*)/bias", "$1/$1_b_1:0"));
        assertThat(vgg).extracting(TensorInfo::name).contains("block1_conv1/block1_conv1_W_1:0");
        assertThat(mapping("vgg19", new ListedWeights("v.h5", Format.HDF5, vgg), true).items()).hasSize(38);

        List<TensorInfo> dense = renamed(section("keras densenet121", 1), name -> keras2(name)
                .replace("predictions", "fc1000"));
        assertThat(dense).extracting(TensorInfo::name).contains("conv1/bn/conv1/bn/gamma:0", "bn/bn/gamma:0");
        Map<String, String> sources = sources(
                mapping("densenet121", new ListedWeights("d.h5", Format.HDF5, dense), true));
        assertThat(sources).hasSize(606).containsEntry("backbone.features.norm5.weight", "bn/bn/gamma:0")
                .containsEntry("backbone.features.norm0.weight", "conv1/bn/conv1/bn/gamma:0");
    }

    @Test
    void kerasTensorsStayAsTheyAre() {
        WeightMapping mapping = mapping("vgg19",
                new ListedWeights("a.h5", Format.HDF5, section("keras vgg19", 1)), true);
        assertThat(mapping.items()).allMatch(item -> item.layout() == Layout.AS_IS);
        Map<String, List<Integer>> shapes = section("keras vgg19", 1).stream()
                .collect(Collectors.toMap(TensorInfo::name, TensorInfo::shape));
        assertThat(mapping.items()).allSatisfy(item -> assertThat(item.shape()).isEqualTo(shapes.get(item.source())));
    }

    @Test
    void oldDenseNetNamesAndParallelTrainingAreUnderstood() {
        List<TensorInfo> old = renamed(section("torchvision densenet121", 0), name -> "module."
                + name.replaceFirst("(denselayer\\d+\\.(norm|conv))([12])", "$1.$3"));
        assertThat(old).extracting(TensorInfo::name)
                .contains("module.features.denseblock1.denselayer1.norm.1.weight");
        Map<String, String> sources = sources(
                mapping("densenet121", new ListedWeights("o.pth", Format.TORCH_LEGACY, old), true));
        assertThat(sources).hasSize(606).containsEntry("backbone.features.denseblock2.denselayer3.conv2.weight",
                "module.features.denseblock2.denselayer3.conv.2.weight");
    }

    @Test
    void whatTheWeightsExpectComesWithThem() {
        WeightMapping torch = mapping("vgg19", torch("torchvision vgg19"), false);
        assertThat(torch.normalisation()).isEqualTo(new Normalisation(ChannelOrder.RGB, 1.0 / 255,
                List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)));
        assertThat(torch.batchNormEpsilon()).isEqualTo(1e-5);
        assertThat(torch.padding()).isEqualTo(Padding.SYMMETRIC);
        WeightMapping keras = mapping("vgg19", new ListedWeights("a.h5", Format.HDF5, section("keras vgg19", 1)),
                false);
        assertThat(keras.normalisation()).isEqualTo(new Normalisation(ChannelOrder.BGR, 1,
                List.of(103.939, 116.779, 123.68), List.of(1.0, 1.0, 1.0)));
        WeightMapping dense = mapping("densenet121",
                new ListedWeights("a.h5", Format.HDF5, section("keras densenet121", 1)), false);
        assertThat(dense.normalisation()).isEqualTo(Normalisation.IMAGENET);
        assertThat(dense.batchNormEpsilon()).isEqualTo(1.001e-5);
        assertThat(dense.padding()).isEqualTo(Padding.SYMMETRIC);
        WeightMapping lite = mapping("efficientnet-lite0", torch("package efficientnet-lite0"), false);
        assertThat(lite.normalisation()).isEqualTo(new Normalisation(ChannelOrder.RGB, 1,
                List.of(127.0, 127.0, 127.0), List.of(128.0, 128.0, 128.0)));
        assertThat(lite.batchNormEpsilon()).isEqualTo(1e-3);
        assertThat(lite.padding()).isEqualTo(Padding.SAME);
    }

    @Test
    void timmsTwoLiteNetworksAreToldApartByHashOrNameOrNotAtAll() {
        List<TensorInfo> tensors = section("timm efficientnet_lite0", 0);
        Format format = Format.SAFETENSORS;
        assertThat(Convention.detect(new ListedWeights("tf_efficientnet_lite0.safetensors", format, tensors)))
                .isEqualTo(Convention.TIMM_TENSORFLOW);
        assertThat(Convention.detect(new ListedWeights("efficientnet_lite0_ra.safetensors", format, tensors)))
                .isEqualTo(Convention.TIMM);
        assertThat(Convention.detect(new ListedWeights(Path.of("model.pth"), format, tensors,
                "0aa007d2" + "1".repeat(56)))).isEqualTo(Convention.TIMM_TENSORFLOW);
        WeightFile unnamed = new ListedWeights("model.safetensors", format, tensors);
        assertThatThrownBy(() -> mapping("efficientnet-lite0", unnamed, false))
                .isInstanceOf(UserException.class).hasMessageContaining("timm-tf");
        WeightMapping chosen = WeightMapping.of(Architecture.EFFICIENTNET_LITE0, unnamed,
                Convention.named("timm-tf"), false);
        assertThat(chosen.normalisation().mean()).containsExactly(0.5, 0.5, 0.5);
        assertThat(chosen.padding()).isEqualTo(Padding.SAME);
        assertThatThrownBy(() -> Convention.named("caffe")).isInstanceOf(UserException.class)
                .hasMessageContaining("torchvision, timm, timm-tf, efficientnet-lite-pytorch, keras");
    }

    @Test
    void aClassifierOfOtherLabelsIsKeptAsItIs() {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        section("torchvision densenet121", 0).forEach(each -> tensors.put(each.name(), each));
        tensors.put("classifier.weight", new TensorInfo("classifier.weight", List.of(5, 1024), ElementType.FLOAT32));
        tensors.put("classifier.bias", new TensorInfo("classifier.bias", List.of(5), ElementType.FLOAT32));
        WeightFile file = new ListedWeights("five.pth", Format.TORCH_ZIP, List.copyOf(tensors.values()));
        assertThat(mapping("densenet121", file, true).items()).contains(
                new WeightMapping.Item("backbone.classifier.weight", List.of(1024, 5), "classifier.weight",
                        Layout.OI_TO_IO),
                new WeightMapping.Item("backbone.classifier.bias", List.of(5), "classifier.bias", Layout.AS_IS));
    }

    @Test
    void namesWhatDoesNotFit() {
        List<TensorInfo> whole = section("torchvision vgg19", 0);
        List<TensorInfo> some = whole.stream().filter(each -> !each.name().startsWith("classifier")).toList();
        assertRefused("vgg19", some, "lacks 'classifier.0.weight', 'classifier.0.bias', 'classifier.3.weight', "
                + "'classifier.3.bias' that vgg19 needs");
        assertRefused("vgg19", whole.subList(30, 38), "names its tensors as no supported network does",
                "8 in all");
        List<TensorInfo> more = new ArrayList<>(whole);
        more.add(new TensorInfo("head\n.weight", List.of(3), ElementType.FLOAT32));
        assertRefused("vgg19", more, "holds 'head?.weight' that vgg19 has no place for");
        List<TensorInfo> other = new ArrayList<>(whole);
        other.set(0, new TensorInfo("features.0.weight", List.of(64, 1, 3, 3), ElementType.FLOAT32));
        assertRefused("vgg19", other, "another shape", "'features.0.weight' ([64, 1, 3, 3] instead of [64, 3, 3, 3])");
        assertRefused("vgg16", whole, "lacks 'features.17.weight'", "and 2 more that vgg16 needs");
        assertRefused("densenet121", section("package efficientnet-lite0", 0), "efficientnet-lite-pytorch",
                "not for densenet121");
        assertRefused("tiny", whole, "no weight files for the backbone tiny");
    }

    private static void assertRefused(String backbone, List<TensorInfo> tensors, String... parts) {
        WeightFile file = new ListedWeights("w.pth", Format.TORCH_ZIP, tensors);
        assertThatThrownBy(() -> mapping(backbone, file, false)).isInstanceOf(UserException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void knownFilesAreRecognised() {
        String real = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db";
        assertThat(KnownWeights.of(real)).get().extracting(KnownWeights::backbone).isEqualTo(Architecture.EFFICIENTNET_LITE0);
        assertThat(KnownWeights.of("dcbb9e9d" + "0".repeat(56))).get().extracting(KnownWeights::convention)
                .isEqualTo(Convention.TORCHVISION);
        assertThat(KnownWeights.of("0".repeat(64))).isEmpty();
    }
}
