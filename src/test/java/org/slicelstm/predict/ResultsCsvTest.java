package org.slicelstm.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.Patient.OrderedBy;
import org.slicelstm.cohort.Slice;

class ResultsCsvTest {
    private static final List<String> LABELS = List.of("hemorrhage", "mass");
    private static final String HEADER =
            "patient,slices,left_out,ordered_by,hemorrhage,hemorrhage_call,mass,mass_call,device,error,warnings,note";

    private final Locale usual = Locale.getDefault();

    @TempDir
    private Path folder;

    @BeforeEach
    void speakGerman() {
        Locale.setDefault(Locale.GERMANY);
    }

    @AfterEach
    void speakAsUsual() {
        Locale.setDefault(usual);
    }

    @Test
    void rowsAreOnDiskBeforeTheTableIsClosed() throws IOException {
        Path file = folder.resolve("new").resolve("results.csv");
        try (ResultsCsv table = ResultsCsv.create(file, LABELS)) {
            assertThat(file).hasContent(HEADER);
            table.add(predicted("a, \"b\"", 0.25, 0.75), LABELS, LABELS, "CPU:0");
            assertThat(Files.readAllLines(file)).containsExactly(HEADER,
                    "\"a, \"\"b\"\"\",1,0,name,0.250000,0,0.750000,1,CPU:0,,,");
        }
    }

    @Test
    void aFailedPatientHasItsReasonAndNoNumbers() throws IOException {
        Path file = folder.resolve("results.csv");
        try (ResultsCsv table = ResultsCsv.create(file, LABELS)) {
            table.add(failed("b"), LABELS, LABELS, "CPU:0");
        }
        assertThat(Files.readAllLines(file)).containsExactly(HEADER, "b,0,1,name,,,,,CPU:0,no slices,,");
    }

    @Test
    void onlyTheLabelsAskedForAreWritten() throws IOException {
        Path file = folder.resolve("results.csv");
        try (ResultsCsv table = ResultsCsv.create(file, List.of("mass"))) {
            table.add(predicted("a", 0.25, 0.75), LABELS, List.of("mass"), "CPU:0");
        }
        assertThat(Files.readAllLines(file)).containsExactly(
                "patient,slices,left_out,ordered_by,mass,mass_call,device,error,warnings,note",
                "a,1,0,name,0.750000,1,CPU:0,,,");
    }

    @Test
    void resultsAreNotOverwritten() throws IOException {
        Path file = Files.writeString(folder.resolve("results.csv"), "precious");
        assertThatThrownBy(() -> ResultsCsv.create(file, LABELS)).isInstanceOf(UserException.class)
                .hasMessageContaining("results.csv").hasMessageContaining("--resume");
        assertThat(file).hasContent("precious");
    }

    @Test
    void resumingSkipsWhatIsDoneAndRepeatsWhatFailedOrWasCutShort() throws IOException {
        Path file = folder.resolve("results.csv");
        Files.writeString(file, HEADER + "\n"
                + "done,1,0,name,0.250000,0,0.750000,1,CPU:0,,,\n"
                + "failed,0,1,name,,,,,CPU:0,no slices,,\n"
                + "cut,1,0,name,0.2500");
        try (ResultsCsv table = ResultsCsv.resume(file, LABELS)) {
            assertThat(table.has("done")).isTrue();
            assertThat(table.has("failed")).isFalse();
            assertThat(table.has("cut")).isFalse();
            table.add(predicted("cut", 0.5, 0.125), LABELS, LABELS, "CPU:0");
            assertThat(table.has("cut")).isTrue();
        }
        assertThat(Files.readAllLines(file)).containsExactly(HEADER, "done,1,0,name,0.250000,0,0.750000,1,CPU:0,,,",
                "cut,1,0,name,0.500000,1,0.125000,0,CPU:0,,,");
    }

    @Test
    void aLastRowWithoutItsLineEndIsDoneAgain() throws IOException {
        Path file = folder.resolve("results.csv");
        Files.writeString(file, HEADER + "\na,1,0,name,0.250000,0,0.750000,1,CPU:0,,,\n"
                + "b,1,0,name,0.250000,0,0.750000,1,CPU:0,,,");
        try (ResultsCsv table = ResultsCsv.resume(file, LABELS)) {
            assertThat(table.has("a")).isTrue();
            assertThat(table.has("b")).isFalse();
        }
    }

    @Test
    void aRowWithoutErrorAndProbabilitiesIsDoneAgain() throws IOException {
        Path file = folder.resolve("results.csv");
        Files.writeString(file, HEADER + "\na,1,0,name,,,,,CPU:0,,,\nb,1,0,name,0.250000,0,0.750000,1,CPU:0,,,\n");
        try (ResultsCsv table = ResultsCsv.resume(file, LABELS)) {
            assertThat(table.has("a")).isFalse();
            assertThat(table.has("b")).isTrue();
        }
    }

    @Test
    void aQuoteThatWasCutShortIsRepeatedToo() throws IOException {
        Path file = folder.resolve("results.csv");
        Files.writeString(file, HEADER + "\ndone,1,0,name,0.250000,0,0.750000,1,CPU:0,,,\n\"a, b");
        try (ResultsCsv table = ResultsCsv.resume(file, LABELS)) {
            assertThat(table.has("done")).isTrue();
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void warningsAndNotesStandBehindTheError() throws IOException {
        Path file = folder.resolve("results.csv");
        try (ResultsCsv table = ResultsCsv.create(file, LABELS)) {
            table.add(PatientResult.failed("a", OrderedBy.NAME, List.of(), List.of("One note.", "Another."),
                    List.of("2 of 2 pictures are odd.", "Look."), "why"), LABELS, LABELS, "CPU:0");
        }
        assertThat(Files.readAllLines(file)).containsExactly(HEADER,
                "a,0,0,name,,,,,CPU:0,why,2 of 2 pictures are odd. Look.,One note. Another.");
    }

    @Test
    void aTableOfAnEarlierVersionGetsTheColumnsThatItLacks() throws IOException {
        Path file = folder.resolve("results.csv");
        Files.writeString(file, HEADER.replace(",warnings,note", "") + "\n"
                + "done,1,0,name,0.250000,0,0.750000,1,CPU:0,\n"
                + "failed,0,1,name,,,,,CPU:0,no slices\n"
                + "cut,1,0,name,0.2500");
        try (ResultsCsv table = ResultsCsv.resume(file, LABELS)) {
            assertThat(table.has("done")).isTrue();
            assertThat(table.has("failed")).isFalse();
            table.add(predicted("cut", 0.5, 0.125), LABELS, LABELS, "CPU:0");
        }
        assertThat(Files.readAllLines(file)).containsExactly(HEADER, "done,1,0,name,0.250000,0,0.750000,1,CPU:0,,,",
                "cut,1,0,name,0.500000,1,0.125000,0,CPU:0,,,");
    }

    @Test
    void aTableOfAnotherModelIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("results.csv"), "patient,slices\n");
        assertThatThrownBy(() -> ResultsCsv.resume(file, LABELS)).isInstanceOf(UserException.class)
                .hasMessageContaining("columns");
        assertThat(file).hasContent("patient,slices");
    }

    private static PatientResult predicted(String patient, double first, double second) {
        Slice slice = new Slice(Path.of("1.jpg"), "1.jpg", 0, 1, 2, 2, null);
        return new PatientResult(patient, OrderedBy.NAME, List.of(slice), List.of(), List.of(), 1,
                new double[] {first, second}, new double[] {first, second},
                new boolean[] {first >= 0.5, second >= 0.5}, new float[][] {{(float) first, (float) second}}, null);
    }

    private static PatientResult failed(String patient) {
        return PatientResult.failed(patient, OrderedBy.NAME,
                List.of(LeftOut.file("a.txt", LeftOut.Status.LEFT_OUT, "a text file")), List.of(), List.of(),
                "no slices");
    }
}
