package org.slicelstm.graph;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slicelstm.UserException;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.WeightSource;
import org.slicelstm.model.network.VariableSpec;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;

/** The weights of a model that was made here, to train it further. Holds native memory until it is closed. */
public final class ModelWeights implements WeightSource, AutoCloseable {
    private final ModelDirectory directory;
    private final SavedModelBundle bundle;
    private final Map<String, VariableSpec> specs = new LinkedHashMap<>();

    private ModelWeights(ModelDirectory directory, SavedModelBundle bundle) {
        this.directory = directory;
        this.bundle = bundle;
        directory.info().ownRecipe().variables().forEach(each -> specs.put(each.name(), each));
    }

    /**
     * Loads a model.
     *
     * @throws UserException if it was made elsewhere, so that its variables have other names
     */
    public static ModelWeights open(ModelDirectory directory) {
        TensorFlowLibrary.require();
        ModelWeights weights = new ModelWeights(directory, SavedModelBundle.loader(directory.path().toString())
                .withTags(directory.info().tags().toArray(String[]::new))
                .withConfigProto(DeviceChoice.CPU.config(0)).load());
        for (String name : weights.specs.keySet()) {
            if (weights.bundle.graph().operation(read(name)) == null) {
                weights.close();
                throw new UserException("The model '" + directory.path() + "' was not made by this software and has no "
                        + "variable '" + name + "'; train from a recipe, or from a model made here.");
            }
        }
        return weights;
    }

    private static String read(String name) {
        return name + GraphVariables.READ;
    }

    @Override
    public boolean has(String name) {
        return specs.containsKey(name);
    }

    /** Those of the model, also where another number of labels needs another shape: ask {@link #fits} first. */
    @Override
    public float[] get(String name, long[] shape) {
        try (Result result = bundle.session().runner().fetch(read(name)).run()) {
            return VariableValues.floats(result, 0);
        }
    }

    @Override
    public String sha256() {
        return directory.modelSha256();
    }

    /** Whether a variable has exactly this shape in the model. */
    public boolean fits(VariableSpec spec) {
        return specs.containsKey(spec.name()) && Arrays.equals(specs.get(spec.name()).shape(), spec.shape());
    }

    @Override
    public void close() {
        bundle.close();
    }
}
