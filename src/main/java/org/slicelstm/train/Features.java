package org.slicelstm.train;

/**
 * What the backbone made of a patient's pictures.
 *
 * @param pictures n
 * @param width    F
 * @param values   {@code [n, F]}
 */
public record Features(int pictures, int width, float[] values) {
    public Features {
        if (pictures < 1 || width < 1 || values.length != (long) pictures * width) {
            throw new IllegalArgumentException("[n, F] floats for n pictures of F features");
        }
    }
}
