package org.slicelstm.evaluate;

/**
 * A measured value with its 95 % interval. What is not defined is NaN, and blank where it is written.
 *
 * @param value     the value
 * @param interval  the interval to be shown
 * @param bootstrap the percentile interval of the bootstrap
 * @param reason    why the value or its interval is not defined, in a few words, or empty
 */
public record Estimate(double value, Interval interval, Interval bootstrap, String reason) {

    /**
     * A 95 % interval.
     *
     * @param low    its lower end
     * @param high   its upper end
     * @param method {@code DeLong}, {@code Wilson}, {@code Wald}, {@code bootstrap}
     */
    public record Interval(double low, double high, String method) {
        /** The normal quantile of a two-sided 95 % interval. */
        static final double Z = 1.959963984540054;

        static Interval none(String method) {
            return new Interval(Double.NaN, Double.NaN, method);
        }

        /** value ± 1.96 standard errors. */
        static Interval wald(double value, double variance, String method) {
            double reach = Z * Math.sqrt(variance);
            return new Interval(value - reach, value + reach, method);
        }

        /** Wilson's score interval of a share (Wilson 1927), without correction of continuity. */
        static Interval wilson(double successes, double all) {
            if (all == 0) {
                return none("Wilson");
            }
            double share = successes / all;
            // Rounding must not leave 10⁻¹⁷ where the end is 0 or 1.
            double z2 = Z * Z;
            double centre = (share + z2 / (2 * all)) / (1 + z2 / all);
            double reach = Z / (1 + z2 / all) * Math.sqrt(share * (1 - share) / all + z2 / (4 * all * all));
            return new Interval(successes == 0 ? 0 : centre - reach, successes == all ? 1 : centre + reach, "Wilson");
        }

        /** The same, cut to the values a share can have. */
        Interval within01() {
            return new Interval(Math.max(0, low), Math.min(1, high), method);
        }

        public boolean isDefined() {
            return !Double.isNaN(low) && !Double.isNaN(high);
        }
    }

    static Estimate undefined(String reason) {
        return new Estimate(Double.NaN, Interval.none("bootstrap"), Interval.none("bootstrap"), reason);
    }

    public boolean isDefined() {
        return !Double.isNaN(value);
    }
}
