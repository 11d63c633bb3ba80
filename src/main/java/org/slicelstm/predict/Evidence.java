package org.slicelstm.predict;

import java.util.List;

/**
 * Which slices made a patient's diagnosis, and how far it depends on their order.
 *
 * @param orders        random orders that were tried
 * @param contributions {@code [slices][labels]}: the mean change of the logit when the slice is added; see
 *                      {@code OrderEvidence} for what it is counted from
 * @param spread        for each of the model's labels
 */
public record Evidence(int orders, double[][] contributions, List<OrderSpread> spread) {
    public Evidence {
        spread = List.copyOf(spread);
    }
}
