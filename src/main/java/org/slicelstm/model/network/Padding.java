package org.slicelstm.model.network;

import java.util.Locale;

/** How convolutions with a stride above 1 pad; without a stride the two are the same. */
public enum Padding {
    /** {@code (size − 1) / 2} on every side, as PyTorch and Keras' DenseNet do. */
    SYMMETRIC,
    /** TensorFlow's SAME, which pads more at the bottom and right, as weights ported from TensorFlow expect. */
    SAME;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
