package org.slicelstm.train.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slicelstm.UserException;
import org.slicelstm.train.Metric;
import org.slicelstm.train.Metrics;
import org.slicelstm.train.study.Summary.Row;
import org.slicelstm.train.study.Summary.Way;

class SummaryTest {
    private static final List<Way> WAYS = List.of(new Way("on", "random"), new Way("on", "sorted"),
            new Way("off", "sorted"));

    @TempDir
    private Path folder;

    private static Score score(String variant, String order, int fold, String label, double auc) {
        return new Score(new Cell(variant, 7, fold), order, label, label.equals("all") ? -1 : 20,
                label.equals("all") ? -1 : 9, 12, new Metrics(.3, .8, .7, Double.NaN, .9, .75, auc));
    }

    /** Three folds of each way. */
    private static List<Score> scores(double[][] auc) {
        List<Score> scores = new ArrayList<>();
        for (int way = 0; way < WAYS.size(); way++) {
            for (int fold = 1; fold <= 3; fold++) {
                for (String label : List.of("hemorrhage", "all")) {
                    scores.add(score(WAYS.get(way).variant(), WAYS.get(way).order(), fold, label, auc[way][fold - 1]));
                }
            }
        }
        return scores;
    }

    private static Summary summary(double[][] auc) {
        return Summary.of(scores(auc), WAYS, 3);
    }

    /** Student's t as printed in every table of it. */
    @ParameterizedTest
    @CsvSource({"1, 12.7062", "2, 4.3027", "3, 3.1824", "4, 2.7764", "5, 2.5706", "8, 2.3060", "14, 2.1448",
        "29, 2.0452", "120, 1.9799"})
    void quantilesAreThoseOfTheTables(int freedom, double quantile) {
        assertThat(Estimate.tQuantile(freedom)).isCloseTo(quantile, within(5e-5));
    }

    @Test
    void intervalsAreCorrectedForOverlappingTrainingSets() {
        // By hand: mean .8, s² = .01, t(2) = 4.30265, half = t · sqrt(.01 · (1/3 + 1/2)) = .392777.
        Estimate estimate = Estimate.of(new double[] {.7, .8, .9}, 3);
        assertThat(estimate.mean()).isCloseTo(.8, within(1e-12));
        assertThat(estimate.low()).isCloseTo(.8 - .392777, within(1e-5));
        assertThat(estimate.high()).isCloseTo(.8 + .392777, within(1e-5));
        assertThat(estimate.excludes(.5)).isFalse();
        assertThat(estimate.excludes(.4)).isTrue();
        assertThat(estimate.within(0, 1).high()).isEqualTo(1);
    }

    @Test
    void valuesThatAreNotDefinedDoNotCount() {
        Estimate estimate = Estimate.of(new double[] {.7, Double.NaN, .9}, 3);
        assertThat(estimate.cells()).isEqualTo(2);
        assertThat(estimate.mean()).isCloseTo(.8, within(1e-12));
        Estimate one = Estimate.of(new double[] {Double.NaN, .9}, 3);
        assertThat(one.low()).isNaN();
        assertThat(one.excludes(.5)).isFalse();
        assertThat(Estimate.of(new double[0], 3).mean()).isNaN();
    }

    @Test
    void waysAreComparedCellByCell() {
        Summary summary = summary(new double[][] {{.70, .80, .90}, {.71, .81, .91}, {.60, .70, .80}});
        List<Row> rows = summary.of("hemorrhage", Metric.AUC);
        assertThat(rows).extracting(Row::way).containsExactlyElementsOf(WAYS);
        assertThat(rows.get(0).against()).isEmpty();
        assertThat(rows.get(1).against()).contains(WAYS.get(0));
        assertThat(rows.get(2).against()).contains(WAYS.get(0));
        // The cells differ much, the differences not at all.
        assertThat(rows.get(2).difference().orElseThrow().mean()).isCloseTo(-.1, within(1e-12));
        assertThat(rows.get(2).difference().orElseThrow().excludes(0)).isTrue();
        assertThat(summary.of("hemorrhage", Metric.PRECISION).get(0).estimate().mean()).isNaN();
    }

    @Test
    void whatIsSaidFollowsFromTheNumbers() {
        List<String> clear = Findings.of(summary(new double[][] {{.88, .90, .92}, {.87, .91, .92}, {.71, .72, .74}}),
                Metric.AUC);
        assertThat(clear).containsExactly(
                "hemorrhage, 'on' asked in random orders: AUC 0.90 (0.82 to 0.98).",
                "hemorrhage, 'on' asked in sorted order: AUC 0.90 (0.80 to 1.00).",
                "hemorrhage, 'off' asked in sorted order: AUC 0.72 (0.66 to 0.78).",
                "hemorrhage, 'on' asked in sorted order against 'on' asked in random orders: a difference of +0.000 "
                        + "(-0.039 to +0.039), cell by cell; the interval holds 0, so this study does not show a "
                        + "difference.",
                "hemorrhage, 'off' asked in sorted order against 'on' asked in random orders: a difference of -0.177 "
                        + "(-0.199 to -0.154), cell by cell; the interval leaves 0 out: AUC is lower.",
                "The intervals are not widened for 2 comparisons: with 20 of them, one would be expected to show a "
                        + "difference where there is none.");
        List<String> chance = Findings.of(summary(new double[][] {{.4, .5, .6}, {.4, .6, .5}, {.6, .4, .5}}),
                Metric.AUC);
        assertThat(chance).anyMatch(each -> each.contains("better than chance"));
        assertThat(clear).noneMatch(each -> each.contains("better than chance"));
        List<String> undefined = Findings.of(summary(new double[][] {{.4, .5, .6}, {.4, .6, .5},
            {Double.NaN, Double.NaN, Double.NaN}}), Metric.AUC);
        assertThat(undefined).anyMatch(each -> each.contains("not defined in any cell"))
                .anyMatch(each -> each.contains("nothing can be said"));
    }

    @Test
    void tablesAreReadBack() throws IOException {
        List<Score> scores = scores(new double[][] {{.70, .80, .90}, {.71, .81, Double.NaN}, {.60, .70, .80}});
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            Scores.write(folder.resolve("results.csv"), scores);
            Summary.of(scores, WAYS, 3).write(folder.resolve("summary.csv"));
        } finally {
            Locale.setDefault(usual);
        }
        assertThat(Scores.read(folder.resolve("results.csv"))).isEqualTo(scores);
        assertThat(Files.readAllLines(folder.resolve("results.csv"))).element(1).isEqualTo(
                "on,random,7,1,hemorrhage,20,9,12,0.300000,0.800000,0.700000,,0.900000,0.750000,0.700000");
        assertThat(Files.readAllLines(folder.resolve("summary.csv"))).hasSize(1 + 2 * 7 * 3)
                .allMatch(line -> line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1).length == 13)
                .anyMatch(line -> line.startsWith("off,sorted,hemorrhage,auc,3,0.700000,0.307223,1.000000,on/random,"));
        Files.writeString(folder.resolve("results.csv"), "variant\nx\n");
        assertThatThrownBy(() -> Scores.read(folder.resolve("results.csv"))).isInstanceOf(UserException.class);
    }

    @Test
    void thePlotShowsMeansAndCells() throws IOException {
        List<Score> scores = scores(new double[][] {{.70, .80, .90}, {.71, .81, Double.NaN}, {.60, .70, .80}});
        Path file = folder.resolve("summary.png");
        StudyPlot.write(file, Summary.of(scores, WAYS, 3), scores, Metric.AUC);
        BufferedImage image = ImageIO.read(file.toFile());
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colours.add(image.getRGB(x, y) & 0xffffff);
            }
        }
        assertThat(colours).contains(0x0072B2, 0xE69F00);
    }
}
