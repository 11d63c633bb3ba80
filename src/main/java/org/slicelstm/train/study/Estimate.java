package org.slicelstm.train.study;

import java.util.Arrays;

/**
 * A mean over cells with its 95 % interval: Student's t, the variance of the mean corrected for training sets that
 * overlap (Nadeau and Bengio 2003, Machine Learning 52, 239–281): s² (1/n + n_test/n_train) in the place of s²/n.
 *
 * @param cells how many values count
 * @param mean  their mean, not a number where there is none
 * @param low   lower end, not a number with fewer than two values
 * @param high  upper end
 */
public record Estimate(int cells, double mean, double low, double high) {
    /** How the interval is made, for tables. */
    public static final String METHOD = "95 % t interval over cells, variance corrected for overlapping training sets";

    private static final double LEVEL = .95;
    private static final int HALVINGS = 60;

    /**
     * The mean of a repeated cross-validation.
     *
     * @param values of the cells; those that are not a number do not count
     * @param folds  of the cross-validation, at least 2: a cell tests on 1 patient for each folds − 1 others
     */
    public static Estimate of(double[] values, int folds) {
        double[] defined = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        int n = defined.length;
        double mean = Arrays.stream(defined).average().orElse(Double.NaN);
        if (n < 2) {
            return new Estimate(n, mean, Double.NaN, Double.NaN);
        }
        double variance = Arrays.stream(defined).map(value -> (value - mean) * (value - mean)).sum() / (n - 1);
        double half = tQuantile(n - 1) * Math.sqrt(variance * (1.0 / n + 1.0 / (folds - 1)));
        return new Estimate(n, mean, mean - half, mean + half);
    }

    /** The same with its ends where the values can be. */
    public Estimate within(double lowest, double highest) {
        return new Estimate(cells, mean, Math.max(low, lowest), Math.min(high, highest));
    }

    /** Whether the whole interval lies on one side of a value; never where there is no interval. */
    public boolean excludes(double value) {
        return low > value || high < value;
    }

    /**
     * The t within ±t of which Student's t falls with a chance of 95 %.
     *
     * @param freedom degrees of freedom, at least 1
     */
    static double tQuantile(int freedom) {
        double low = 0;
        double high = Math.PI / 2;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (within(middle, freedom) < LEVEL) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.sqrt(freedom) * Math.tan(high);
    }

    /** P(|T| < √ν tan θ): Abramowitz and Stegun 1964, 26.7.3 and 26.7.4. */
    private static double within(double theta, int freedom) {
        double cosine = Math.cos(theta);
        boolean odd = freedom % 2 == 1;
        double term = odd ? cosine : 1;
        double sum = freedom == 1 ? 0 : term;
        for (int k = odd ? 3 : 2; k <= freedom - 2; k += 2) {
            term *= cosine * cosine * (k - 1) / k;
            sum += term;
        }
        return odd ? 2 / Math.PI * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
    }
}
