package org.slicelstm.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slicelstm.model.Optimisation;
import org.slicelstm.model.Optimisation.Optimiser;
import org.slicelstm.model.network.VariableSpec;
import org.slicelstm.model.network.VariableSpec.Init;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Sums gradients of several batches and then changes the weights once. Each trained tensor has an accumulator beside
 * it and the slots of its optimiser.
 */
final class Updates {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final float MOMENTUM = 0.9f;

    private final Ops tf;
    private final Optimisation how;
    private final GraphVariables weights;
    private final GraphVariables accumulators;
    private final GraphVariables slots;

    /** Learning rate. */
    final Placeholder<TFloat32> rate;
    /** What the summed gradients are multiplied by: 1 / Σ mask. */
    final Placeholder<TFloat32> scale;
    /** β₁ to the number of this update. */
    final Placeholder<TFloat32> beta1Power;
    /** β₂ to the number of this update. */
    final Placeholder<TFloat32> beta2Power;
    /** The norm of all gradients together, after the scale and before a limit. */
    final Operand<TFloat32> norm;
    /** Changes the weights. */
    final Op apply;

    Updates(Ops all, Optimisation how, List<VariableSpec> trained, GraphVariables weights) {
        tf = all.withSubScope("update");
        this.how = how;
        this.weights = weights;
        accumulators = new GraphVariables(all, trained.stream().map(each -> beside(accumulator(each.name()), each))
                .toList());
        List<VariableSpec> slotSpecs = new ArrayList<>();
        trained.forEach(each -> slotNames(each.name()).forEach(slot -> slotSpecs.add(beside(slot, each))));
        slots = new GraphVariables(all, slotSpecs);
        rate = scalar();
        scale = scalar();
        beta1Power = scalar();
        beta2Power = scalar();
        List<Operand<TFloat32>> halfSquares = new ArrayList<>();
        trained.forEach(each -> halfSquares.add(tf.nn.l2Loss(accumulators.read(accumulator(each.name())))));
        norm = tf.math.mul(scale, tf.math.sqrt(tf.math.mul(tf.constant(2f), tf.math.addN(halfSquares))));
        Operand<TFloat32> factor = how.clipNorm() == 0 ? scale
                : tf.math.mul(scale, tf.math.minimum(tf.constant(1f),
                        tf.math.div(tf.constant((float) how.clipNorm()), tf.math.maximum(norm, tf.constant(1e-12f)))));
        List<Op> changes = new ArrayList<>();
        trained.forEach(each -> changes.add(change(each, factor)));
        apply = tf.withControlDependencies(changes).noOp();
    }

    /** β₁ of Adam. */
    static double beta1() {
        return BETA1;
    }

    /** β₂ of Adam. */
    static double beta2() {
        return BETA2;
    }

    /** The name of a tensor's accumulator. */
    static String accumulator(String variable) {
        return "gradient." + variable;
    }

    /** The accumulators, which need no value before the first batch. */
    GraphVariables accumulators() {
        return accumulators;
    }

    /** The optimiser's memory; starts at zeros. */
    GraphVariables slots() {
        return slots;
    }

    /** What puts gradients into the accumulators, forgetting what was in them. */
    Op start(Map<String, Operand<TFloat32>> gradients) {
        List<Op> all = new ArrayList<>();
        gradients.forEach((name, gradient) -> all.add(
                tf.assignVariableOp(accumulators.handle(accumulator(name)), gradient)));
        return tf.withControlDependencies(all).noOp();
    }

    /** What adds gradients to the accumulators. */
    Op add(Map<String, Operand<TFloat32>> gradients) {
        List<Op> all = new ArrayList<>();
        gradients.forEach((name, gradient) -> all.add(
                tf.assignAddVariableOp(accumulators.handle(accumulator(name)), gradient)));
        return tf.withControlDependencies(all).noOp();
    }

    private List<String> slotNames(String variable) {
        return how.optimiser() == Optimiser.SGD ? List.of("momentum." + variable)
                : List.of("adam_m." + variable, "adam_v." + variable);
    }

    private static VariableSpec beside(String name, VariableSpec of) {
        return new VariableSpec(name, Init.ZEROS, of.shape());
    }

    private Placeholder<TFloat32> scalar() {
        return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    }

    private Op change(VariableSpec spec, Operand<TFloat32> factor) {
        Operand<TFloat32> gradient = tf.math.mul(accumulators.read(accumulator(spec.name())), factor);
        float decay = spec.shape().length < 2 ? 0 : (float) how.weightDecay();
        Ops after = tf;
        if (decay > 0 && how.optimiser() == Optimiser.ADAMW) {
            after = tf.withControlDependencies(tf.assignSubVariableOp(weights.handle(spec.name()), tf.math.mul(
                    tf.math.mul(rate, tf.constant(decay)), weights.read(spec.name()))));
        } else if (decay > 0) {
            gradient = tf.math.add(gradient, tf.math.mul(tf.constant(decay), weights.read(spec.name())));
        }
        List<String> memory = slotNames(spec.name());
        if (how.optimiser() == Optimiser.SGD) {
            return after.train.resourceApplyMomentum(weights.handle(spec.name()), slots.handle(memory.get(0)), rate,
                    gradient, tf.constant(MOMENTUM));
        }
        return after.train.resourceApplyAdam(weights.handle(spec.name()), slots.handle(memory.get(0)),
                slots.handle(memory.get(1)), beta1Power, beta2Power, rate, tf.constant(BETA1), tf.constant(BETA2),
                tf.constant(EPSILON), gradient);
    }
}
