package org.slicelstm.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.WeightSource;
import org.slicelstm.model.network.VariableSpec;

/** Weights for every variable of a recipe, none of them a default: biases and stored statistics vary as well. */
record RandomWeights(Map<String, float[]> values) implements WeightSource {
    static RandomWeights of(Recipe recipe, long seed) {
        Random random = new Random(seed);
        Map<String, float[]> values = new LinkedHashMap<>();
        for (VariableSpec spec : recipe.variables()) {
            long[] shape = spec.shape();
            double fanIn = shape.length == 1 ? 1 : (double) spec.size() / shape[shape.length - 1];
            boolean depthwise = shape.length == 4 && shape[3] == 1;
            double deviation = shape.length == 1 ? 0.2 : Math.sqrt(2 / (depthwise ? shape[0] * shape[1] : fanIn));
            boolean aroundOne = spec.init() == VariableSpec.Init.ONES;
            float[] numbers = new float[(int) spec.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) (aroundOne ? 0.5 + random.nextDouble() : deviation * random.nextGaussian());
            }
            values.put(spec.name(), numbers);
        }
        return new RandomWeights(values);
    }

    @Override
    public boolean has(String name) {
        return values.containsKey(name);
    }

    @Override
    public float[] get(String name, long[] shape) {
        return values.get(name);
    }

    @Override
    public String sha256() {
        return "0".repeat(64);
    }
}
