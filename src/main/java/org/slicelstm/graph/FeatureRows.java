package org.slicelstm.graph;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.types.TFloat32;

/**
 * Features of slices, {@code [b, t, F]}, in the native memory that the head reads: a patient of many slices has them
 * once and not twice. Filled row by row from the front; whoever made it closes it.
 */
public final class FeatureRows implements AutoCloseable {
    private final TFloat32 tensor;
    private final FloatDataBuffer values;
    private final int patients;
    private final int steps;
    private final int width;
    private int filled;

    /**
     * Room for features, all zero.
     *
     * @param patients b
     * @param steps    t
     * @param width    F
     */
    public FeatureRows(int patients, int steps, int width) {
        this.tensor = TFloat32.tensorOf(Shape.of(patients, steps, width));
        this.values = tensor.asRawTensor().data().asFloats();
        this.patients = patients;
        this.steps = steps;
        this.width = width;
    }

    /** Adds the features of further slices, {@code [n, F]}. */
    public void add(float[] rows) {
        values.offset((long) filled * width).write(rows);
        filled += rows.length / width;
    }

    /** The features of one slice, {@code [F]}, counted over all patients from 0. */
    public float[] row(int index) {
        float[] row = new float[width];
        values.offset((long) index * width).read(row);
        return row;
    }

    /** How many rows were added. */
    public int filled() {
        return filled;
    }

    /** F. */
    public int width() {
        return width;
    }

    int patients() {
        return patients;
    }

    int steps() {
        return steps;
    }

    TFloat32 tensor() {
        return tensor;
    }

    @Override
    public void close() {
        tensor.close();
    }
}
