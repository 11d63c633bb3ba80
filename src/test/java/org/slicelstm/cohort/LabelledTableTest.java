package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.slicelstm.cohort.Label.ABSENT;
import static org.slicelstm.cohort.Label.PRESENT;
import static org.slicelstm.cohort.Label.UNKNOWN;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slicelstm.Progress;
import org.slicelstm.UserException;

class LabelledTableTest {
    @TempDir
    private Path folder;
    private final WrittenHeaders headers = new WrittenHeaders();

    @BeforeEach
    void pictures() {
        for (String patient : List.of("a", "b", "c", "d")) {
            WrittenHeaders.picture(folder.resolve("images/" + patient + "/1.jpg"));
            WrittenHeaders.picture(folder.resolve("images/" + patient + "/2.jpg"));
        }
        WrittenHeaders.write(folder.resolve("images/readme.txt"), "no picture");
    }

    @Test
    void readsLabelsSplitAndGroup() {
        LabelledTable table = read("""
                \uFEFFpatient_id;hemorrhage;mass;Split;path;Group\r
                a;1;;test;a;g1\r
                b;0.0;1.0;;b;\r
                c;0;0;Train;c;"g
                2"\r
                d;;;;d;\r
                """);
        assertThat(table.labels()).containsExactly("hemorrhage", "mass");
        assertThat(table.unlabelled()).isEqualTo(1);
        assertThat(table.patients()).extracting(LabelledPatient::labels).containsExactly(List.of(PRESENT, UNKNOWN),
                List.of(ABSENT, PRESENT), List.of(ABSENT, ABSENT));
        assertThat(table.patients()).extracting(LabelledPatient::part).containsExactly(Optional.of(Part.TEST),
                Optional.empty(), Optional.of(Part.TRAIN));
        assertThat(table.patients()).extracting(LabelledPatient::group).containsExactly("g1", "b", "g\n2");
        assertThat(table.patients()).extracting(LabelledPatient::row).containsExactly(2, 3, 4);
    }

    @Test
    void takesTheLabelsThatAreNamed() {
        LabelledTable table = read("patient_id,path,age,x,y\na,a,64,1,0\nb,b,32,0,1\nc,c,1,,1\nd,d,2,,0\n", "Y", "x");
        assertThat(table.labels()).containsExactly("y", "x");
        assertThat(table.patients().get(0).labels()).containsExactly(ABSENT, PRESENT);
        assertThat(read("patient_id,path,age,x,y\na,a,64,1,0\nb,b,32,0,1\nc,c,1,,1\nd,d,2,,0\n", "x").unlabelled())
                .isEqualTo(2);
    }

    @Test
    void pathsAreRelativeToTheTableWithoutAFolderOfImages() {
        Path file = WrittenHeaders.write(folder.resolve("images/t.csv"), "patient_id,path,x\np,a,1\nq,b/*.jpg,0\n");
        LabelledTable table = LabelledTable.read(file, List.of(), Optional.empty(), headers, Progress.NONE);
        assertThat(table.patients()).extracting(LabelledPatient::path).containsExactly("a", "b/*.jpg");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "path,x~a,a,1~b,b,0~c,c,2~d,d,0|'x' counts as no label, for row 4 says '2'",
        "path,x~a,a,yes~b,b,no~c,c,0~d,d,1|'x' counts as no label, for row 2 says 'yes'",
        "path,x,y~a,a,1,0~b,b,0,0~c,c,0,~d,d,1,0|train with --labels x",
        "path,x,y~a,a,1,0~b,b,0,0~c,c,0,~d,d,1,0|Rows 2, 3, 4 and 5 have nothing but 0 for whoever is known",
        "path,x~a,a,~b,b,~c,c,~d,d,|'x' is empty and counts as no label",
        "path,x~a,a,1~b,b,1~c,c,1~d,d,1|no label of this table can be learned",
        "path,x,all~a,a,1,1~b,b,0,0~c,c,0,0~d,d,1,1|Row 1 calls a label 'all'",
        "path~a,a~b,b~c,c~d,d|Row 1 names no label",
        "path,x,split~a,a,1,dev~b,b,0,~c,c,0,~d,d,1,|Row 2 says 'dev' for split",
        "path,x,split,group~a,a,1,test,g~b,b,0,,g~c,c,0,train,g~d,d,1,,|Rows 2 and 4 put the group 'g' into two parts",
        "path,x~a,a,1~b,b,0~c,gone,0~d,d,1~e,c,0|Row 4 names the patient 'c', but nothing matches its path",
        "path,x~a,a,1~b,b,0~c,c,0~d,a/1.jpg,1~e,d,0|Rows 2 and 5 point to the same pictures ('a' and 'd')",
        "path,x~a,a,1~b,b,0~c,c,0~d,b,1~e,d,0|Rows 3 and 5 point to the same pictures ('b' and 'd')",
        "path,x~a,a,1~b,b,0~c,c,0|images/d' holds pictures that no row names",
        "path,x~a,a,1~b,b,0~c,c,0~d,d/1.jpg,1|holds pictures that no row names",
        "path,x~a,a,1~a,b,0~c,c,0~d,d,1|Row 3 of the table",
        "path,x|It names no patient"})
    void namesTheRowOfEachProblem(String text, String message) {
        assertThatThrownBy(() -> read("patient_id," + text.replace('~', '\n'))).isInstanceOf(UserException.class)
                .hasMessageContaining(message).hasMessageContaining("t.csv");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "path,x~a,a,1~b,b,0~c,c,2~d,d,0|Row 4 says something for the label 'x' that is neither 0 nor 1 nor empty",
        "path,x~a,a,yes~b,b,no~c,c,0~d,d,1|Rows 2 and 3 say something for the label 'x'",
        "path,y,x~a,a,1,~b,b,0,~c,c,0,~d,d,1,|have nothing but empty fields in the label 'x'"})
    void namesTheRowOfEachProblemOfALabelThatWasNamed(String text, String message) {
        assertThatThrownBy(() -> read("patient_id," + text.replace('~', '\n'), "x")).isInstanceOf(UserException.class)
                .hasMessageContaining(message).hasMessageContaining("t.csv");
    }

    @Test
    void tellsAllProblemsTogetherInTheOrderOfRows() {
        UserException told = catchThrowableOfType(UserException.class, () -> read("""
                patient_id,path,x,y,split
                a,a,1,0,dev
                b,gone,0,0,
                c,c,7,0,
                d,d,0,0,
                """, "x", "y"));
        assertThat(told.getMessage().lines()).hasSize(6);
        assertThat(told.getMessage().lines().skip(1)).satisfiesExactly(
                line -> assertThat(line).startsWith("Row 2 says 'dev'"),
                line -> assertThat(line).startsWith("Rows 2, 3, 4 and 5 have nothing but 0"),
                line -> assertThat(line).startsWith("Row 3 names the patient 'b'"),
                line -> assertThat(line).startsWith("Row 4 says something for the label 'x'"),
                line -> assertThat(line).startsWith("The folder '").contains("images/b'"));
    }

    @Test
    void saysWhichLabelsThereAreWhenOneIsMissing() {
        assertThatThrownBy(() -> read("patient_id,path,x,y\na,a,1,0\nb,b,0,1\nc,c,0,0\nd,d,0,0\n", "z"))
                .hasMessageContaining("no column for the label 'z'").hasMessageContaining("its labels are x,y");
    }

    @Test
    void aPatientWithoutAUsablePictureIsNamedAndOneWithTooManyIsCounted() {
        WrittenHeaders.picture(folder.resolve("images/d/3.jpg"));
        LabelledTable table = read("patient_id,path,x\na,a,1\nb,b,0\nc,c,0\nd,d,1\n");
        PatientFinder finder = new PatientFinder(headers, CohortOptions.DEFAULT, Progress.NONE);
        LabelledCohort all = LabelledCohort.find(table, finder, OptionalInt.empty(), Progress.NONE);
        assertThat(all.members()).extracting(each -> each.patient().slices().size()).containsExactly(2, 2, 2, 3);
        LabelledCohort few = LabelledCohort.find(table, finder, OptionalInt.of(2), Progress.NONE);
        assertThat(few.patients()).extracting(LabelledPatient::id).containsExactly("a", "b", "c");
        assertThat(few.tooMany()).isEqualTo(1);
        assertThatThrownBy(() -> LabelledCohort.find(table, finder, OptionalInt.of(1), Progress.NONE))
                .isInstanceOf(UserException.class).hasMessageContaining("Every patient has more than 1 slice;");

        WrittenHeaders.write(folder.resolve("images/b/1.jpg"), "nothing");
        WrittenHeaders.write(folder.resolve("images/b/2.jpg"), "nothing");
        assertThatThrownBy(() -> LabelledCohort.find(table, finder, OptionalInt.empty(), Progress.NONE))
                .isInstanceOf(UserException.class).hasMessageContaining("Row 3 names the patient 'b', but none of");
    }

    private LabelledTable read(String text, String... labels) {
        Path file = WrittenHeaders.write(folder.resolve("t.csv"), text);
        return LabelledTable.read(file, List.of(labels), Optional.of(folder.resolve("images")), headers, Progress.NONE);
    }
}
