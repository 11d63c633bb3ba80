package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.cohort.Patient.OrderedBy;

class PatientAssemblyTest {
    private static Patient assemble(List<Slice> slices, CohortOptions options) {
        return PatientAssembly.assemble("p", slices, List.of(), List.of(), options,
                new OnePerson((one, other) -> 1));
    }

    private static Patient auto(Slice... slices) {
        return assemble(List.of(slices), CohortOptions.DEFAULT);
    }

    private static List<String> files(Patient patient) {
        return patient.slices().stream().map(Slice::shownAs).toList();
    }

    private static TreeMap<String, String> reasons(Patient patient) {
        TreeMap<String, String> reasons = new TreeMap<>();
        patient.leftOut().forEach(out -> reasons.put(out.file(), out.reason()));
        return reasons;
    }

    /** Slices 1 to {@code count} of the series that the pattern is of. */
    private static List<Slice> series(String name, int count, Headers pattern) {
        List<Slice> slices = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            DicomHeader h = pattern.header();
            slices.add(Headers.ct(i).series(h.seriesUid(), h.seriesNumber()).kernel(h.kernel()).slice(name + i));
        }
        return slices;
    }

    @Test
    void leavesOutWhatIsNoAxialCtAndSaysWhy() {
        Patient patient = auto(Headers.ct(1).slice("ct"), Headers.ct(2).modality("MR").slice("mr"),
                Headers.ct(3).modality("").slice("nothing"), Headers.ct(4).secondary().slice("secondary"),
                Headers.ct(5).imageType("ORIGINAL", "PRIMARY", "LOCALIZER").slice("localiser"),
                Headers.ct(6).imageType("DERIVED", "SECONDARY", "REFORMATTED", "AVERAGE").slice("reformat"),
                Headers.ct(7).imageType("DERIVED", "SECONDARY", "COMPRESSED").slice("derived"),
                Headers.ct(8).facing(Headers.CORONAL).slice("coronal"),
                Headers.ct(9).facing(Headers.SAGITTAL).series("9.2", 2).slice("sagittal"));
        assertThat(files(patient)).containsExactly("ct", "derived");
        assertThat(reasons(patient)).containsExactlyInAnyOrderEntriesOf(new TreeMap<>(Map.of(
                "mr", "modality MR, not CT",
                "nothing", "no modality in its header, so nothing says that it is a CT",
                "secondary", "a secondary capture; --include-secondary takes it",
                "localiser", "a localiser",
                "reformat", "a reformat, by its ImageType",
                "coronal", "a reformat: its plane is coronal, not axial",
                "sagittal", "a localiser: its plane is sagittal, not axial")));
    }

    @Test
    void aTiltedGantryIsStillAxial() {
        double cos = Math.cos(Math.toRadians(30));
        double sin = Math.sin(Math.toRadians(30));
        assertThat(auto(Headers.ct(1).facing(List.of(1.0, 0.0, 0.0, 0.0, cos, -sin)).slice("tilted")).slices())
                .hasSize(1);
    }

    @Test
    void takesSecondaryCapturesWhereAskedBesideCtOrAlone() {
        CohortOptions options = new CohortOptions(SeriesChoice.AUTO, true);
        Patient alone = assemble(List.of(Headers.ct(2).secondary().withoutPosition().slice("a"),
                Headers.ct(1).secondary().withoutPosition().slice("b")), options);
        assertThat(files(alone)).containsExactly("b", "a");
        assertThat(alone.orderedBy()).isEqualTo(OrderedBy.INSTANCE);
        Patient beside = assemble(List.of(Headers.ct(1).slice("ct"),
                Headers.ct(2).secondary().series("9.0", 0).slice("report 1"),
                Headers.ct(3).secondary().series("9.0", 0).slice("report 2")), options);
        assertThat(files(beside)).containsExactly("ct");
        assertThat(reasons(beside)).containsEntry("report 1",
                "series 1 of 2: not the one chosen (secondary captures)");
        Patient mr = assemble(List.of(new Headers(new DicomHeader("A", "1", "2", "3", Headers.SECONDARY, "MR",
                List.of(), 1, 1, null, null, 5, "", false, DicomHeader.Scan.UNKNOWN, "")).slice("mr")), options);
        assertThat(mr.slices()).isEmpty();
        assertThat(mr.leftOut().get(0).reason()).contains("MR");
    }

    @Test
    void prefersSoftThenWithoutContrastThenMostSlicesThenTheFirst() {
        List<Slice> slices = new ArrayList<>();
        slices.addAll(series("bone", 9, Headers.ct(1).series("9.1", 1).kernel("BONEPLUS")));
        series("contrast", 8, Headers.ct(1).series("9.2", 2)).forEach(slice -> slices.add(
                new Headers(slice.dicom()).contrast().slice(slice.shownAs())));
        slices.addAll(series("few", 2, Headers.ct(1).series("9.3", 3).kernel("Hr38f")));
        slices.addAll(series("best", 3, Headers.ct(1).series("9.4", 4).kernel("something new")));
        slices.addAll(series("later", 3, Headers.ct(1).series("9.5", 5)));
        Patient patient = assemble(slices, CohortOptions.DEFAULT);
        assertThat(files(patient)).containsExactly("best1", "best2", "best3");
        assertThat(patient.series()).containsExactly(4, 4, 4);
        assertThat(reasons(patient)).containsEntry("bone1", "series 1 of 5: not the one chosen (bone kernel)")
                .containsEntry("contrast1", "series 2 of 5: not the one chosen (with contrast)")
                .containsEntry("few1", "series 3 of 5: not the one chosen (only 2 slices)")
                .containsEntry("later1", "series 5 of 5: not the one chosen (a later series, otherwise alike)")
                .hasSize(22);
        assertThat(patient.notes()).containsExactly("Series 4 of 5 was chosen: unknown kernel, taken for soft,"
                + " without contrast, 3 slices.");
    }

    @Test
    void placesCountNotFilesAndASeriesInTimeComesLast() {
        List<Slice> slices = new ArrayList<>(series("plain", 10, Headers.ct(1).series("9.2", 2)));
        for (int time = 0; time < 15; time++) {
            for (int place = 1; place <= 12; place++) {
                slices.add(Headers.ct(place).series("9.1", 1).instance("t" + time + "." + place)
                        .number(12 * time + place).slice("t" + time + "." + place));
            }
        }
        Patient patient = assemble(slices, CohortOptions.DEFAULT);
        assertThat(patient.slices()).hasSize(10).allMatch(slice -> slice.shownAs().startsWith("plain"));
        assertThat(reasons(patient)).containsEntry("t3.4", "series 1 of 2: not the one chosen (a series in time)");
        List<Slice> twice = new ArrayList<>(series("long", 9, Headers.ct(1).series("9.2", 2)));
        twice.addAll(series("a", 5, Headers.ct(1).series("9.1", 1)));
        series("b", 5, Headers.ct(1).series("9.1", 1)).forEach(slice -> twice.add(
                new Headers(slice.dicom()).instance(slice.shownAs()).slice(slice.shownAs())));
        assertThat(files(assemble(twice, CohortOptions.DEFAULT))).as("10 files of 5 places").hasSize(9);
    }

    @Test
    void theSoftKernelIsChosenOfTwoReconstructionsUnderOneUid() {
        List<Slice> slices = new ArrayList<>(series("bone", 8, Headers.ct(1).kernel("H70h")));
        series("soft", 8, Headers.ct(1).kernel("H30s")).forEach(slice -> slices.add(
                new Headers(slice.dicom()).instance(slice.shownAs()).slice(slice.shownAs())));
        for (SeriesChoice choice : List.of(SeriesChoice.AUTO, SeriesChoice.parse("9.1"))) {
            Patient patient = assemble(slices, new CohortOptions(choice, false));
            assertThat(patient.slices()).hasSize(8).allMatch(slice -> slice.shownAs().startsWith("soft"));
            assertThat(reasons(patient)).hasSize(8)
                    .containsEntry("bone3", "series 1 of 2: not the one chosen (bone kernel)");
        }
    }

    @Test
    void aSoftKernelCountsMoreThanContrastAndContrastMoreThanSlices() {
        Patient soft = auto(Headers.ct(1).kernel("BONE").slice("bone"),
                Headers.ct(1).series("9.2", 2).contrast().slice("soft with contrast"));
        assertThat(files(soft)).containsExactly("soft with contrast");
        Patient plain = auto(Headers.ct(1).series("9.2", 2).slice("plain"), Headers.ct(1).contrast().slice("a"),
                Headers.ct(2).contrast().slice("b"));
        assertThat(files(plain)).containsExactly("plain");
    }

    @Test
    void seriesCountByNumberThenUidWhetherUsedOrNot() {
        Patient patient = auto(Headers.ct(1).series("9.9", 2).slice("a"),
                Headers.ct(2).series("9.8", null).slice("without number"),
                Headers.ct(3).series("9.7", 1).modality("MR").slice("mr"));
        assertThat(patient.series()).containsExactly(2);
        assertThat(reasons(patient)).containsEntry("without number",
                "series 3 of 3: not the one chosen (a later series, otherwise alike)");
    }

    @Test
    void allTakesEverySeriesInTurnAndSaysSo() {
        List<Slice> slices = new ArrayList<>(series("b", 2, Headers.ct(1).series("9.2", 2).kernel("BONE")));
        slices.addAll(series("a", 2, Headers.ct(1).series("9.1", 1)));
        slices.set(0, new Headers(slices.get(0).dicom()).withoutPosition().slice("b1"));
        Patient patient = assemble(slices, new CohortOptions(SeriesChoice.ALL, false));
        assertThat(files(patient)).containsExactly("a1", "a2", "b1", "b2");
        assertThat(patient.series()).containsExactly(1, 1, 2, 2);
        assertThat(patient.orderedBy()).isEqualTo(OrderedBy.INSTANCE);
        assertThat(patient.notes()).contains("2 series are in one prediction, one after the other: 1, 2.");
    }

    @Test
    void aNamedSeriesIsTakenEvenIfItIsAReformat() {
        CohortOptions options = new CohortOptions(SeriesChoice.parse("9.2"), false);
        Patient patient = assemble(List.of(Headers.ct(1).slice("ct"),
                Headers.ct(2).series("9.2", 2).imageType("DERIVED", "SECONDARY", "CSA MPR").slice("mpr"),
                Headers.ct(3).series("9.2", 2).modality("MR").slice("mr")), options);
        assertThat(files(patient)).containsExactly("mpr");
        assertThat(reasons(patient)).containsEntry("ct", "series 1 of 2: not the one asked for")
                .containsEntry("mr", "modality MR, not CT");
    }

    @Test
    void aNamedSeriesThatIsNotThereLeavesNoSlicesAndSaysWhy() {
        Patient patient = assemble(List.of(Headers.ct(1).slice("ct")),
                new CohortOptions(SeriesChoice.parse("1.2.3"), false));
        assertThat(patient.slices()).isEmpty();
        assertThat(patient.leftOut()).hasSize(1);
        assertThat(patient.notes()).singleElement().asString().contains("SeriesInstanceUID asked for")
                .doesNotContain("1.2.3");
    }

    @Test
    void leavesOutCopiesButNotSlicesThatOnlyShareAUid() {
        Patient patient = auto(Headers.ct(1).slice("01.dcm"), Headers.ct(1).slice("01 (1).dcm"),
                Headers.ct(2).instance("7.1").slice("02.dcm"));
        assertThat(files(patient)).containsExactly("01 (1).dcm", "02.dcm");
        assertThat(reasons(patient)).containsExactly(Map.entry("01.dcm", "a copy of 01 (1).dcm"));
    }

    @Test
    void picturesBesideCtAreLeftOutButBesideASecondaryCaptureTheyAreThePatient() {
        Patient ct = auto(Headers.ct(1).slice("ct"), Headers.picture("1.jpg"));
        assertThat(files(ct)).containsExactly("ct");
        assertThat(reasons(ct).get("1.jpg")).startsWith("a loose picture among DICOM slices");
        Patient pictures = auto(Headers.ct(1).secondary().slice("report"), Headers.picture("10.jpg"),
                Headers.picture("9.jpg"));
        assertThat(files(pictures)).containsExactly("9.jpg", "10.jpg");
        assertThat(pictures.orderedBy()).isEqualTo(OrderedBy.NAME);
        assertThat(pictures.series()).containsExactly(1, 1);
        assertThat(reasons(pictures)).containsOnlyKeys("report");
    }

    @Test
    void notesMixedSizes() {
        Slice small = Headers.ct(2).slice("small");
        Patient patient = auto(Headers.ct(1).slice("a"),
                new Slice(Path.of("small"), "small", 0, 1, 256, 300, small.dicom()));
        assertThat(patient.notes()).containsExactly(
                "The slices differ in size (rows × columns): 1 of 512 × 512, 1 of 256 × 300.");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theOrderOfFilesDoesNotMatterAndNothingIsLost(long seed) {
        List<Slice> slices = new ArrayList<>(series("a", 6, Headers.ct(1).series("9.1", 1)));
        slices.addAll(series("b", 4, Headers.ct(1).series("9.2", 2).kernel("BONE")));
        slices.add(Headers.ct(1).series("9.1", 1).slice("copy"));
        slices.add(Headers.ct(9).at(0.0, 0.0, 10.0).series("9.1", 1).slice("same place"));
        slices.add(Headers.ct(2).secondary().slice("report"));
        slices.add(Headers.picture("1.jpg"));
        Patient patient = assemble(slices, CohortOptions.DEFAULT);
        Collections.shuffle(slices, new Random(seed));
        assertThat(assemble(slices, CohortOptions.DEFAULT)).isEqualTo(patient);
        assertThat(patient.slices()).hasSize(6);
        assertThat(patient.slices().size() + patient.leftOut().size()).isEqualTo(slices.size());
    }
}
