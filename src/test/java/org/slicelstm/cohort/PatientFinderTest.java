package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.Patient.OrderedBy;

class PatientFinderTest {
    @TempDir
    private Path top;

    private final WrittenHeaders files = new WrittenHeaders();
    private final List<LeftOut> strays = new ArrayList<>();

    private List<Patient> find(Path... paths) {
        List<Patient> patients = new ArrayList<>();
        new PatientFinder(files, CohortOptions.DEFAULT, Progress.NONE).find(Arrays.asList(paths), strays::add)
                .forEachRemaining(patients::add);
        return patients;
    }

    private List<String> ids(Path... paths) {
        return find(paths).stream().map(Patient::id).toList();
    }

    private void dicom(String file, Headers header) {
        files.dicom(top.resolve(file), header);
    }

    private void picture(String file) {
        WrittenHeaders.picture(top.resolve(file));
    }

    private static List<String> names(Patient patient) {
        return patient.slices().stream().map(slice -> slice.file().getFileName().toString()).toList();
    }

    @Test
    void aFolderOfPicturesIsOnePatientInNaturalOrder() {
        picture("p/10.jpg");
        picture("p/9.jpg");
        picture("p/1.jpg");
        assertThat(find(top.resolve("p"))).singleElement().satisfies(patient -> {
            assertThat(patient.id()).isEqualTo("p");
            assertThat(names(patient)).containsExactly("1.jpg", "9.jpg", "10.jpg");
            assertThat(patient.orderedBy()).isEqualTo(OrderedBy.NAME);
        });
    }

    @Test
    void aFolderOfFoldersIsManyAtAnyDepthAndTheFilesBesideThemAreStrays() {
        picture("p2/1.jpg");
        picture("p10/1.jpg");
        picture("group/deep/p3/1.jpg");
        WrittenHeaders.write(top.resolve("patients.csv"), "patient_id,path\n");
        WrittenHeaders.write(top.resolve(".DS_Store"), "x");
        WrittenHeaders.write(top.resolve(".git/HEAD"), "x");
        assertThat(ids(top)).containsExactly("p3", "p2", "p10");
        assertThat(strays).extracting(LeftOut::file).containsExactlyInAnyOrder(
                top.resolve(".DS_Store").toString(), top.resolve("patients.csv").toString());
        assertThat(strays).extracting(LeftOut::status).containsOnly(Status.LEFT_OUT);
    }

    @Test
    void aFolderWithSlicesAndFoldersIsAPatientToo() {
        picture("p/1.jpg");
        picture("p/more/2.jpg");
        assertThat(ids(top.resolve("p"))).containsExactly("p", "more");
        assertThat(strays).isEmpty();
    }

    @Test
    void everyPathIsAPatientEvenASingleFile() {
        picture("a/1.jpg");
        picture("a/1.png");
        WrittenHeaders.picture(top.resolve("a/stack.tif"), 3, "");
        files.dicom(top.resolve("IM.0001"), Headers.ct(1));
        List<Patient> patients = find(top.resolve("a/1.jpg"), top.resolve("a/1.png"), top.resolve("a/stack.tif"),
                top.resolve("IM.0001"), top.resolve("IM.0001"));
        assertThat(patients).extracting(Patient::id).containsExactly("1.jpg", "1.png", "stack", "IM.0001",
                "IM.0001#2");
        assertThat(patients.get(2).slices()).extracting(Slice::frame).containsExactly(0, 1, 2);
        assertThat(patients.get(2).orderedBy()).isEqualTo(OrderedBy.INSTANCE);
        assertThat(patients.get(3).orderedBy()).isEqualTo(OrderedBy.POSITION);
    }

    @Test
    void aMissingPathIsNamedBeforeAnythingIsRead() {
        picture("p/1.jpg");
        assertThatThrownBy(() -> find(top.resolve("p"), top.resolve("nowhere"))).isInstanceOf(UserException.class)
                .hasMessageContaining(top.resolve("nowhere").toString());
        assertThat(files.read).isEmpty();
    }

    @Test
    void filesAreShownAsTheUserNamedTheirPath() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        assumeTrue(here.getRoot().equals(top.getRoot()), "another drive");
        picture("p/q/1.jpg");
        Path relative = here.relativize(top.toAbsolutePath());
        Path roundabout = relative.resolve("p/../p");
        assertThat(find(roundabout).get(0).slices().get(0).shownAs())
                .isEqualTo(roundabout.resolve("q/1.jpg").toString()).contains("..");
        assertThat(ids(top.resolve("p/q/.."))).containsExactly("q");
        assertThat(ids(top.resolve("p/q/."))).containsExactly("q");
    }

    @Test
    void twoPatientsInOneFolderAreTwoAndWhatIsNoCtStaysWithTheFirst() {
        dicom("p/1", Headers.ct(1).patient("B"));
        dicom("p/2", Headers.ct(2).patient("A").study("1.2").series("9.2", 1));
        dicom("p/3", Headers.ct(3).patient("B"));
        dicom("p/4", Headers.ct(4).patient("C").study("1.3").series("9.0", 0).secondary());
        dicom("p/5", Headers.ct(5).patient("").study("1.2").series("9.2", 1));
        WrittenHeaders.write(top.resolve("p/readme.txt"), "hello");
        List<Patient> patients = find(top.resolve("p"));
        assertThat(patients).extracting(Patient::id).containsExactly("p", "p#2");
        assertThat(names(patients.get(0))).containsExactly("1", "3");
        assertThat(patients.get(0).series()).as("series of the patient alone").containsExactly(1, 1);
        assertThat(names(patients.get(1))).containsExactly("2", "5");
        assertThat(patients.get(0).leftOut()).extracting(LeftOut::reason).containsExactly(
                "a secondary capture; --include-secondary takes it", "a text file");
        assertThat(patients.get(1).notes()).contains("The folder holds 2 patients by their DICOM headers.");
    }

    @Test
    void aFolderWithoutKeysIsGroupedByStudy() {
        dicom("p/1", Headers.ct(1).patient("").study("1.2"));
        dicom("p/2", Headers.ct(2).patient("").study("1.3").series("9.2", 1));
        assertThat(ids(top.resolve("p"))).containsExactly("p", "p#2");
    }

    @Test
    void seriesFoldersOfOneStudyAreOnePatient() {
        dicom("out/P1/SE0/1", Headers.ct(1).imageType("ORIGINAL", "PRIMARY", "LOCALIZER").series("9.0", 0));
        dicom("out/P1/SE1/1", Headers.ct(1));
        dicom("out/P1/SE2/1", Headers.ct(1).series("9.2", 2).kernel("BONE"));
        WrittenHeaders.write(top.resolve("out/P1/SR/report"), "no picture");
        dicom("out/P2/SE0/1", Headers.ct(1).patient("A").study("1.2").series("9.5", 1));
        List<Patient> patients = find(top.resolve("out"));
        assertThat(patients).extracting(Patient::id).containsExactly("P1", "P2/SE0");
        assertThat(patients.get(0).slices()).singleElement().satisfies(
                slice -> assertThat(slice.file()).isEqualTo(top.resolve("out/P1/SE1/1")));
        assertThat(patients.get(0).leftOut()).extracting(LeftOut::reason).containsExactly("a localiser",
                "series 3 of 3: not the one chosen (bone kernel)", "a text file");
        assertThat(patients.get(0).notes()).contains("The slices come from 4 folders that hold one study.");
    }

    @Test
    void aStudyInDeepFoldersIsOnePatientToo() {
        dicom("P1/scans/1/DICOM/a", Headers.ct(1));
        dicom("P1/scans/2/DICOM/b", Headers.ct(2));
        assertThat(find(top)).singleElement().satisfies(patient -> {
            assertThat(patient.id()).isEqualTo("scans");
            assertThat(names(patient)).containsExactly("a", "b");
        });
    }

    @Test
    void oneIdentifierForManyPatientsDoesNotMixThem() {
        for (int i = 1; i <= 3; i++) {
            dicom("p" + i + "/1", Headers.ct(1).patient("ANON").study("1." + i).series("9." + i, 1));
        }
        dicom("q1/1", Headers.ct(1).patient("ANON").study(""));
        dicom("q2/1", Headers.ct(2).patient("ANON").study(""));
        assertThat(ids(top)).containsExactly("p1", "p2", "p3", "q1", "q2");
    }

    /** Folders of six slices each with one PatientID, one StudyInstanceUID and one SeriesInstanceUID. */
    private void anonymised(String folder, UnaryOperator<Headers> change) {
        for (int i = 1; i <= 6; i++) {
            dicom(folder + "/" + i, change.apply(Headers.ct(i).patient("ANON").instance(folder + i)));
        }
    }

    @Test
    void constantIdentifiersDoNotMixPeopleWhoseFramesOfReferenceDiffer() {
        anonymised("a", ct -> ct.frame("1.8"));
        anonymised("b", ct -> ct.frame("1.9"));
        List<Patient> patients = find(top);
        assertThat(patients).extracting(Patient::id).containsExactly("a", "b");
        assertThat(patients).allSatisfy(patient -> assertThat(patient.slices()).hasSize(6));
        assertThat(patients.get(0).notes()).containsExactly("The headers name the patient and study of the folder '"
                + top.resolve("b") + "' too, but their frames of reference differ: each is a row of its own.");
        assertThat(patients.get(1).notes()).containsExactly("The headers name the patient and study of the folder '"
                + top.resolve("a") + "' too, but their frames of reference differ: each is a row of its own.");
    }

    @Test
    void norPeopleWhosePicturesAtOnePlaceDiffer() {
        files.likeness = .7;
        anonymised("a", ct -> ct.frame("1.8"));
        anonymised("b", ct -> ct.frame("1.8"));
        assertThat(find(top)).extracting(Patient::id).containsExactly("a", "b");
        assertThat(find(top).get(0).notes().get(0)).contains("pictures at the same place differ");
    }

    @Test
    void norPeopleWhosePixelSpacingsDiffer() {
        anonymised("a", ct -> ct.spacing(.5));
        anonymised("b", ct -> ct.spacing(.48));
        assertThat(ids(top)).containsExactly("a", "b");
    }

    @Test
    void whatNothingDecidesIsARowForEachFolder() {
        anonymised("a", ct -> ct);
        anonymised("b", ct -> ct.at(-120.0, -120.0, 1000.0 + 5 * ct.header().instanceNumber()));
        files.likeness = Double.NaN;
        anonymised("c", ct -> ct.at(-120.0, -120.0, 1000.0 + 5 * ct.header().instanceNumber()));
        List<Patient> patients = find(top);
        assertThat(patients).extracting(Patient::id).containsExactly("a", "b", "c");
        assertThat(patients.get(1).notes()).hasSize(2)
                .allMatch(note -> note.contains("nothing in them shows that they are one person's"));
    }

    @Test
    void boneAndSoftOfOnePersonAreOneEvenWithoutAFrameOfReference() {
        files.likeness = .94;
        anonymised("a", ct -> ct.kernel("H30s"));
        anonymised("b", ct -> ct.kernel("H70h").series("9.2", 2));
        assertThat(find(top)).singleElement().satisfies(patient -> assertThat(patient.slices()).hasSize(6)
                .allMatch(slice -> slice.dicom().kernel().equals("H30s")));
        files.likeness = .85;
        assertThat(ids(top)).as("another head at the same places").containsExactly("a", "b");
    }

    @Test
    void aSeriesThatGoesOnInTheNextFolderIsOne() {
        anonymised("p/1", ct -> ct.frame("1.8"));
        anonymised("p/2", ct -> ct.frame("1.8").number(6 + ct.header().instanceNumber())
                .at(-120.0, -120.0, 30.0 + 5 * ct.header().instanceNumber()));
        files.likeness = Double.NaN;
        assertThat(find(top)).singleElement().satisfies(patient -> assertThat(patient.slices()).hasSize(12));
    }

    @Test
    void aNameSpeltInTwoWaysIsOnePatientIfItsSeriesSaysSo() {
        for (int i = 1; i <= 9; i++) {
            dicom("p/" + i, Headers.ct(i).patient(i % 3 == 0 ? "DOE JANE" : "DOE^JANE"));
        }
        assertThat(find(top)).singleElement().satisfies(patient -> {
            assertThat(patient.slices()).hasSize(9);
            assertThat(patient.notes()).containsExactly("Its headers spell the patient's name or identifier in several "
                    + "ways; the series they share says that it is one patient.");
        });
        files.likeness = .5;
        dicom("q/1", Headers.ct(1).patient("P1").spacing(.5));
        dicom("q/2", Headers.ct(2).patient("P1").spacing(.5));
        dicom("q/3", Headers.ct(2).instance("x").patient("P2").spacing(.4));
        assertThat(ids(top.resolve("q"))).as("a series UID given to two people").containsExactly("q", "q#2");
    }

    @Test
    void oneFolderOfSeveralPeopleUnderOneSeriesIsARowForEach() {
        anonymised("p", ct -> ct.frame("1.8"));
        for (int i = 1; i <= 5; i++) {
            dicom("p/x" + i, Headers.ct(i).patient("ANON").instance("x" + i).frame("1.9"));
        }
        List<Patient> patients = find(top.resolve("p"));
        assertThat(patients).extracting(Patient::id).containsExactly("p", "p#2");
        assertThat(patients).extracting(patient -> patient.slices().size()).containsExactly(6, 5);
    }

    @Test
    void headsThatNothingPartsAreRefused() {
        files.likeness = .5;
        anonymised("p", ct -> ct);
        for (int i = 1; i <= 6; i++) {
            dicom("p/x" + i, Headers.ct(i).patient("ANON").instance("x" + i));
        }
        Patient patient = find(top.resolve("p")).get(0);
        assertThat(patient.slices()).isEmpty();
        assertThat(patient.leftOut()).hasSize(12).allMatch(out -> out.status() == Status.REFUSED
                && out.reason().startsWith("its series shows two different heads at one place"));
        files.likeness = .97;
        assertThat(find(top.resolve("p")).get(0).slices()).as("one head, twice").hasSize(6);
    }

    @Test
    void copiesOfAFolderStayApart() {
        dicom("a/1", Headers.ct(1));
        dicom("a/2", Headers.ct(2));
        dicom("b/1", Headers.ct(1));
        dicom("b/2", Headers.ct(2));
        assertThat(ids(top)).containsExactly("a", "b");
    }

    @Test
    void namesThatClashBecomePathsAndThenNumbers() {
        picture("one/a/SE/1.jpg");
        picture("one/b/SE/1.jpg");
        picture("two/b/SE/1.jpg");
        picture("two/c/1.jpg");
        assertThat(ids(top.resolve("one"), top.resolve("two"))).containsExactly("a/SE", "one/b/SE", "two/b/SE", "c");
        assertThat(ids(top.resolve("two/c"), top.resolve("two/c"))).containsExactly("c", "c#2");
    }

    @Test
    void whatCannotBeUsedIsNamedAndTheRestIsPredicted() throws IOException {
        picture("p/1.jpg");
        WrittenHeaders.write(top.resolve("p/2.dcm"), "truncated x");
        WrittenHeaders.write(top.resolve("p/3.txt"), "");
        WrittenHeaders.write(top.resolve("q/2.dcm"), "truncated x");
        Files.createDirectories(top.resolve("r"));
        List<Patient> patients = find(top);
        assertThat(patients).extracting(Patient::id).containsExactly("p", "q", "r");
        assertThat(patients.get(0).slices()).hasSize(1);
        assertThat(patients.get(0).leftOut()).extracting(LeftOut::file, LeftOut::status).containsExactly(
                tuple(top.resolve("p/2.dcm").toString(), Status.REFUSED),
                tuple(top.resolve("p/3.txt").toString(), Status.LEFT_OUT));
        assertThat(patients.get(1).slices()).isEmpty();
        assertThat(patients.get(1).leftOut()).hasSize(1);
        assertThat(patients.get(2).slices()).isEmpty();
        assertThat(patients.get(2).leftOut()).isEmpty();
    }

    @Test
    @Timeout(20)
    void loopsPipesAndBrokenLinksAreNamed() throws Exception {
        picture("p/1.jpg");
        picture("outside/x/2.jpg");
        assumeTrue(new ProcessBuilder("mkfifo", top.resolve("p/pipe").toString()).start().waitFor() == 0, "no pipes");
        Files.createSymbolicLink(top.resolve("p/up"), Path.of(".."));
        Files.createSymbolicLink(top.resolve("p/self"), top.resolve("p"));
        Files.createSymbolicLink(top.resolve("p/gone.jpg"), Path.of("nowhere.jpg"));
        Files.createSymbolicLink(top.resolve("p/link.jpg"), top.resolve("outside/x/2.jpg"));
        Files.createSymbolicLink(top.resolve("p/other"), top.resolve("outside"));
        Files.createSymbolicLink(top.resolve("outside/x/back"), top.resolve("p"));
        List<Patient> patients = find(top.resolve("p"));
        assertThat(patients).extracting(Patient::id).containsExactly("p", "x");
        assertThat(names(patients.get(0))).containsExactly("1.jpg", "link.jpg");
        assertThat(patients.get(0).leftOut()).extracting(LeftOut::file).containsExactly(
                top.resolve("p/gone.jpg").toString(), top.resolve("p/pipe").toString(),
                top.resolve("p/self").toString(), top.resolve("p/up").toString());
        assertThat(patients.get(0).leftOut().get(0).reason()).contains("leads nowhere");
        assertThat(patients.get(0).leftOut().get(1).reason()).contains("a pipe");
        assertThat(patients.get(0).leftOut().get(3).reason()).contains("loop");
        assertThat(patients.get(1).leftOut()).extracting(LeftOut::file)
                .containsExactly(top.resolve("p/other/x/back").toString());
    }

    @Test
    void aFolderThatMayNotBeReadIsAPatientWithoutSlices() throws IOException {
        picture("p/1.jpg");
        Path locked = Files.createDirectories(top.resolve("p/locked"));
        assumeTrue(locked.toFile().setReadable(false) && !Files.isReadable(locked), "this user may read everything");
        List<Patient> patients = find(top.resolve("p"));
        assertThat(patients).extracting(Patient::id).containsExactly("p", "locked");
        assertThat(patients.get(1).leftOut()).singleElement().satisfies(out -> {
            assertThat(out.file()).isEqualTo(locked.toString());
            assertThat(out.status()).isEqualTo(Status.REFUSED);
            assertThat(out.reason()).contains("no permission");
        });
        assertThat(locked.toFile().setReadable(true)).isTrue();
    }

    @Test
    void aFileThatBreaksTheReaderIsNamedAndTheOthersGoOn() {
        picture("p/1.jpg");
        picture("p/2.jpg");
        HeaderReader broken = (file, shownAs) -> {
            if (file.endsWith("1.jpg")) {
                throw new IllegalStateException("a fault that names somebody");
            }
            return new WrittenHeaders().read(file, shownAs);
        };
        Patient patient = new PatientFinder(broken, CohortOptions.DEFAULT, Progress.NONE)
                .find(List.of(top.resolve("p")), out -> { }).next();
        assertThat(names(patient)).containsExactly("2.jpg");
        assertThat(patient.leftOut()).singleElement().satisfies(out -> {
            assertThat(out.status()).isEqualTo(Status.REFUSED);
            assertThat(out.reason()).contains("IllegalStateException").doesNotContain("somebody");
        });
    }

    @Test
    void aTableNamesThePatientsAndItsWordCounts() {
        picture("img/p1/1.jpg");
        picture("img/p1/more/2.jpg");
        picture("imh/p/1.jpg");
        picture("imh/p/more/2.jpg");
        picture("ims/p/1.jpg");
        picture("ims/p/more/2.jpg");
        picture("flat/p2_1.jpg");
        picture("flat/p2_10.jpg");
        picture("flat/p2_9.jpg");
        picture("flat/p22_1.jpg");
        dicom("two/a/1", Headers.ct(1).patient("A"));
        dicom("two/b/2", Headers.ct(2).patient("B").study("1.2"));
        picture("x/[1].jpg");
        Path table = WrittenHeaders.write(top.resolve("patients.csv"), "patient_id,path\nfirst,img\\p1\n"
                + "second,flat/p2_*.jpg\nthird,two\nfourth,nowhere/*.jpg\nfifth,x/[1].jpg\nsixth,i?h/**/*.jpg\n"
                + "seventh,\"" + top.resolve("flat") + "/p22*\"\neighth,ims/**\nninth,x/[\n");
        List<Patient> patients = find(table, top.resolve("img/p1"));
        assertThat(patients).extracting(Patient::id).containsExactly("first", "second", "third", "fourth", "fifth",
                "sixth", "seventh", "eighth", "ninth", "p1", "more");
        assertThat(names(patients.get(0))).containsExactly("1.jpg", "2.jpg");
        assertThat(patients.get(0).slices().get(0).shownAs()).isEqualTo(top.resolve("img/p1/1.jpg").toString());
        assertThat(names(patients.get(1))).containsExactly("p2_1.jpg", "p2_9.jpg", "p2_10.jpg");
        assertThat(names(patients.get(2))).containsExactly("1", "2");
        assertThat(patients.get(2).notes()).contains("The headers name 2 patients; the table says that they are one.");
        assertThat(patients.get(3).slices()).isEmpty();
        assertThat(patients.get(3).leftOut()).singleElement().satisfies(out -> {
            assertThat(out.file()).isEqualTo("nowhere/*.jpg");
            assertThat(out.reason()).startsWith("row 5 of the table").contains("nothing matches");
        });
        assertThat(names(patients.get(4))).containsExactly("[1].jpg");
        assertThat(names(patients.get(5))).containsExactly("1.jpg", "2.jpg");
        assertThat(names(patients.get(6))).containsExactly("p22_1.jpg");
        assertThat(names(patients.get(7))).containsExactly("1.jpg", "2.jpg");
        assertThat(patients.get(8).leftOut()).isNotEmpty();
        assertThat(strays).isEmpty();
    }

    @Test
    void rowsThatPointToTheSamePicturesAreNamedBeforeAnythingIsRead() throws IOException {
        for (String name : List.of("p1_1", "p1_2", "p10_1", "p11_1", "q1_1", "q2_1")) {
            picture("all/" + name + ".jpg");
        }
        for (String meeting : List.of("all/p1*,all/p10*", "all/p1_*,all/p1_2.jpg", "all,all/q1_1.jpg", "all/./q*,all/*",
                "all/{p1_1.jpg;p1_2.jpg},all/p1_*", "nowhere,nowhere", "all/../all,all/p11_1.jpg",
                "all," + top.resolve("all/q2_1.jpg"))) {
            String[] paths = meeting.split(",");
            Path table = WrittenHeaders.write(top.resolve("t.csv"), "patient_id,path\nother,all2\na,\""
                    + paths[0].replace(';', ',') + "\"\nb," + paths[1] + "\n");
            assertThatThrownBy(() -> find(table)).as(meeting).isInstanceOf(UserException.class)
                    .hasMessageContaining("cannot be used: Rows 3 and 4 point to the same pictures ('a' and 'b')");
        }
        assertThat(files.read).isEmpty();
        Path apart = WrittenHeaders.write(top.resolve("t.csv"),
                "patient_id,path\np1,all/p1_*\np10,all/p10_*\nq,\"all/{q1_1.jpg,q2_1.jpg}\"\n");
        assertThat(find(apart)).extracting(patient -> names(patient).size()).containsExactly(2, 1, 2);
    }

    @Test
    @Timeout(60)
    void aTableOfManyRowsIsCheckedWithoutListingAFolderForEach() throws IOException {
        StringBuilder rows = new StringBuilder("patient_id,path\n");
        for (int i = 0; i < 100_000; i++) {
            rows.append("a").append(i).append(",scans/p").append(i).append('\n');
        }
        for (int i = 0; i < 2_000; i++) {
            picture("flat/p" + i + "_1.jpg");
            rows.append("f").append(i).append(",flat/p").append(i).append("_*\n");
        }
        Path table = WrittenHeaders.write(top.resolve("t.csv"), rows.toString());
        long begin = System.nanoTime();
        Patients patients = new PatientFinder(files, CohortOptions.DEFAULT, Progress.NONE).find(List.of(table),
                strays::add);
        assertThat(patients.units()).isEqualTo(102_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void namesMatchHoweverTheirAccentsAreComposed() throws IOException {
        String composed = "Jos\u00e9";
        String decomposed = "Jose\u0301";
        assumeTrue(canHold(composed));
        for (String[] way : List.of(new String[] {composed, decomposed}, new String[] {decomposed, composed})) {
            String disk = way[0];
            String written = way[1];
            for (String path : List.of("%s", "%s/1.jpg", "%s/*.jpg", "%s*", "**/%s", "{%s,nobody}", "?os*/%s_2.jpg",
                    "Fu\u0308r %s/1.jpg", "%s/{%s_2.jpg}")) {
                Path root = Files.createTempDirectory(top, "case");
                WrittenHeaders.picture(root.resolve(disk).resolve("1.jpg"));
                WrittenHeaders.picture(root.resolve(disk).resolve(disk + "_2.jpg"));
                WrittenHeaders.picture(root.resolve("F\u00fcr " + disk).resolve("1.jpg"));
                Path table = WrittenHeaders.write(root.resolve("t.csv"),
                        "patient_id,path\np,\"" + path.replace("%s", written) + "\"\n");
                assertThat(find(table).get(0).slices()).as(path + " on a disk with " + disk.length()).isNotEmpty();
            }
        }
        Path twice = WrittenHeaders.write(top.resolve("t.csv"),
                "patient_id,path\n" + composed + ",a\n" + decomposed + ",b\n");
        assertThatThrownBy(() -> find(twice)).hasMessageContaining("repeats the patient_id");
        Path meeting = WrittenHeaders.write(top.resolve("t.csv"),
                "patient_id,path\na," + composed + "\nb," + decomposed + "\n");
        assertThatThrownBy(() -> find(meeting)).hasMessageContaining("point to the same pictures");
    }

    /** Not where the language setting knows ASCII only. */
    private boolean canHold(String name) {
        try {
            return top.resolve(name) != null;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Test
    void theBoneWindowBesideTheBrainWindowIsLeftOutByName() {
        for (String names : List.of("bone,brain", "Bone,BRAIN", "bone_window,brain_window", "Bone Window,brain")) {
            String bone = names.split(",")[0];
            String brain = names.split(",")[1];
            String set = "set of " + names.replace(',', '+');
            for (String picture : List.of("1.jpg", "2.jpg")) {
                tiff(set + "/049/" + bone + "/" + picture);
                tiff(set + "/049/" + brain + "/" + picture);
            }
            Patient walked = find(top.resolve(set)).get(0);
            assertThat(find(top.resolve(set))).hasSize(1);
            Path table = WrittenHeaders.write(top.resolve("t.csv"), "patient_id,path\np," + set + "/049\n");
            Patient row = find(table).get(0);
            WrittenHeaders.write(top.resolve("t.csv"), "patient_id,path\np," + set + "/049/*/*.jpg\n");
            Patient glob = find(table).get(0);
            for (Patient each : List.of(walked, row, glob)) {
                assertThat(each.slices()).as(set).allMatch(slice -> slice.shownAs().contains("/" + brain + "/"))
                        .hasSize(2);
                assertThat(each.leftOut()).isNotEmpty().allSatisfy(out -> {
                    assertThat(out.file()).contains("/049/" + bone);
                    assertThat(out.reason()).contains("bone window");
                });
            }
            assertThat(names(find(top.resolve(set + "/049/" + bone)).get(0))).containsExactly("1.jpg", "2.jpg");
            WrittenHeaders.write(top.resolve("t.csv"), "patient_id,path\np," + set + "/049/" + bone + "\n");
            assertThat(find(table).get(0).slices()).hasSize(2);
        }
        assertThat(strays).isEmpty();
    }

    @Test
    void foldersOfDicomMayBeCalledAnything() {
        dicom("p/bone/1", Headers.ct(1).series("9.2", 2).frame("5.1"));
        dicom("p/brain/2", Headers.ct(2).frame("5.1"));
        assertThat(find(top.resolve("p"))).isNotEmpty().flatMap(Patient::leftOut)
                .noneMatch(out -> out.reason().contains("bone window"));
        assertThat(files.read).extracting(file -> file.getFileName().toString()).contains("1", "2");
        tiff("q/bone/1.jpg");
        tiff("q/bone marrow/1.jpg");
        assertThat(ids(top.resolve("q"))).containsExactly("bone", "bone marrow");
    }

    private void tiff(String file) {
        WrittenHeaders.write(top.resolve(file), "MM picture 1 " + file);
    }

    @Test
    void namesThatFallIntoGroupsAreWarnedOf() {
        for (String name : List.of("qct01_CT0_plain_1.jpg", "qct01_CT0_plain_2.jpg", "qct02_CT11_plain_1.jpg",
                "qct02_CT11_plain_10.jpg")) {
            picture("flat/" + name);
        }
        assertThat(find(top.resolve("flat"))).singleElement().satisfies(patient -> assertThat(patient.warnings())
                .singleElement().asString().contains("4 pictures fall into 2 groups", "'qct01_CT0_plain_1.jpg'",
                        "'qct02_CT11_plain_1.jpg'", "patient_id,path").endsWith("qct01_CT0_plain,qct01_CT0_plain_*"));
        Path table = WrittenHeaders.write(top.resolve("t.csv"), "patient_id,path\np,flat\n");
        assertThat(find(table).get(0).warnings()).isEmpty();
    }

    @Test
    void headersThatNameAnotherPartOfTheBodyAreWarnedOf() {
        dicom("c/1", Headers.ct(1).bodyPart("CHEST "));
        dicom("c/2", Headers.ct(2).bodyPart("Abdomen^Meyer"));
        dicom("c/3", Headers.ct(3).bodyPart("HEAD"));
        dicom("c/4", Headers.ct(4).bodyPart("HEAD/NECK"));
        dicom("c/5", Headers.ct(5).bodyPart("MEYER CHESTER"));
        dicom("c/6", Headers.ct(6).bodyPart(""));
        assertThat(find(top.resolve("c"))).singleElement().satisfies(patient -> assertThat(patient.warnings())
                .singleElement().asString().startsWith("The headers of 2 of 6 slices name another part of the body")
                .contains("(ABDOMEN, CHEST)").doesNotContainIgnoringCase("Meyer"));
    }

    @Test
    void aTablesIdentifierIsKeptEvenWhereAFolderHasThatName() {
        picture("p1/1.jpg");
        picture("other/1.jpg");
        Path table = WrittenHeaders.write(top.resolve("t.csv"), "patient_id,path\np1,other\n");
        assertThat(ids(top.resolve("p1"), table)).containsExactly("p1#2", "p1");
    }

    @Test
    void aTableBesideThePatientsMakesThemNotOneMore() throws IOException {
        picture("p1/1.jpg");
        picture("p2/1.jpg");
        Files.writeString(top.resolve("patients.csv"), "patient_id\n");
        Patients patients = new PatientFinder(files, CohortOptions.DEFAULT, Progress.NONE).find(List.of(top),
                strays::add);
        assertThat(patients.units()).isEqualTo(2);
        assertThat(patients.next().id()).isEqualTo("p1");
        assertThat(patients.unitsDone()).isEqualTo(1);
        patients.next();
        assertThat(patients.hasNext()).isFalse();
        assertThat(patients.unitsDone()).isEqualTo(2);
    }

    @Test
    void readsNoFurtherThanAsked() {
        for (int i = 1; i <= 50; i++) {
            picture("p" + i + "/1.jpg");
            dicom("q" + i + "/1", Headers.ct(1).patient("Q" + i).study("1." + i));
        }
        Patients patients = new PatientFinder(files, CohortOptions.DEFAULT, Progress.NONE).find(List.of(top),
                strays::add);
        assertThat(patients.units()).isEqualTo(100);
        assertThat(files.read).isEmpty();
        assertThat(patients.next().id()).isEqualTo("p1");
        assertThat(files.read).hasSize(1);
        for (int i = 0; i < 50; i++) {
            patients.next();
        }
        assertThat(files.read).hasSize(52);
        assertThat(patients.unitsDone()).isEqualTo(51);
    }

    @Test
    void readingInParallelGivesTheSame() throws InterruptedException {
        for (int i = 1; i <= 200; i++) {
            dicom("p/" + i, Headers.ct(i).patient(i % 3 == 0 ? "A" : "B").kernel(i % 2 == 0 ? "BONE" : "SOFT"));
            WrittenHeaders.write(top.resolve("p/x" + i), i % 5 == 0 ? "truncated x" : "text");
        }
        List<Patient> one = find(top.resolve("p"));
        ExecutorService executor = Executors.newFixedThreadPool(4);
        List<Patient> other = new ArrayList<>();
        new PatientFinder(files, CohortOptions.DEFAULT, executor, Progress.NONE).find(List.of(top.resolve("p")),
                strays::add).forEachRemaining(other::add);
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(other).hasSize(2).isEqualTo(one);
    }

    @Test
    void stopsWhenAsked() {
        for (int i = 1; i <= 20; i++) {
            picture("p/" + i + ".jpg");
        }
        Progress stopsAfterFive = new Progress() {
            @Override
            public void update(String what, long done, long total) {
                assertThat(what).isNotEmpty();
            }

            @Override
            public boolean isCancelled() {
                return files.read.size() >= 5;
            }
        };
        Patients patients = new PatientFinder(files, CohortOptions.DEFAULT, stopsAfterFive)
                .find(List.of(top.resolve("p")), strays::add);
        assertThatThrownBy(patients::hasNext).isInstanceOf(CancellationException.class);
        assertThat(files.read).hasSize(5);
    }
}
