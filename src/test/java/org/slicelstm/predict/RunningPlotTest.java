package org.slicelstm.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.gui.Plot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.cohort.Patient.OrderedBy;
import org.slicelstm.cohort.Slice;
import org.slicelstm.model.Calibration;
import org.slicelstm.model.ModelInfo;
import org.slicelstm.model.Provenance;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.TrainingRecord;

/** Line, table and threshold are on one scale. */
class RunningPlotTest {
    private static final List<String> LABELS = List.of("hemorrhage");
    private static final double THRESHOLD = .3;
    private static final float[][] RUNNING = {{.2f}, {.9f}, {.7f}};

    private static ModelInfo model(Calibration calibration) {
        return ModelInfo.untrained(Recipes.named("tiny-lstm").withLabels(LABELS), Map.of(),
                Provenance.untrained(1, Provenance.UNTRAINED)).trained(ModelInfo.Order.SHUFFLED, 16,
                Map.of("hemorrhage", THRESHOLD), Map.of("hemorrhage", calibration), new TrainingRecord("a1", 1,
                        Map.of(),
                        1, 1, "CPU:0", Map.of(), List.of(), Optional.empty()));
    }

    private static PatientResult result(int orders, double raw, double probability) {
        List<Slice> slices = Stream.of("1.png", "2.png", "3.png")
                .map(name -> new Slice(Path.of(name), name, 0, 1, 9, 9, null)).toList();
        return new PatientResult("p", OrderedBy.NAME, slices, List.of(), List.of(), orders,
                new double[] {raw}, new double[] {probability}, new boolean[] {probability >= THRESHOLD}, RUNNING,
                        null);
    }

    /** {@code σ(a·(ln(p/(1 − p)) − c) + b)}, by hand. */
    private static double calibrated(double raw, double correction, double slope, double intercept) {
        return 1 / (1 + Math.exp(-(slope * (Math.log(raw / (1 - raw)) - correction) + intercept)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {.5, 1})
    void theLastPointOfOnePassIsTheTablesProbability(double slope) {
        double expected = calibrated(.7f, 1.2, slope, -.4);
        Plot plot = RunningPlot.plot(result(1, .7f, expected), model(new Calibration(1.2, slope, -.4)), LABELS);
        float[] line = plot.getDataObjectArrays(0)[1];
        assertThat(line).hasSize(3);
        assertThat((double) line[0]).isCloseTo(calibrated(.2f, 1.2, slope, -.4), within(1e-6));
        assertThat((double) line[2]).isCloseTo(expected, within(1e-6));
        assertThat(plot.getLabel('y')).isEqualTo("calibrated probability so far");
        assertThat(plot.getLabel('x')).doesNotContain("dots");
    }

    @Test
    void theMeanOverRandomOrdersIsADotThatTheAxisNames() {
        Plot plot = RunningPlot.plot(result(16, .8, .8), model(Calibration.IDENTITY), LABELS);
        assertThat(plot.getDataObjectArrays(0)[1]).containsExactly(.2f, .9f, .7f);
        assertThat(plot.getDataObjectArrays(1)[0]).containsExactly(3);
        assertThat(plot.getDataObjectArrays(1)[1]).containsExactly(.8f);
        assertThat(plot.getLabel('y')).isEqualTo("probability so far");
        assertThat(plot.getLabel('x')).contains("dots: the table's probability, over 16 random orders");
    }

    @Test
    void aRawProbabilityThatRanIntoTheEndStaysANumber() {
        assertThat(new Calibration(0, 0, -1).probabilityOf(1)).isCloseTo(1 / (1 + Math.E), within(1e-12));
        assertThat(new Calibration(0, 2, 0).probabilityOf(0)).isBetween(0.0, 1e-30);
        assertThat(new Calibration(0, 2, 0).probabilityOf(1)).isBetween(1 - 1e-12, 1.0);
    }
}
