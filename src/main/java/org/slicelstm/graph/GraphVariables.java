package org.slicelstm.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slicelstm.model.network.VariableSpec;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/**
 * The variables of a model in one graph: resource variables, since those can be differentiated and Python sees them
 * as variables. Each has one operation that reads it; a value read after an assignment needs a read of its own.
 */
final class GraphVariables {
    private record Variable(VariableSpec spec, VarHandleOp handle, Operand<TFloat32> read) {
    }

    /** What follows a variable's name in that of the operation that reads it. */
    static final String READ = ".read";

    private final Map<String, Variable> variables = new LinkedHashMap<>();

    /** Adds the variables to the graph, without values. */
    GraphVariables(Ops tf, List<VariableSpec> specs) {
        for (VariableSpec spec : specs) {
            VarHandleOp handle = tf.withName(spec.name()).varHandleOp(TFloat32.class, Shape.of(spec.shape()),
                    VarHandleOp.sharedName(spec.name()));
            Operand<TFloat32> read = tf.withName(spec.name() + READ).readVariableOp(handle, TFloat32.class);
            variables.put(spec.name(), new Variable(spec, handle, read));
        }
    }

    /** The variables in the order they were given. */
    List<VariableSpec> specs() {
        return variables.values().stream().map(Variable::spec).toList();
    }

    /** The value of the variable. */
    Operand<TFloat32> read(String name) {
        return variable(name).read;
    }

    /** The handle that assignments need. */
    VarHandleOp handle(String name) {
        return variable(name).handle;
    }

    private Variable variable(String name) {
        Variable variable = variables.get(name);
        if (variable == null) {
            throw new IllegalArgumentException("No variable " + name);
        }
        return variable;
    }
}
