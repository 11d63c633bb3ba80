package org.slicelstm.model;

/** Where a new model's weights come from. What a source does not have starts as the recipe's variables say. */
public interface WeightSource {
    /** Has nothing: every weight is drawn from the seed. */
    WeightSource NONE = new WeightSource() {
        @Override
        public boolean has(String name) {
            return false;
        }

        @Override
        public float[] get(String name, long[] shape) {
            throw new IllegalArgumentException("No weights for " + name);
        }

        @Override
        public String sha256() {
            return Provenance.UNTRAINED;
        }
    };

    /** Whether {@link #get} can give the variable of that name, such as {@code backbone.features.0.weight}. */
    boolean has(String name);

    /**
     * The values of one variable, in the layout of {@link org.slicelstm.model.network.VariableSpec}, last axis
     * fastest.
     *
     * @param name  one for which {@link #has} is true
     * @param shape the shape the model needs
     * @throws org.slicelstm.UserException if the stored shape is another one
     */
    float[] get(String name, long[] shape);

    /** SHA-256 of the file the weights come from, 64 lower-case hexadecimal digits. */
    String sha256();
}
