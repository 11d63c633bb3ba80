package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;
import org.slicelstm.cohort.DicomHeader;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.Intensity;
import org.slicelstm.image.Intensity.HeaderWindow;

/** What headers say of a slice: where it is, whose it is, what its values mean. */
class DicomMeaningTest {
    @TempDir
    private Path folder;

    private final SliceFiles files = new SliceFiles();

    @NeedsSharedData
    @Test
    void theRealSliceMeansHounsfieldUnits() throws Exception {
        Slice slice = files.read(SharedData.path("ge_head_ct/18.dcm"), "18").get(0);
        DicomHeader header = slice.dicom();
        Intensity intensity = files.decode(slice).intensity();

        assertThat(intensity.hounsfield()).isTrue();
        assertThat(intensity.paddingLow()).isEqualTo(-1500.0);
        assertThat(intensity.paddingHigh()).isEqualTo(-1500.0);
        assertThat(intensity.pixelAspect()).isEqualTo(1.0);
        assertThat(intensity.windows()).containsExactly(new HeaderWindow(35, 85, "LINEAR"));
        assertThat(header.modality()).isEqualTo("CT");
        assertThat(header.instanceNumber()).isEqualTo(18);
        assertThat(header.position()).hasSize(3);
        assertThat(header.orientation()).hasSize(6);
        assertThat(header.seriesUid()).isNotEmpty();
        assertThat(header.sopClassUid()).isEqualTo("1.2.840.10008.5.1.4.1.1.2");
    }

    @Test
    void slopeInterceptWindowsAndSpacing() throws Exception {
        Intensity intensity = intensity(ct().text(0x00281053, "DS", "2").text(0x00281052, "DS", "-1024")
                .text(0x00281050, "DS", "40\\300").text(0x00281051, "DS", "80\\1500").text(0x00281056, "CS", "SIGMOID")
                .text(0x00280030, "DS", "0.9\\0.45"));

        assertThat(intensity.hounsfield()).isTrue();
        assertThat(intensity.slope()).isEqualTo(2);
        assertThat(intensity.intercept()).isEqualTo(-1024);
        assertThat(intensity.windows()).containsExactly(new HeaderWindow(40, 80, "SIGMOID"),
                new HeaderWindow(300, 1500, "SIGMOID"));
        assertThat(intensity.pixelAspect()).isEqualTo(2);
        assertThat(intensity.inverted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"CT, HU, true", "CT, '', true", "CT, US, false", "MR, HU, false"})
    void onlyARescaledCtMeansHounsfieldUnits(String modality, String type, boolean hounsfield) throws Exception {
        DicomBytes file = ct().text(0x00080016, "UI", "1.2.3").text(0x00080060, "CS", modality)
                .text(0x00281053, "DS", "1").text(0x00281052, "DS", "0").text(0x00281054, "LO", type);

        assertThat(intensity(file).hounsfield()).isEqualTo(hounsfield);
        assertThat(intensity(ct()).hounsfield()).as("no rescale at all").isFalse();
    }

    @Test
    void lowValuesOfMonochrome1AreBrightAndStoredAsTheyAre() throws Exception {
        Slice slice = read(ct().text(0x00280004, "CS", "MONOCHROME1")).get(0);

        assertThat(files.decode(slice).intensity().inverted()).isTrue();
        assertThat(Stored.values(files.decode(slice))).containsExactly(7);
    }

    @ParameterizedTest
    @CsvSource({"0, 63536, 65535, 63536, 65535", "1, 63536, 65036, -2000, -500", "1, 65036, 63536, -2000, -500"})
    void paddingHasTheSignOfThePixels(int representation, int value, int limit, double low, double high)
            throws Exception {
        Intensity intensity = intensity(ct().us(0x00280103, representation).us(0x00280120, value)
                .us(0x00280121, limit));

        assertThat(intensity.paddingLow()).isEqualTo(low);
        assertThat(intensity.paddingHigh()).isEqualTo(high);
    }

    @Test
    void paddingThatDoesNotFitIntoTheStoredBitsStaysPadding() throws Exception {
        Slice slice = read(DicomBytes.ct(DicomBytes.EXPLICIT, 2, 1).us(0x00280101, 12).us(0x00280102, 11)
                .us(0x00280120, 63536).words(63536, 0xF830)).get(0);

        assertThat(files.decode(slice).intensity().paddingLow()).isEqualTo(63536);
        assertThat(Stored.values(files.decode(slice))).containsExactly(63536, 63536);
    }

    @Test
    void patientsAreToldApartWithoutBeingNamed() throws Exception {
        String first = key("P1", "Doe^Jane", "19700101");

        assertThat(first).hasSize(64).doesNotContain("P1").isEqualTo(key("P1", "Doe^Jane", "19700101"));
        assertThat(key("P2", "Doe^Jane", "19700101")).isNotEqualTo(first);
        assertThat(key("P1", "Doe^John", "19700101")).isNotEqualTo(first);
        assertThat(key("P1", "Doe^Jane", "19700102")).isNotEqualTo(first);
        assertThat(key("", "", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyFrameOfAnEnhancedCtHasItsOwnMeaning(boolean undefined) throws Exception {
        for (String syntax : List.of(DicomBytes.EXPLICIT, DicomBytes.IMPLICIT, DicomBytes.BIG)) {
            List<Slice> slices = read(enhanced(syntax, undefined));

            assertThat(slices).extracting(slice -> slice.dicom().position())
                    .containsExactly(List.of(0.0, 0.0, 5.0), List.of(0.0, 0.0, 10.0));
            assertThat(slices).extracting(slice -> slice.dicom().orientation())
                    .containsOnly(List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0));
            assertThat(slices).extracting(slice -> slice.dicom().sliceThickness()).containsOnly(5.0);
            assertThat(slices).extracting(slice -> slice.dicom().kernel()).containsOnly("H30s");
            Intensity second = files.decode(slices.get(1)).intensity();
            assertThat(files.decode(slices.get(0)).intensity().intercept()).isEqualTo(-1000);
            assertThat(second.intercept()).isEqualTo(-2000);
            assertThat(second.hounsfield()).isTrue();
            assertThat(second.windows()).containsExactly(new HeaderWindow(41, 80, "LINEAR"));
            assertThat(second.pixelAspect()).isEqualTo(0.5);
            assertThat(Stored.values(files.decode(slices.get(1)))).containsExactly(8);
        }
    }

    private static DicomBytes enhanced(String syntax, boolean undefined) {
        DicomBytes shared = DicomBytes.empty(syntax)
                .sequence(0x00209116, undefined, List.of(DicomBytes.empty(syntax)
                        .text(0x00200037, "DS", "1\\0\\0\\0\\1\\0")))
                .sequence(0x00289110, undefined, List.of(DicomBytes.empty(syntax).text(0x00180050, "DS", "5")
                        .text(0x00280030, "DS", "0.4\\0.8")))
                .sequence(0x00189314, undefined, List.of(DicomBytes.empty(syntax).text(0x00181210, "SH", "H30s")));
        List<DicomBytes> frames = List.of(frame(syntax, undefined, 1), frame(syntax, undefined, 2));
        DicomBytes secret = DicomBytes.empty(syntax).text(0x00290010, "LO", "MAKER").us(0x00291001, 5);
        return DicomBytes.ct(syntax, 1, 1).text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2.1")
                .text(0x00280008, "IS", "2").sequence(0x52009229, undefined, List.of(shared))
                .sequence(0x52009230, undefined, frames).words(7, 8)
                .sequence(0x00291010, true, List.of(DicomBytes.empty(syntax)
                        .sequence(0x00291020, true, List.of(secret, secret))));
    }

    private static DicomBytes frame(String syntax, boolean undefined, int number) {
        return DicomBytes.empty(syntax)
                .sequence(0x00209113, undefined, List.of(DicomBytes.empty(syntax)
                        .text(0x00200032, "DS", "0\\0\\" + 5 * number)))
                .sequence(0x00289132, undefined, List.of(DicomBytes.empty(syntax)
                        .text(0x00281050, "DS", "" + (39 + number)).text(0x00281051, "DS", "80")))
                .sequence(0x00289145, undefined, List.of(DicomBytes.empty(syntax)
                        .text(0x00281052, "DS", "" + -1000 * number).text(0x00281053, "DS", "1")
                        .text(0x00281054, "LO", "HU")));
    }

    @Test
    void aRescaleThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> intensity(ct().text(0x00281053, "DS", "one").text(0x00281052, "DS", "0")))
                .isInstanceOf(NotASliceException.class).hasMessage("damaged header: RescaleSlope is not a number");
    }

    @Test
    void aNamedContrastAgentIsSeenAndNoneIsNone() throws Exception {
        assertThat(read(ct().text(0x00180010, "LO", "IV")).get(0).dicom().contrast()).isTrue();
        assertThat(read(ct().text(0x00180010, "LO", "NONE")).get(0).dicom().contrast()).isFalse();
        assertThat(read(ct()).get(0).dicom().contrast()).isFalse();
    }

    private static DicomBytes ct() {
        return DicomBytes.ct(DicomBytes.EXPLICIT, 1, 1).words(7);
    }

    private String key(String id, String name, String birth) throws Exception {
        return read(ct().text(0x00100010, "PN", name).text(0x00100020, "LO", id).text(0x00100030, "DA", birth))
                .get(0).dicom().patientKey();
    }

    private Intensity intensity(DicomBytes dicom) throws Exception {
        return files.decode(read(dicom).get(0)).intensity();
    }

    private List<Slice> read(DicomBytes dicom) throws Exception {
        return files.read(Files.write(folder.resolve("test.dcm"), dicom.file()), "test.dcm");
    }
}
