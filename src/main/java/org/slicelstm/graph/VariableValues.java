package org.slicelstm.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slicelstm.UserException;
import org.slicelstm.model.WeightSource;
import org.slicelstm.model.network.VariableSpec;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Puts values into the variables of a graph and takes them out, one variable or a few megabytes at a time. */
final class VariableValues {
    private static final long NUMBERS_A_RUN = 4_000_000;

    private final GraphVariables variables;
    private final Map<String, Placeholder<TFloat32>> values = new LinkedHashMap<>();
    private final Map<String, Op> assignments = new LinkedHashMap<>();

    /** Where a variable's values come from. */
    @FunctionalInterface
    interface Source {
        /** The values, last axis fastest. */
        float[] of(VariableSpec spec);
    }

    /** Adds the operations that assign. */
    VariableValues(Ops tf, GraphVariables variables) {
        this.variables = variables;
        Ops scope = tf.withSubScope("assign");
        for (VariableSpec spec : variables.specs()) {
            Placeholder<TFloat32> value = scope.placeholder(TFloat32.class,
                    Placeholder.shape(Shape.of(spec.shape())));
            values.put(spec.name(), value);
            assignments.put(spec.name(), scope.assignVariableOp(variables.handle(spec.name()), value));
        }
    }

    /** Fills all variables. */
    void fill(Session session, Source source) {
        fill(session, variables.specs(), source);
    }

    /** Fills some variables. */
    void fill(Session session, List<VariableSpec> specs, Source source) {
        List<VariableSpec> together = new ArrayList<>();
        long numbers = 0;
        for (VariableSpec spec : specs) {
            if (!together.isEmpty() && numbers + spec.size() > NUMBERS_A_RUN) {
                set(session, together, source);
                together.clear();
                numbers = 0;
            }
            together.add(spec);
            numbers += spec.size();
        }
        set(session, together, source);
    }

    /** Fills some variables in one run. */
    void set(Session session, List<VariableSpec> specs, Source source) {
        List<TFloat32> tensors = new ArrayList<>();
        try {
            Session.Runner runner = session.runner();
            for (VariableSpec spec : specs) {
                TFloat32 tensor = TFloat32.tensorOf(Shape.of(spec.shape()),
                        DataBuffers.of(source.of(spec), true, false));
                tensors.add(tensor);
                runner.feed(values.get(spec.name()), tensor).addTarget(assignments.get(spec.name()));
            }
            runner.run().close();
        } finally {
            tensors.forEach(TFloat32::close);
        }
    }

    /** The values of a variable, last axis fastest. */
    float[] get(Session session, String name) {
        try (Result result = session.runner().fetch(variables.read(name)).run()) {
            return floats(result, 0);
        }
    }

    /**
     * Reads variables that are asked for in this order, a few megabytes in one run: TensorFlow prepares every set of
     * fetches anew, which in a large graph takes longer than the run.
     */
    Function<VariableSpec, float[]> reader(Session session, List<VariableSpec> specs) {
        Map<String, float[]> ready = new HashMap<>();
        return wanted -> {
            if (!ready.containsKey(wanted.name())) {
                ready.clear();
                long numbers = 0;
                List<VariableSpec> together = new ArrayList<>();
                for (VariableSpec each : specs.subList(specs.indexOf(wanted), specs.size())) {
                    if (!together.isEmpty() && numbers + each.size() > NUMBERS_A_RUN) {
                        break;
                    }
                    together.add(each);
                    numbers += each.size();
                }
                Session.Runner runner = session.runner();
                together.forEach(each -> runner.fetch(variables.read(each.name())));
                try (Result result = runner.run()) {
                    for (int i = 0; i < together.size(); i++) {
                        ready.put(together.get(i).name(), floats(result, i));
                    }
                }
            }
            return ready.remove(wanted.name());
        };
    }

    /**
     * The values as they are now, to be asked for in the variables' order.
     *
     * @param sha256 of the weights that they began with
     */
    WeightSource source(Session session, String sha256) {
        Map<String, VariableSpec> all = new LinkedHashMap<>();
        variables.specs().forEach(each -> all.put(each.name(), each));
        Function<VariableSpec, float[]> reader = reader(session, variables.specs());
        return new WeightSource() {
            @Override
            public boolean has(String name) {
                return all.containsKey(name);
            }

            @Override
            public float[] get(String name, long[] shape) {
                return reader.apply(all.get(name));
            }

            @Override
            public String sha256() {
                return sha256;
            }
        };
    }

    /** A copy of a float32 output, last axis fastest. */
    static float[] floats(Result result, int output) {
        TFloat32 tensor = (TFloat32) result.get(output);
        float[] copy = new float[Math.toIntExact(tensor.size())];
        tensor.copyTo(DataBuffers.of(copy, false, false));
        return copy;
    }

    /**
     * The same in a training.
     *
     * @throws UserException if a number is not finite: the training has diverged
     */
    static float[] finite(Result result, int output) {
        float[] numbers = floats(result, output);
        for (float each : numbers) {
            if (!Float.isFinite(each)) {
                throw new UserException("The training has diverged: the network gives numbers that are not finite; "
                        + "lower --learning-rate or set --clip, and start again.");
            }
        }
        return numbers;
    }
}
