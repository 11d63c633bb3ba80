package org.slicelstm.evaluate;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slicelstm.evaluate.figure.Axes;
import org.slicelstm.evaluate.figure.Canvas;
import org.slicelstm.evaluate.figure.Canvas.Pen;
import org.slicelstm.evaluate.figure.Figure;
import org.slicelstm.evaluate.figure.Panel;

/** The figures of an evaluation. */
final class Figures {
    private static final double SIZE = 330;
    private static final double LEFT = 62;
    private static final double TOP = 44;
    private static final double RIGHT = 28;
    private static final double BELOW = 66;
    private static final double LINE = 19;
    private static final double THIN = 1.2;
    private static final double DOTTED = 3;
    private static final double SMALL_DOT = 3;
    private static final double LARGE_DOT = 8;
    private static final int BARS = 20;
    private static final double HEADROOM = 1.05;
    private static final Color POSITIVE = new Color(0xD55E00);
    private static final Color NEGATIVE = new Color(0x0072B2);
    private static final Pen THRESHOLD = new Pen(new Color(0x222222), 1.5, 5);

    private Figures() {
    }

    /** By their file names, without ending. */
    static Map<String, Figure> of(EvaluationResult result) {
        List<Series> series = Series.of(result);
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("roc", new Figure("ROC curves", List.of(roc(series))));
        figures.put("precision-recall", new Figure("Precision-recall curves", List.of(precisionRecall(series))));
        figures.put("calibration", new Figure("Calibration", series.stream().map(Figures::calibration).toList()));
        figures.put("scores", new Figure("Predicted probabilities", series.stream().map(Figures::scores).toList()));
        return figures;
    }

    /** A panel with so many lines below its axes. */
    private record Drawn(String title, int lines, double low, double high, Consumer<Axes> content) implements Panel {
        @Override
        public double width() {
            return LEFT + SIZE + RIGHT;
        }

        @Override
        public double height() {
            return TOP + SIZE + BELOW + LINE * lines;
        }

        @Override
        public void draw(Canvas canvas, double left, double top) {
            content.accept(new Axes(canvas, left + LEFT, top + TOP, SIZE, low, high));
        }
    }

    private static Panel roc(List<Series> series) {
        return new Drawn("ROC curves", series.size() + 1, 0, 1, axes -> {
            axes.frame("ROC", "1 − specificity", "Sensitivity", false);
            axes.diagonal();
            for (int i = 0; i < series.size(); i++) {
                Series each = series.get(i);
                Estimate auc = each.measured().get(Measure.AUC);
                if (auc.isDefined()) {
                    axes.line(each.roc().x(), each.roc().y(), Axes.pen(i));
                    Confusion at = each.measured().confusion().orElseThrow();
                    axes.dot(at.falsePositive() / (double) at.negatives(), at.truePositive() / (double) at.positives(),
                            SMALL_DOT + 1, Axes.pen(i).colour());
                }
                axes.legend(i, each.label() + ": AUC " + told(auc), Axes.pen(i));
            }
            axes.legend(series.size(), "chance; dots: at the threshold", Axes.reference());
        });
    }

    private static Panel precisionRecall(List<Series> series) {
        return new Drawn("Precision-recall curves", series.size() + 1, 0, 1, axes -> {
            axes.frame("Precision and recall", "Recall (sensitivity)", "Precision", false);
            for (int i = 0; i < series.size(); i++) {
                Series each = series.get(i);
                Estimate precision = each.measured().get(Measure.AVERAGE_PRECISION);
                if (precision.isDefined()) {
                    Color colour = Axes.pen(i).colour();
                    axes.horizontal(each.measured().prevalence(), new Pen(colour, THIN, DOTTED));
                    axes.line(each.precisionRecall().x(), each.precisionRecall().y(), Axes.pen(i));
                }
                axes.legend(i, each.label() + ": AP " + told(precision), Axes.pen(i));
            }
            axes.legend(series.size(), "the prevalence: a constant answer, in each label's colour",
                    new Pen(Axes.reference().colour(), THIN, DOTTED));
        });
    }

    private static String told(Estimate estimate) {
        return estimate.isDefined() ? Numbers.text(estimate) : "not defined, " + estimate.reason();
    }

    private static Panel calibration(Series series) {
        LabelEvaluation measured = series.measured();
        return new Drawn("Calibration, " + series.label(), 3, 0, 1, axes -> {
            axes.frame(series.label(), "Mean predicted probability", "Share who have it", false);
            axes.diagonal();
            Pen pen = Axes.pen(0);
            int most = series.bins().stream().mapToInt(Series.Bin::patients).max().orElse(1);
            for (Series.Bin bin : series.bins()) {
                Estimate.Interval interval = Estimate.Interval.wilson(bin.positives(), bin.patients());
                axes.line(new double[] {bin.mean(), bin.mean()}, new double[] {interval.low(), interval.high()},
                        new Pen(pen.colour(), THIN, 0));
                axes.dot(bin.mean(), bin.positives() / (double) bin.patients(),
                        SMALL_DOT + (LARGE_DOT - SMALL_DOT) * Math.sqrt(bin.patients() / (double) most), pen.colour());
            }
            axes.legend(0, "slope " + told(measured.get(Measure.CALIBRATION_SLOPE)), pen);
            axes.legend(1, "intercept " + told(measured.get(Measure.CALIBRATION_INTERCEPT)) + ", ECE "
                    + Numbers.text(measured.get(Measure.EXPECTED_CALIBRATION_ERROR).value()), pen);
            axes.legend(2, "right; bars: 95 % intervals (Wilson)", Axes.reference());
        });
    }

    private static Panel scores(Series series) {
        int[] above = series.histogram(BARS, true);
        int[] below = series.histogram(BARS, false);
        double high = Math.max(1, Series.most(above)) * HEADROOM;
        double low = -Math.max(1, Series.most(below)) * HEADROOM;
        return new Drawn("Predicted probabilities, " + series.label(), 3, low, high, axes -> {
            axes.frame(series.label(), "Predicted probability", "Patients", true);
            for (int bar = 0; bar < BARS; bar++) {
                double from = bar / (double) BARS;
                double to = (bar + 1) / (double) BARS;
                axes.bar(from, to, above[bar], POSITIVE);
                axes.bar(from, to, -below[bar], NEGATIVE);
            }
            axes.horizontal(0, new Pen(new Color(0x555555), 1, 0));
            double threshold = series.measured().threshold().orElseThrow();
            axes.vertical(threshold, THRESHOLD);
            axes.legend(0, "upwards: " + series.positives() + " who have it", new Pen(POSITIVE, LARGE_DOT, 0));
            axes.legend(1, "downwards: " + series.negatives() + " who do not", new Pen(NEGATIVE, LARGE_DOT, 0));
            axes.legend(2, "threshold " + Numbers.text(threshold), THRESHOLD);
        });
    }
}
