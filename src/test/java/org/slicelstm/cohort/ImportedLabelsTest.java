package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.ImportedLabels.Counts;
import org.slicelstm.cohort.ImportedLabels.Row;

/** Tables in the published formats with their faults, beside files that stand for slices. */
class ImportedLabelsTest {
    private static final List<String> SUBTYPES =
            List.of("epidural", "intraparenchymal", "intraventricular", "subarachnoid", "subdural", "any");

    @TempDir
    private Path folder;
    private Path images;
    private final WrittenHeaders headers = new WrittenHeaders();

    @BeforeEach
    void makeFolder() throws IOException {
        images = Files.createDirectories(folder.resolve("scans"));
    }

    private ImageFolder images() {
        return new ImageFolder(images, headers, Runnable::run, Progress.NONE);
    }

    private Path labels(String text) throws IOException {
        return Files.writeString(folder.resolve("labels.csv"), text);
    }

    private void slice(String name, String person, String study) {
        headers.dicom(images.resolve(name + ".dcm"), Headers.ct(name.hashCode() & 0xff).patient(person).study(study));
    }

    /** Six rows for a slice, {@code values} in the order of the subtypes. */
    private static String six(String slice, String... values) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < SUBTYPES.size(); i++) {
            rows.append(slice).append('_').append(SUBTYPES.get(i)).append(',').append(values[i]).append('\n');
        }
        return rows.toString();
    }

    private static String zeros(String slice) {
        return six(slice, "0", "0", "0", "0", "0", "0");
    }

    private static String summary(Row row) {
        return row.id() + " " + row.group() + " " + row.path() + " " + row.labels().stream()
                .map(label -> label.isKnown() ? Integer.toString(label.value()) : "-").collect(Collectors.joining());
    }

    private static List<String> summary(ImportedLabels imported) {
        return imported.rows().stream().map(ImportedLabelsTest::summary).toList();
    }

    @Test
    void rsnaSlicesOfOneFolderBecomeStudiesOfPersons() throws IOException {
        slice("ID_a1", "SECRET-PERSON-1", "SECRET.STUDY.1");
        slice("ID_a2", "SECRET-PERSON-2", "SECRET.STUDY.2");
        slice("ID_a3", "SECRET-PERSON-1", "SECRET.STUDY.1");
        slice("ID_a4", "SECRET-PERSON-1", "SECRET.STUDY.3");
        slice("ID_a5", "SECRET-PERSON-3", "SECRET.STUDY.4");
        slice("ID_a6", "SECRET-PERSON-3", "SECRET.STUDY.4");
        Path table = labels("\uFEFF,ID,Label\r\n0," + six("ID_a1", "0", "0", "1", "0", "0", "1").replace("\n", "\n1,")
                + zeros("ID_a2").replace("\n", "\n2,") + zeros("ID_a3").replace("\n", "\n3,")
                + six("ID_a4", "0", "0", "", "0", "0", "0").replace("\n", "\n3,")
                + zeros("ID_a2").replace("\n", "\n4,") + zeros("ID_b9").replace("\n", "\n5,").strip() + "\n\n");
        ImportedLabels imported = RsnaLabels.read(table, images());
        assertThat(imported.labels()).containsExactly("hemorrhage", "ischemia", "fracture", "mass", "edema", "epidural",
                "intraparenchymal", "intraventricular", "subarachnoid", "subdural");
        assertThat(summary(imported)).containsExactly(
                "study-0001 person-0001 {ID_a1.dcm,ID_a3.dcm} 1----00100",
                "study-0002 person-0002 ID_a2.dcm 0----00000",
                "study-0003 person-0001 ID_a4.dcm 0----00-00");
        assertThat(imported.counts()).isEqualTo(new Counts(2, 3, 4, 1, "slices", 2));
        assertThat(imported.toString()).doesNotContain("SECRET");
        assertThat(imported.notes()).anyMatch(note -> note.startsWith("6 rows repeat another one"));
    }

    @Test
    void theTableIsReadAsItWasMeant() throws IOException {
        slice("one/ID_a1", "P", "1");
        slice("one/ID_a2", "P", "1");
        slice("two/ID_a3", "Q", "2");
        slice("mixed/ID_a4", "Q", "3");
        slice("mixed/ID_a5", "R", "4");
        slice("mixed/more/ID_a6", "R", "4");
        ImportedLabels imported = RsnaLabels.read(labels("ID,Label\n" + zeros("ID_a1") + zeros("ID_a2")
                + six("ID_a3", "0", "0", "0", "0", "1", "1") + zeros("ID_a4") + zeros("ID_a5") + zeros("ID_a6")),
                images());
        Path table = folder.resolve("tables").resolve("patients.csv");
        imported.write(table, images);
        assertThat(Files.readString(table)).startsWith("patient_id,path,hemorrhage,ischemia,fracture,mass,edema,"
                + "epidural,intraparenchymal,intraventricular,subarachnoid,subdural,group\nstudy-0001,");
        LabelledTable read = LabelledTable.read(table, List.of("hemorrhage"), Optional.empty(), headers, Progress.NONE);
        assertThat(read.patients()).extracting(LabelledPatient::group)
                .containsExactly("person-0001", "person-0002", "person-0003", "person-0001");
        PatientFinder finder = new PatientFinder(headers, new CohortOptions(SeriesChoice.parse("all"), false),
                Progress.NONE);
        LabelledCohort cohort = LabelledCohort.find(read, finder, OptionalInt.empty(), Progress.NONE);
        assertThat(cohort.members()).extracting(member -> member.patient().slices().stream()
                .map(slice -> slice.file().getFileName().toString()).collect(Collectors.joining(" ")))
                .containsExactly("ID_a4.dcm", "ID_a5.dcm ID_a6.dcm", "ID_a1.dcm ID_a2.dcm", "ID_a3.dcm");
    }

    @Test
    void aStudyWithoutAPositiveSliceIsUnknownWhereASliceIs() throws IOException {
        slice("ID_a1", "P", "1");
        slice("ID_a2", "P", "1");
        slice("ID_a3", "Q", "2");
        slice("ID_a4", "Q", "2");
        WrittenHeaders.picture(images.resolve("ID_a5.png"));
        ImportedLabels imported = RsnaLabels.read(labels("ID;Label\n"
                + (zeros("ID_a1") + six("ID_a3", "0", "0", "0", "0", "1", "1")).replace(",", ";")), images());
        assertThat(summary(imported)).containsExactly("study-0001 person-0001 {ID_a1.dcm,ID_a2.dcm} ----------",
                "study-0002 person-0002 {ID_a3.dcm,ID_a4.dcm} 1--------1");
        assertThat(imported.counts()).isEqualTo(new Counts(2, 2, 4, 0, "slices", 3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "id,label,x~ | None of the 0",
        "Image,Value~ | Expected: ID,Label. Found: Image,Value. Missing: ID,Label.",
        ",Unnamed: 0,ID~ | Expected: ID,Label. Found: ID. Missing: Label.",
        "~ | Found: none",
        "ID,Label,Label~ | column Label twice",
        "ID,Label~ID_a1_any,0.5~ | Row 2 of the labels",
        "ID,Label~~ID_a1_brain,0~ | Row 3 of the labels",
        "ID,Label~SECRET,0~ | does not name a slice and a subtype",
        "ID,Label~ID_a1_any,0~ID_a1_subdural,1~ID_a1_any,1~ID_a1_any,1~ | "
            + "row 4 (any, against the slice whose rows begin at row 2) "
            + "and row 5",
        "ID,Label~ID_a1_subdural,1~ID_a1_any,0~ | "
            + "row 3 (any 0 beside subdural 1, of the slice whose rows begin at row 2)",
        "ID,Label~ID_a1_any,0~ID_a1_epidural,0~ID_a1_subdural,1~ | row 4 (any 0 beside subdural 1, of the slice",
        "ID,Label~ID_zz_any,0~ | None of the 1 labelled slices",
        "ID,Label~ID_a1_any,\"0~ | cannot be read after row 1"})
    void rsnaFilesThatAreNotRightAreRefused(String text, String sentence) throws IOException {
        slice("ID_a1", "SECRET", "SECRET");
        Path table = labels(text.replace('~', '\n'));
        assertThatThrownBy(() -> RsnaLabels.read(table, images())).isInstanceOf(UserException.class)
                .hasMessageContaining(sentence.strip()).message().doesNotContain("SECRET");
    }

    private void cut(String name, String person, String study) {
        headers.cut(images.resolve(name + ".dcm"), Headers.ct(1).patient(person).study(study));
    }

    private static String bleeding(String slice) {
        return six(slice, "0", "0", "0", "0", "1", "1");
    }

    @Test
    void aPositiveSliceWhosePictureIsCutCountsForItsStudy() throws IOException {
        slice("ID_a1", "P", "1");
        slice("ID_a2", "Q", "2");
        cut("ID_a3", "P", "1");
        cut("ID_a4", "R", "3");
        cut("ID_zz", "Q", "2");
        ImportedLabels imported = RsnaLabels.read(labels("ID,Label\n" + zeros("ID_a1") + zeros("ID_a2")
                + bleeding("ID_a3") + bleeding("ID_a4")), images());
        assertThat(summary(imported)).containsExactly("study-0001 person-0001 ID_a1.dcm 1----00001",
                "study-0002 person-0002 ID_a2.dcm ----------");
        assertThat(imported.counts()).isEqualTo(new Counts(2, 2, 2, 2, "slices", 0));
        assertThat(imported.notes()).contains(
                "'ID_a3.dcm' cannot be used (the file is cut short); its labels count for study-0001.",
                "'ID_a4.dcm' cannot be used (the file is cut short); no other slice of its study is here, so that it "
                        + "has no row.",
                "'ID_zz.dcm' cannot be used (the file is cut short) and has no label; what study-0002 does not show is "
                        + "unknown.");
    }

    @Test
    void aPositiveSliceWithoutAHeaderIsOfTheOnlyStudyInItsFolder() throws IOException {
        slice("one/ID_a1", "P", "1");
        WrittenHeaders.write(images.resolve("one/ID_a2.dcm"), "truncated");
        slice("two/ID_a3", "Q", "2");
        WrittenHeaders.write(images.resolve("two/ID_a4.dcm"), "truncated");
        WrittenHeaders.picture(images.resolve("two/ID_a5"));
        ImportedLabels imported = RsnaLabels.read(labels("ID,Label\n" + zeros("ID_a1") + bleeding("ID_a2")
                + zeros("ID_a3") + zeros("ID_a4") + six("ID_a5", "1", "0", "0", "0", "0", "1")), images());
        assertThat(summary(imported)).containsExactly("study-0001 person-0001 one 1----00001",
                "study-0002 person-0002 two/ID_a3.dcm 1----10000");
        assertThat(imported.notes()).contains(
                "'one/ID_a2.dcm' cannot be used (the file is cut short); its labels count for study-0001.");
    }

    @Test
    void whereAPositiveSliceMayBeOfAnyStudyNoneIsWithoutIt() throws IOException {
        slice("ID_a1", "P", "1");
        slice("ID_a2", "Q", "2");
        slice("ID_a3", "R", "3");
        slice("deeper/ID_a4", "S", "4");
        WrittenHeaders.write(images.resolve("ID_a5.dcm"), "truncated");
        WrittenHeaders.write(images.resolve("ID_a6.dcm"), "no DICOM");
        ImportedLabels imported = RsnaLabels.read(labels("ID,Label\n" + zeros("ID_a1") + bleeding("ID_a2")
                + six("ID_a3", "1", "0", "0", "0", "0", "1") + zeros("ID_a4") + bleeding("ID_a5") + zeros("ID_a6")
                + bleeding("ID_a7")), images());
        assertThat(summary(imported)).containsExactly("study-0001 person-0001 ID_a1.dcm -----0000-",
                "study-0002 person-0002 ID_a2.dcm 1----00001", "study-0003 person-0003 ID_a3.dcm 1----1000-",
                "study-0004 person-0004 deeper 0----00000");
        assertThat(imported.notes()).anyMatch(note -> note.startsWith("'ID_a5.dcm' cannot be used (the file is cut "
                + "short), nor can its study be told") && note.contains("all 3 studies"))
                .anyMatch(note -> note.startsWith("'ID_a6.dcm'") && note.endsWith("all 0 and change no study's."))
                .anyMatch(note -> note.startsWith("1 slice with a bleeding has no file here"));
    }

    @Test
    void anyWithoutASubtypeIsTakenAsItIs() throws IOException {
        slice("ID_a1", "P", "1");
        assertThat(summary(RsnaLabels.read(labels("ID,Label\n" + six("ID_a1", "0", "0", "0", "0", "0", "1")),
                images()))).containsExactly("study-0001 person-0001 ID_a1.dcm 1----00000");
    }

    private static final List<String> FINDINGS = List.of("ICH", "IPH", "IVH", "SDH", "EDH", "SAH", "BleedLocation-Left",
            "BleedLocation-Right", "ChronicBleed", "Fracture", "CalvarialFracture", "OtherFracture", "MassEffect",
            "MidlineShift");

    private static String reads() {
        StringBuilder header = new StringBuilder("name,Category");
        for (int reader = 1; reader <= 3; reader++) {
            for (String finding : FINDINGS) {
                header.append(",R").append(reader).append(':').append(finding);
            }
        }
        return header.append('\n').toString();
    }

    /** A row where each reader has the findings named; one reader's empty fields are {@code null}. */
    private static String scan(String name, String... readers) {
        StringBuilder row = new StringBuilder(name + ",B1");
        for (String reader : readers) {
            List<String> has = reader == null ? List.of() : Arrays.asList(reader.split(" "));
            for (String finding : FINDINGS) {
                row.append(',').append(reader == null ? "" : has.contains(finding) ? "1" : "0");
            }
        }
        return row.append('\n').toString();
    }

    @Test
    void cq500TakesTheMajorityOfThreeReaders() throws IOException {
        slice("CQ500CT0 CQ500CT0/Unknown Study/CT Plain/CT000000", "A", "1");
        slice("CQ500CT0 CQ500CT0/Unknown Study/CT PLAIN THIN/CT000000", "A", "1");
        slice("qct02/CQ500-CT-1/CT000000", "B", "2");
        slice("CQ500CT11 CQ500CT11/CT000000", "C", "3");
        slice("CQ500CT99 CQ500CT99/CT000000", "D", "4");
        Path table = labels("\uFEFF" + reads() + scan("CQ500-CT-0", "ICH SDH MassEffect", "ICH MassEffect", "Fracture")
                + scan("CQ500-CT-1", "Fracture ICH", null, "Fracture") + scan("CQ500-CT-2", "", "", "") + "\n"
                + scan("CQ500-CT-0", "MassEffect ICH SDH", "ICH MassEffect", "Fracture")
                + scan("CQ500-CT-11", null, null, "ICH"));
        ImportedLabels plain = Cq500Labels.read(table, images(), false);
        assertThat(plain.labels()).containsExactly("hemorrhage", "ischemia", "fracture", "mass", "edema", "epidural",
                "intraparenchymal", "intraventricular", "subarachnoid", "subdural", "chronic_bleed", "mass_effect",
                "midline_shift");
        assertThat(summary(plain)).containsExactly("CQ500-CT-0 CQ500-CT-0 CQ500CT0 CQ500CT0 1-0--00000010",
                "CQ500-CT-1 CQ500-CT-1 qct02/CQ500-CT-1 --1--00000000",
                "CQ500-CT-11 CQ500-CT-11 CQ500CT11 CQ500CT11 -------------");
        assertThat(plain.counts()).isEqualTo(new Counts(3, 3, 4, 1, "scans", 1));
        assertThat(plain.notes()).anyMatch(note -> note.contains("--mass-effect-as-mass"));
        ImportedLabels proxy = Cq500Labels.read(table, images(), true);
        assertThat(summary(proxy).get(0)).endsWith(" 1-01-00000010");
        assertThat(proxy.notes()).anyMatch(note -> note.contains("a proxy"));
    }

    @Test
    void cq500TablesThatAreNotRightAreRefused() throws IOException {
        slice("CQ500CT0 CQ500CT0/CT000000", "A", "1");
        slice("copy/CQ500CT1/CT000000", "B", "2");
        slice("CQ500CT1/CT000000", "B", "2");
        String one = scan("CQ500-CT-0", "ICH", "ICH", "ICH");
        for (List<String> each : List.of(
                List.of(reads().replace("R2:MassEffect", "R2:Mass") + one, "Missing: R2:MassEffect"),
                List.of("ID,Label\n", "Found: ID,Label."),
                List.of(reads() + one + scan("CQ500-CT-0", "ICH", "", ""), "Rows 2 and 3"),
                List.of(reads() + scan("CQ500-CT-5", "", "", ""), "None of the 1 scan "),
                List.of(reads() + scan("CQ500-CT-1", "", "", ""), "two folders"),
                List.of(reads() + one.replace(",B1,1", ",B1,yes"), "says 'yes' for R1:ICH"))) {
            Path table = labels(each.get(0));
            assertThatThrownBy(() -> Cq500Labels.read(table, images(), false)).isInstanceOf(UserException.class)
                    .hasMessageContaining(each.get(1));
        }
        Path latin = Files.write(folder.resolve("latin.csv"), new byte[] {'n', (byte) 0xE4, '\n'});
        assertThatThrownBy(() -> Cq500Labels.read(latin, images(), false)).hasMessageContaining("not UTF-8");
    }

    @Test
    void foldersAreClasses() throws IOException {
        slice("Hemorrhage/p1/1", "A", "1");
        slice("Hemorrhage/p1/2", "A", "1");
        WrittenHeaders.picture(images.resolve("Skull base/p2/series/1.jpg"));
        WrittenHeaders.picture(images.resolve("normal/p1/1.jpg"));
        WrittenHeaders.picture(images.resolve("normal/stray.jpg"));
        WrittenHeaders.write(images.resolve("normal/p9/readme.txt"), "text");
        ImportedLabels imported = ClassFolders.read(images());
        assertThat(imported.labels()).containsExactly("hemorrhage", "ischemia", "fracture", "mass", "edema",
                "skull_base");
        assertThat(summary(imported)).containsExactly("Hemorrhage/p1 p1 Hemorrhage/p1 1----0",
                "normal/p1 p1 normal/p1 0----0", "p2 p2 Skull base/p2 0----1");
        assertThat(imported.counts()).isEqualTo(new Counts(2, 3, 4, 1, "patients' folders", 1));
        assertThat(imported.notes()).anyMatch(note -> note.contains("share a group"));
        Files.createDirectories(images.resolve("split/p1"));
        assertThatThrownBy(() -> ClassFolders.read(images())).hasMessageContaining("'split' cannot be the name");
    }

    @Test
    void aFolderWithoutPatientsIsRefused() {
        WrittenHeaders.picture(images.resolve("1.jpg"));
        assertThatThrownBy(() -> ClassFolders.read(images())).hasMessageContaining("holds no patients by class");
    }
}
