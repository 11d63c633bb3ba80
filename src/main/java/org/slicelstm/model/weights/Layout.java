package org.slicelstm.model.weights;

import java.util.List;

/** How the axes of a tensor in a file become those of a variable in our graphs. */
public enum Layout {
    /** The same order of numbers. */
    AS_IS(),
    /** {@code [out, in, height, width]} to {@code [height, width, in, out]}. */
    OIHW_TO_HWIO(2, 3, 1, 0),
    /** {@code [channels, 1, height, width]} to {@code [height, width, channels, 1]}. */
    DEPTHWISE_TO_HWC1(2, 3, 0, 1),
    /** {@code [out, in]} to {@code [in, out]}. */
    OI_TO_IO(1, 0),
    /** {@code [out, channels · height · width]} to {@code [height · width · channels, out]}; height is width. */
    OCHW_TO_HWCO(2, 3, 1, 0);

    private final int[] axes;

    Layout(int... axes) {
        this.axes = axes;
    }

    /**
     * Rearranges a tensor.
     *
     * @param values row-major
     * @param shape its shape in the file
     * @return the values row-major in the new order; {@code values} itself where nothing moves
     */
    float[] apply(float[] values, List<Integer> shape) {
        return switch (this) {
            case AS_IS -> values;
            case OCHW_TO_HWCO -> {
                int out = shape.get(0);
                int area = BackboneTensor.FLATTENED_SIDE * BackboneTensor.FLATTENED_SIDE;
                yield permute(values, new int[] {out, values.length / out / area, BackboneTensor.FLATTENED_SIDE,
                    BackboneTensor.FLATTENED_SIDE}, axes);
            }
            // A dense layer kept as a convolution of 1 × 1 has two more axes of length 1 behind.
            case OI_TO_IO -> permute(values, new int[] {shape.get(0), shape.get(1)}, axes);
            default -> permute(values, shape.stream().mapToInt(Integer::intValue).toArray(), axes);
        };
    }

    /** Axis k of the result is axis {@code axes[k]} of the source. */
    static float[] permute(float[] values, int[] shape, int[] axes) {
        int rank = shape.length;
        int[] sourceStrides = new int[rank];
        int stride = 1;
        for (int i = rank - 1; i >= 0; i--) {
            sourceStrides[i] = stride;
            stride *= shape[i];
        }
        int[] lengths = new int[rank];
        int[] strides = new int[rank];
        for (int i = 0; i < rank; i++) {
            lengths[i] = shape[axes[i]];
            strides[i] = sourceStrides[axes[i]];
        }
        float[] result = new float[values.length];
        int[] wheel = new int[rank];
        int from = 0;
        for (int to = 0; to < result.length; to++) {
            result[to] = values[from];
            for (int i = rank - 1; i >= 0; i--) {
                from += strides[i];
                if (++wheel[i] < lengths[i]) {
                    break;
                }
                from -= strides[i] * lengths[i];
                wheel[i] = 0;
            }
        }
        return result;
    }
}
