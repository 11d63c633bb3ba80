package org.slicelstm.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Axes move as worked out by hand; each value tells its own index in the source. */
class LayoutTest {

    @Test
    void aConvolutionPutsItsOutputsLast() {
        // out 2, in 2, height 1, width 3: value = 100·out + 10·in + width
        float[] oihw = {0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112};
        assertThat(Layout.OIHW_TO_HWIO.apply(oihw, List.of(2, 2, 1, 3)))
                .containsExactly(0, 100, 10, 110, 1, 101, 11, 111, 2, 102, 12, 112);
    }

    @Test
    void aDepthwiseConvolutionPutsItsChannelsThird() {
        // channels 2, 1, height 2, width 2: value = 100·channel + 10·row + column
        float[] c1hw = {0, 1, 10, 11, 100, 101, 110, 111};
        assertThat(Layout.DEPTHWISE_TO_HWC1.apply(c1hw, List.of(2, 1, 2, 2)))
                .containsExactly(0, 100, 1, 101, 10, 110, 11, 111);
    }

    @Test
    void aDenseLayerIsTransposed() {
        float[] oi = {0, 1, 2, 10, 11, 12};
        assertThat(Layout.OI_TO_IO.apply(oi, List.of(2, 3))).containsExactly(0, 10, 1, 11, 2, 12);
        assertThat(Layout.OI_TO_IO.apply(oi, List.of(2, 3, 1, 1))).containsExactly(0, 10, 1, 11, 2, 12);
    }

    @Test
    void aFlattenedPictureGoesFromChannelsFirstToChannelsLast() {
        int out = 2;
        int channels = 3;
        float[] flat = new float[out * channels * 49];
        for (int o = 0; o < out; o++) {
            for (int c = 0; c < channels; c++) {
                for (int y = 0; y < 7; y++) {
                    for (int x = 0; x < 7; x++) {
                        flat[o * channels * 49 + c * 49 + y * 7 + x] = 1000 * o + 100 * c + 10 * y + x;
                    }
                }
            }
        }
        for (List<Integer> shape : List.of(List.of(out, channels * 49), List.of(out, channels, 7, 7))) {
            float[] result = Layout.OCHW_TO_HWCO.apply(flat, shape);
            assertThat(result[((3 * 7 + 5) * channels + 2) * out + 1]).isEqualTo(1235);
            assertThat(result[((6 * 7 + 0) * channels + 0) * out + 0]).isEqualTo(60);
            assertThat(result[0]).isEqualTo(0);
            assertThat(result[1]).isEqualTo(1000);
            assertThat(result[2]).isEqualTo(100);
        }
    }

    @Test
    void theRestStays() {
        float[] values = {3, 1, 2};
        assertThat(Layout.AS_IS.apply(values, List.of(3))).isSameAs(values);
    }
}
