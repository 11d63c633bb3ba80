package org.slicelstm.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.slicelstm.model.network.Architecture;
import org.slicelstm.model.network.LayerShapes;
import org.slicelstm.model.network.Padding;
import org.slicelstm.model.network.VariableSpec;

/** The real EfficientNet-Lite0, where {@code scripts/get-weights} has put it; skipped where it has not. */
class PublishedWeightsTest {

    @Test
    void theRealEfficientNetLite0FillsItsBackbone() {
        String home = System.getenv("SLICELSTM_WEIGHTS");
        Path usual = Path.of(System.getProperty("user.home"), ".slicelstm", "weights");
        // Maven gives tests a home of their own, and says where the real one has its weights.
        Path path = Path.of(home != null ? home : System.getProperty("slicelstm.weights", usual.toString()))
                .resolve("efficientnet-lite0.pth");
        assumeThat(path).exists();
        try (WeightFile file = WeightFile.open(path)) {
            assertThat(file.format()).isEqualTo(WeightFile.Format.TORCH_LEGACY);
            assertThat(KnownWeights.of(file.sha256())).get().extracting(KnownWeights::backbone)
                    .isEqualTo(Architecture.EFFICIENTNET_LITE0);
            WeightMapping mapping = WeightMapping.of(Architecture.EFFICIENTNET_LITE0, file, true);
            assertThat(mapping.convention()).isEqualTo(Convention.EFFICIENTNET_LITE_PYTORCH);
            MappedWeights weights = new MappedWeights(file, mapping);
            for (VariableSpec variable : new LayerShapes(Architecture.EFFICIENTNET_LITE0, Padding.SAME, 224, 224)
                    .variables()) {
                assertThat((long) weights.get(variable.name(), variable.shape()).length).isEqualTo(variable.size());
            }
            // As PyTorch 2.6 reads them: _conv_stem.weight[5, 1, 2, 0], _blocks.5._depthwise_conv.weight[7, 0, 2, 1],
            // _fc.weight[42, 7]
            float[] stem = weights.get("backbone.conv_stem.weight", new long[] {3, 3, 3, 32});
            assertThat(stem[((2 * 3 + 0) * 3 + 1) * 32 + 5]).isEqualTo(0.06300771236419678f);
            float[] depthwise = weights.get("backbone.blocks.3.0.conv_dw.weight", new long[] {3, 3, 240, 1});
            assertThat(depthwise[(2 * 3 + 1) * 240 + 7]).isEqualTo(0.15483134984970093f);
            float[] classifier = weights.get("backbone.classifier.weight", new long[] {1280, 1000});
            assertThat(classifier[7 * 1000 + 42]).isEqualTo(-0.05035099387168884f);
        }
    }
}
