package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.gui.Plot;
import ij.measure.ResultsTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
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
        RawStack stack = new RawStack("", "", 1, 1, 4, RawStack.Type.UINT8, false,
                List.of(RawStack.Rescale.NONE), false, 1, List.of());
        SliceNumbers numbers = SliceNumbers.of(prediction(null), stack);
        assertThat(numbers.places()).containsExactly(0, 2, 3);
        assertThat(numbers.change()[0]).containsExactly(0, 0);
        assertThat(numbers.change()[1][0]).isCloseTo(Math.log(9), within(1e-12));
        assertThat(numbers.change()[2][0]).isCloseTo(Math.log(3) - Math.log(9), within(1e-12));
        assertThat(numbers.top(0, 3)).containsExactly(1);
        assertThat(numbers.top(1, 3)).containsExactly(2);
    }

    /** The values of a plot's lines and dots. */
    private record PlotData(List<float[]> lines, List<Float> dots) {
        private PlotData(Plot plot) {
            this(values(plot).filter(each -> each.length > 1).toList(),
                    values(plot).filter(each -> each.length == 1).map(each -> each[0]).toList());
        }

        private static Stream<float[]> values(Plot plot) {
            return IntStream.range(0, plot.getPlotObjectDesignations().length).mapToObj(plot::getDataObjectArrays)
                    .filter(Objects::nonNull).map(each -> each[1]);
        }
    }

    @Test
    void anEvaluationHasARowADiseaseAndAnInstallationOneALine() {
        Event.EvaluatedLabel row = new Event.EvaluatedLabel("mass", 1, 2, .75, null, null, null, null, .2);
        ResultsTable evaluated = EvaluateModel.table(new Event.Evaluated("all", 3, 0, List.of(row,
                new Event.EvaluatedLabel("macro", 1, 2, .75, null, null, null, null, .2),
                new Event.EvaluatedLabel("micro", 1, 2, .75, null, null, null, null, .2))));
        assertThat(evaluated.size()).isEqualTo(1);
        assertThat(evaluated.getStringValue("label", 0)).isEqualTo("mass");
        ResultsTable installed = CheckInstallation.table(List.of(new Event.Diagnosed("Java", true, "17"),
                new Event.Diagnosed("Memory", false, "close programs")), false);
        assertThat(installed.getColumnAsStrings("well")).containsExactly("yes", "NO", "NO");
        assertThat(installed.getColumnAsStrings("topic")).containsExactly("Java", "Memory", "in all");
        assertThat(installed.getStringValue("found", 1)).isEqualTo("close programs");
    }

    @Test
    void thePlotIsDrawnWithoutAWindow() {
        // The mean over orders of mass is not where its line ends.
        Plot plot = ProbabilityPlot.draw(prediction(null), LABELS, List.of(new Event.Scale(.3, 1, 0),
                new Event.Scale(.4, .5, Math.log(2))));
        PlotData data = new PlotData(plot);
        assertThat(data.lines()).hasSize(2);
        assertThat(data.lines().get(0)).containsExactly(new float[] {.5f, .9f, .75f}, within(1e-6f));
        // A logit of ln(.2/.8), halved and ln 2 added: odds of .5 * 2.
        assertThat(data.lines().get(1)).containsExactly(new float[] {.5f, .5f, 2 / 3f}, within(1e-6f));
        assertThat(data.dots()).containsExactly(.1234567f, .5f);
        double[] limits = plot.getLimits();
        assertThat(limits).startsWith(1, 3, 0, 1);
    }
}
