package org.slicelstm.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.slicelstm.Count;
import org.slicelstm.cohort.Label;
import org.slicelstm.model.Calibration;

/**
 * The raw probability from which a label is called positive.
 *
 * @param probability from 0 to 1; a probability equal to it is called positive
 * @param note        what the user should know of how it came about, one sentence, or empty
 */
public record Threshold(double probability, String note) {
    /** With fewer patients of either class a threshold would follow chance. */
    static final int FEWEST = 10;
    private static final double HALF = .5;

    /**
     * Youden's threshold (1950): where sensitivity + specificity is largest, half-way between the two scores it lies
     * between; of equals the one nearest .5. With fewer than 10 positive or 10 negative patients it is .5.
     *
     * @param label  its name, for the note
     * @param logits of the validation patients
     * @param truth  of the validation patients
     */
    public static Threshold youden(String label, double[] logits, List<Label> truth) {
        Metrics.requireFinite(logits);
        Prevalence prevalence = Prevalence.of(label, truth);
        if (Math.min(prevalence.positives(), prevalence.negatives()) < FEWEST) {
            return new Threshold(HALF, "The threshold of '" + label + "' stays at .5: only "
                    + Count.of(prevalence.positives(), "validation patient has", "validation patients have")
                    + " it and " + Count.of(prevalence.negatives(), "does", "do") + " not.");
        }
        int[] order = IntStream.range(0, logits.length).filter(i -> truth.get(i).isKnown()).boxed()
                .sorted((a, b) -> Double.compare(logits[a], logits[b])).mapToInt(Integer::intValue).toArray();
        // Below the lowest score everybody is called positive: sensitivity 1, specificity 0.
        double best = HALF;
        double most = 0;
        int missed = 0;
        int spared = 0;
        for (int i = 0; i + 1 < order.length; i++) {
            missed += truth.get(order[i]).value();
            spared += 1 - truth.get(order[i]).value();
            double low = logits[order[i]];
            double high = logits[order[i + 1]];
            if (low == high) {
                continue;
            }
            // Products of counts: equal indices compare equal.
            double youden = (double) spared * prevalence.positives() - (double) missed * prevalence.negatives();
            double between = (Calibration.sigmoid(low) + Calibration.sigmoid(high)) / 2;
            if (youden > most || youden == most && Math.abs(between - HALF) < Math.abs(best - HALF)) {
                most = youden;
                best = between;
            }
        }
        return new Threshold(best, most > 0 ? "" : "The threshold of '" + label + "' stays at .5: no other tells the "
                + "validation patients apart.");
    }
}
