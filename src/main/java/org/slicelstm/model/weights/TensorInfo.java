package org.slicelstm.model.weights;

import java.util.List;

/**
 * What a weight file says of one tensor.
 *
 * @param name unique within the file
 * @param shape its dimensions, slowest first; empty for a single number
 * @param type how its elements are stored
 */
public record TensorInfo(String name, List<Integer> shape, ElementType type) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }
}
