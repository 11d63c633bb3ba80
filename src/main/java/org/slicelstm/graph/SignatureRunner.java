package org.slicelstm.graph;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slicelstm.UserException;
import org.slicelstm.model.ModelInfo;
import org.slicelstm.model.SignatureNames;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;

/** A loaded SavedModel whose signatures are run by the names that {@code model.json} maps. Closes the SavedModel. */
final class SignatureRunner implements AutoCloseable {
    private final Path path;
    private final ModelInfo info;
    private final SavedModelBundle bundle;

    private SignatureRunner(Path path, ModelInfo info, SavedModelBundle bundle) {
        this.path = path;
        this.info = info;
        this.bundle = bundle;
    }

    /** What is done with a model that has just been loaded. */
    @FunctionalInterface
    interface Trial<T> {
        T with(SignatureRunner runner);
    }

    /**
     * Loads a SavedModel and tries it; what the trial returns keeps the runner and closes it.
     *
     * @param threads threads of one operation, 0 for one a core; the first session of a process fixes the number
     * @throws UserException if TensorFlow is missing, or the SavedModel cannot be loaded or run
     */
    static <T> T open(Path path, ModelInfo info, DeviceChoice choice, int threads, Trial<T> trial) {
        TensorFlowLibrary.require();
        Devices.require(choice);
        SignatureRunner runner = null;
        try {
            runner = new SignatureRunner(path, info, PlacedModel.load(path, info.tags(), choice, threads));
            return trial.with(runner);
        } catch (RuntimeException e) {
            if (runner != null) {
                runner.close();
            }
            throw e instanceof UserException ? e : new UserException("TensorFlow cannot run the model '" + path
                    + "' on the device " + choice + " (" + firstLine(e)
                    + "); choose the device cpu, or copy the model again.", e);
        }
    }

    /** The first line of a reason that TensorFlow gives; the others are its own call stack. */
    static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    /** The outputs of one run; valid until closed. */
    static final class Answer implements AutoCloseable {
        private final Result result;
        private final List<String> outputs;

        private Answer(Result result, List<String> outputs) {
            this.result = result;
            this.outputs = outputs;
        }

        /** The shape of an output. */
        Shape shape(String output) {
            return tensor(output).shape();
        }

        /** A copy of an output that must have the given shape, last axis fastest. */
        float[] values(String output, Shape expected) {
            TFloat32 tensor = tensor(output);
            if (!tensor.shape().equals(expected)) {
                throw new UserException("The model's output '" + output + "' has the shape " + tensor.shape()
                        + " instead of " + expected + "; its model.json does not fit its SavedModel.");
            }
            float[] values = new float[Math.toIntExact(expected.size())];
            tensor.copyTo(DataBuffers.of(values, false, false));
            return values;
        }

        private TFloat32 tensor(String output) {
            if (result.get(outputs.indexOf(output)) instanceof TFloat32 tensor) {
                return tensor;
            }
            throw new UserException("The model's output '" + output + "' is not float32; take a model where it is.");
        }

        /** What TensorFlow tells of the run, where {@link Placement#OPTIONS} asked. */
        RunMetadata metadata() {
            return result.getMetadata().orElseThrow();
        }

        @Override
        public void close() {
            result.close();
        }
    }

    /** Runs a signature; inputs and outputs go by our names. */
    Answer run(String key, Map<String, Tensor> inputs) {
        List<String> outputs = new ArrayList<>();
        return new Answer(runner(key, inputs, outputs).run(), outputs);
    }

    /** Runs a signature and learns where TensorFlow placed it. */
    Answer runAndFetchPlacement(String key, Map<String, Tensor> inputs) {
        List<String> outputs = new ArrayList<>();
        return new Answer(runner(key, inputs, outputs).setOptions(Placement.OPTIONS).runAndFetchMetadata(), outputs);
    }

    private Session.Runner runner(String key, Map<String, Tensor> inputs, List<String> outputs) {
        SignatureNames names = info.signatures().get(key);
        SignatureDef signature = names == null ? null
                : bundle.metaGraphDef().getSignatureDefMap().get(names.name());
        if (signature == null) {
            throw new UserException("The model '" + path + "' has no signature '" + key
                    + "', which this needs; take a model that has it.");
        }
        Session.Runner runner = bundle.session().runner();
        inputs.forEach((input, tensor) -> runner.feed(
                tensorName(key, input, names.inputs(), signature.getInputsMap()), tensor));
        names.outputs().keySet().forEach(output -> {
            runner.fetch(tensorName(key, output, names.outputs(), signature.getOutputsMap()));
            outputs.add(output);
        });
        return runner;
    }

    private String tensorName(String key, String name, Map<String, String> names, Map<String, TensorInfo> tensors) {
        TensorInfo tensor = names.containsKey(name) ? tensors.get(names.get(name)) : null;
        if (tensor == null) {
            throw new UserException("The signature '" + key + "' of the model '" + path + "' has no '"
                    + name + "'; its model.json does not fit its SavedModel.");
        }
        return tensor.getName();
    }

    @Override
    public void close() {
        bundle.close();
    }
}
