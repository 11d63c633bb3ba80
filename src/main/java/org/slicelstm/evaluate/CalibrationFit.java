package org.slicelstm.evaluate;

import java.util.Arrays;
import org.slicelstm.model.Calibration;

/**
 * A logistic regression of the truth on the logit of the probability: {@code logit P(y = 1) = intercept + slope · x}
 * (Cox, "Two further applications of a model for binary regression", 1958), and the intercept alone where the slope is
 * held at 1. Standard errors are those of maximum likelihood. NaN where there is no finite maximum.
 *
 * @param intercept          of the regression
 * @param slope              of the regression
 * @param interceptVariance  variance of the intercept
 * @param slopeVariance      variance of the slope
 * @param inTheLarge         the intercept at a slope of 1
 * @param inTheLargeVariance its variance
 * @param reason             why intercept and slope are not defined, or empty
 */
record CalibrationFit(double intercept, double slope, double interceptVariance, double slopeVariance,
                      double inTheLarge, double inTheLargeVariance, String reason) {
    private static final int STEPS = 100;
    private static final double FLAT = 1e-12;

    /**
     * Fits by Newton's method.
     *
     * @param x        {@code [patients]}: finite logits
     * @param positive {@code [patients]}
     */
    static CalibrationFit of(double[] x, boolean[] positive) {
        double lowestPositive = Double.POSITIVE_INFINITY;
        double highestPositive = Double.NEGATIVE_INFINITY;
        double lowestNegative = Double.POSITIVE_INFINITY;
        double highestNegative = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            if (positive[i]) {
                lowestPositive = Math.min(lowestPositive, x[i]);
                highestPositive = Math.max(highestPositive, x[i]);
            } else {
                lowestNegative = Math.min(lowestNegative, x[i]);
                highestNegative = Math.max(highestNegative, x[i]);
            }
        }
        if (lowestPositive > highestPositive || lowestNegative > highestNegative) {
            return new CalibrationFit(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN,
                    "only one class");
        }
        double[] large = inTheLarge(x, positive);
        if (lowestPositive >= highestNegative || highestPositive <= lowestNegative) {
            return new CalibrationFit(Double.NaN, Double.NaN, Double.NaN, Double.NaN, large[0], large[1],
                    "one probability parts the classes or all are equal, so no slope fits best");
        }
        return slope(x, positive, large);
    }

    private static CalibrationFit slope(double[] x, boolean[] positive, double[] large) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double spread = Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
        // In units of the spread, so that Newton's equations are well conditioned whatever the logits' size.
        double[] z = Arrays.stream(x).map(v -> (v - mean) / spread).toArray();
        double a = 0;
        double b = 0;
        double loss = loss(z, positive, a, b);
        double[] h = hessian(z, a, b);
        for (int step = 0; step < STEPS; step++) {
            double g0 = 0;
            double g1 = 0;
            for (int i = 0; i < z.length; i++) {
                double error = (positive[i] ? 1 : 0) - Calibration.sigmoid(a + b * z[i]);
                g0 += error;
                g1 += error * z[i];
            }
            double determinant = h[0] * h[2] - h[1] * h[1];
            double stepA = (h[2] * g0 - h[1] * g1) / determinant;
            double stepB = (h[0] * g1 - h[1] * g0) / determinant;
            double size = 1;
            double next = loss(z, positive, a + stepA, b + stepB);
            while (next > loss && size > FLAT) {
                size /= 2;
                next = loss(z, positive, a + size * stepA, b + size * stepB);
            }
            a += size * stepA;
            b += size * stepB;
            loss = next;
            h = hessian(z, a, b);
            if (g0 * stepA + g1 * stepB < FLAT * FLAT) {
                break;
            }
        }
        double determinant = h[0] * h[2] - h[1] * h[1];
        double varianceA = h[2] / determinant;
        double varianceB = h[0] / determinant;
        double covariance = -h[1] / determinant;
        double ratio = mean / spread;
        return new CalibrationFit(a - b * ratio, b / spread,
                varianceA - 2 * ratio * covariance + ratio * ratio * varianceB, varianceB / (spread * spread),
                large[0], large[1], "");
    }

    /** The intercept that makes the mean probability the prevalence, and its variance; by Newton with bisection. */
    private static double[] inTheLarge(double[] x, boolean[] positive) {
        double low = -1;
        double high = 1;
        while (excess(x, positive, low) > 0) {
            low *= 2;
        }
        while (excess(x, positive, high) < 0) {
            high *= 2;
        }
        double a = 0;
        for (int step = 0; step < STEPS; step++) {
            double excess = excess(x, positive, a);
            if (excess > 0) {
                high = a;
            } else {
                low = a;
            }
            double next = a - excess / curvature(x, a);
            next = next > low && next < high ? next : (low + high) / 2;
            if (Math.abs(next - a) < FLAT) {
                break;
            }
            a = next;
        }
        return new double[] {a, 1 / curvature(x, a)};
    }

    private static double excess(double[] x, boolean[] positive, double a) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Calibration.sigmoid(a + x[i]) - (positive[i] ? 1 : 0);
        }
        return sum;
    }

    private static double curvature(double[] x, double a) {
        return Arrays.stream(x).map(v -> Calibration.sigmoid(a + v)).map(p -> p * (1 - p)).sum();
    }

    private static double[] hessian(double[] x, double a, double b) {
        double[] h = new double[3];
        for (double value : x) {
            double p = Calibration.sigmoid(a + b * value);
            double c = p * (1 - p);
            h[0] += c;
            h[1] += c * value;
            h[2] += c * value * value;
        }
        return h;
    }

    private static double loss(double[] x, boolean[] positive, double a, double b) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            double margin = (positive[i] ? 1 : -1) * (a + b * x[i]);
            loss += Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
        }
        return loss;
    }
}
