package org.slicelstm.evaluate;

/**
 * Calls against the truth.
 *
 * @param truePositive  called and so
 * @param falsePositive called and not so
 * @param trueNegative  not called and not so
 * @param falseNegative not called though so
 */
public record Confusion(int truePositive, int falsePositive, int trueNegative, int falseNegative) {
    public int positives() {
        return truePositive + falseNegative;
    }

    public int negatives() {
        return trueNegative + falsePositive;
    }

    public int called() {
        return truePositive + falsePositive;
    }

    public int known() {
        return positives() + negatives();
    }
}
