package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.gui.Plot;
import ij.measure.ResultsTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.UserException;
import org.slicelstm.job.LeftOutFile;
import org.slicelstm.job.PatientPrediction;
import org.slicelstm.job.RawStack;

class ResultsInFijiTest {
    private static final Locale USUAL = Locale.getDefault();
    private static final List<String> LABELS = List.of("hemorrhage", "mass");

    @TempDir
    Path folder;

    @BeforeEach
    void speakGerman() {
        Locale.setDefault(Locale.GERMANY);
    }

    @AfterEach
    void speakAsUsual() {
        Locale.setDefault(USUAL);
    }

    private static PatientPrediction prediction(String error) {
        boolean failed = error != null;
        return new PatientPrediction("A, \"B\"", failed ? 0 : 3, "instance", 1,
                failed ? Map.of() : Map.of("hemorrhage", 0.1234567, "mass", 0.5),
                failed ? Map.of() : Map.of("hemorrhage", 0.1, "mass", 0.5),
                failed ? Map.of() : Map.of("hemorrhage", false, "mass", true),
                failed ? List.of() : List.of(List.of(0.5, 0.2), List.of(0.9, 0.2), List.of(0.75, 0.5)),
                List.of(new LeftOutFile("open image", 1, "left_out", "a repeat", null)), List.of(), error);
    }

    @Test
    void theTableHasTheColumnsOfTheCommandLine() {
        ResultsTable table = new ResultsTable();
        PredictionTable.add(new PredictionRow(prediction(null), LABELS, "CPU:0"), table);
        PredictionTable.add(new PredictionRow(prediction("no slices: why"), LABELS, "CPU:0"), table);
        assertThat(table.getColumnHeadings().strip().split("\t")).containsExactly("patient", "slices", "left_out",
                "ordered_by", "hemorrhage", "hemorrhage_call", "mass", "mass_call", "device", "error", "warnings",
                "note");
        assertThat(table.getStringValue("hemorrhage", 0)).isEqualTo("0.123457");
        assertThat(table.getStringValue("mass_call", 0)).isEqualTo("1");
        assertThat(table.getValue("slices", 0)).isEqualTo(3);
        assertThat(table.getStringValue("hemorrhage", 1)).isEmpty();
        assertThat(table.getStringValue("error", 1)).isEqualTo("no slices: why");
    }

    @Test
    void theCsvQuotesAndGrows() throws Exception {
        Path file = folder.resolve("neu/O'Brien.csv");
        new PredictionCsv(file).add(new PredictionRow(prediction(null), LABELS, "CPU:0"));
        new PredictionCsv(file).add(new PredictionRow(prediction("why"), LABELS, "CPU:0"));
        assertThat(Files.readString(file)).isEqualTo("""
                patient,slices,left_out,ordered_by,hemorrhage,hemorrhage_call,mass,mass_call,device,error,warnings,note
                "A, ""B\""",3,1,instance,0.123457,0,0.500000,1,CPU:0,,,
                "A, ""B\""",0,1,instance,,,,,CPU:0,why,,
                """);
        PredictionRow other = new PredictionRow(prediction(null), List.of("mass"), "CPU:0");
        assertThatThrownBy(() -> new PredictionCsv(file).add(other)).isInstanceOf(UserException.class)
                .hasMessageContaining("other columns");
    }

    @Test
    void theNumbersOfASliceAreThoseOfItsPlaceInTheStack() {
        RawStack stack = new RawStack("", "", 1, 1, 4, RawStack.Type.UINT8, false, 1, 0, false, 1, List.of());
        SliceNumbers numbers = SliceNumbers.of(prediction(null), stack);
        assertThat(numbers.places()).containsExactly(0, 2, 3);
        assertThat(numbers.change()[0]).containsExactly(0, 0);
        assertThat(numbers.change()[1][0]).isCloseTo(Math.log(9), within(1e-12));
        assertThat(numbers.change()[2][0]).isCloseTo(Math.log(3) - Math.log(9), within(1e-12));
        assertThat(numbers.top(0, 3)).containsExactly(1);
        assertThat(numbers.top(1, 3)).containsExactly(2);
    }

    @Test
    void thePlotIsDrawnWithoutAWindow() {
        Plot plot = ProbabilityPlot.draw(prediction(null), LABELS);
        assertThat(plot.getPlotObjectDesignations()).hasSizeGreaterThanOrEqualTo(2);
        double[] limits = plot.getLimits();
        assertThat(limits).startsWith(1, 3, 0, 1);
    }

    /** The running probabilities are raw: the plot says where the table's are on another scale. */
    @Test
    void thePlotSaysWhereTheTableIsCalibratedAndItIsNot() {
        PatientPrediction one = prediction(null);
        assertThat(ProbabilityPlot.draw(scaled(one, one.raw()), LABELS).getLabel('y')).isEqualTo("probability");
        Map<String, Double> calibrated = new HashMap<>(one.raw());
        calibrated.replaceAll((label, raw) -> raw / 2);
        assertThat(ProbabilityPlot.draw(scaled(one, calibrated), LABELS).getLabel('y')).contains("is calibrated");
    }

    private static PatientPrediction scaled(PatientPrediction of, Map<String, Double> probabilities) {
        return new PatientPrediction(of.patient(), of.slices(), of.orderedBy(), of.orders(), probabilities, of.raw(),
                of.calls(), of.running(), of.evidence(), of.evidenceSlices(), of.orderSpread(), of.leftOut(),
                of.notes(), of.warnings(), of.error());
    }
}
