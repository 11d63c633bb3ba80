package org.slicelstm.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapCellsTest {
    /**
     * By hand. A 3 × 3 convolution of stride 2 that pads one pixel on each side looks at pixels 0, 2, 4, …;
     * TensorFlow's SAME on an even number of pixels pads none before the first and looks at 1, 3, 5, …; a pooling of 2 × 2 lies
     * between its two: 0.5 and so on. Middles of pixels are half a pixel from the edge.
     */
    @ParameterizedTest
    @CsvSource({
        // Three strides of 2: pixel 0.
        "TINY, SYMMETRIC, 128, 0.5, 8",
        // 1 + 2 + 4.
        "TINY, SAME, 128, 7.5, 8",
        // Four poolings of 2: (0 + 15) / 2.
        "VGG16, SYMMETRIC, 224, 8, 16",
        // Two strides, then three poolings of 2 in steps of 4, 8 and 16: 2 + 4 + 8.
        "DENSENET121, SYMMETRIC, 224, 14.5, 32",
        // Five strides: pixel 0, or 1 + 2 + 4 + 8 + 16, where 5 × 5 pads as 3 × 3 does.
        "EFFICIENTNET_LITE0, SYMMETRIC, 224, 0.5, 32",
        "EFFICIENTNET_LITE0, SAME, 224, 31.5, 32"})
    void cellsLieWhereTheirFieldsOfViewAreCentred(Architecture architecture, Padding padding, int size, double first,
                                                  double step) {
        LayerShapes shapes = new LayerShapes(architecture, padding, size, size);
        assertThat(shapes.mapCells()).isEqualTo(new MapCells(first, step, first, step));
    }
}
