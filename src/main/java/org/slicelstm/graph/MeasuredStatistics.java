package org.slicelstm.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.network.VariableSpec;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The statistics of batch normalisations that no weights came with, taken from pictures in one forward pass. */
final class MeasuredStatistics {
    private final List<VariableSpec> specs;
    private final Map<String, Operand<TFloat32>> measured;

    /** @param specs the statistics that are missing; where there are none, nothing is added to the graph */
    MeasuredStatistics(Ops tf, Recipe recipe, GraphVariables variables, Placeholder<TFloat32> images,
            List<VariableSpec> specs) {
        this.specs = specs;
        measured = specs.isEmpty() ? Map.of()
                : BackboneGraph.measuring(tf, recipe, variables, images).statistics();
    }

    boolean missing() {
        return !specs.isEmpty();
    }

    /** Stores what a run that is fed with pictures gives. */
    void store(Session session, Session.Runner fed, VariableValues values) {
        measured.values().forEach(fed::fetch);
        Map<String, float[]> found = new HashMap<>();
        try (Result result = fed.run()) {
            int output = 0;
            for (String name : measured.keySet()) {
                found.put(name, VariableValues.finite(result, output++));
            }
        }
        values.fill(session, specs, spec -> found.get(spec.name()));
    }
}
