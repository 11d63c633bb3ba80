package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.UserException;

class SplitFileTest {
    @TempDir
    private Path folder;

    @Test
    void readsBackWhatItWrote() throws IOException {
        List<LabelledPatient> cohort = SplitTest.cohort(30, 2, 1);
        Split split = Split.of(cohort, .2, .2, 1);
        Path file = folder.resolve("run/split.csv");
        SplitFile.write(file, split);
        assertThat(Files.readString(file)).startsWith("patient_id,split\np0,").endsWith("\n").doesNotContain("\r");
        assertThat(SplitFile.read(file, cohort)).isEqualTo(split);
    }

    /** A run divides a table of training and test alone further; evaluating by its file is no contradiction. */
    @Test
    void trainingPatientsMayValidateWhereTheTableNamesNoValidation() throws IOException {
        Path file = Files.writeString(folder.resolve("s.csv"), "patient_id,split\na,train\nb,validation\nc,test\n");
        LabelledPatient a = named("a", Part.TRAIN);
        LabelledPatient b = named("b", Part.TRAIN);
        LabelledPatient c = named("c", Part.TEST);
        assertThat(SplitFile.read(file, List.of(a, b, c)).parts()).isEqualTo(
                Map.of("a", Part.TRAIN, "b", Part.VALIDATION, "c", Part.TEST));
        assertThatThrownBy(() -> SplitFile.read(file, List.of(named("a", Part.VALIDATION), b, c)))
                .hasMessageContaining("'a' of row 2 into train");
        assertThatThrownBy(() -> SplitFile.read(file, List.of(a, b, named("c", Part.TRAIN))))
                .hasMessageContaining("'c' of row 2 into test, the table says train");
    }

    private static LabelledPatient named(String id, Part part) {
        return new LabelledPatient(2, id, id, List.of(), Optional.of(part), id);
    }

    @Test
    void passesOverPatientsThatTheTableLacks() throws IOException {
        Path file = Files.writeString(folder.resolve("s.csv"), "patient_id,split\r\na,train\r\n\r\nb , Validation\r\n");
        assertThat(SplitFile.read(file, List.of(patient(2, "b", "b"))).parts()).isEqualTo(Map.of("b", Part.VALIDATION));
    }

    @Test
    void namesTheRowThatIsWrong() throws IOException {
        assertThatThrownBy(() -> read("patient_id,split\na,train\nb,dev\n")).hasMessageContaining("Row 3")
                .hasMessageContaining("train, validation or test");
        assertThatThrownBy(() -> read("patient_id,split\na,train\na,test\n")).hasMessageContaining("Row 3")
                .hasMessageContaining("repeats");
        assertThatThrownBy(() -> read("patient_id,split\na,train\n")).hasMessageContaining("'b' of row 3");
        assertThatThrownBy(() -> read("id,split\na,train\n")).hasMessageContaining("columns patient_id and split");
        assertThatThrownBy(() -> read("patient_id,split\na,train\nb,test\n")).hasMessageContaining("group 'g'")
                .hasMessageContaining("rows 2 and 3");
        assertThatThrownBy(() -> read("patient_id,split\na,test\nb,test\n", Part.TRAIN))
                .hasMessageContaining("row 2 into test, the table says train");
    }

    private void read(String text, Part... first) throws IOException {
        Path file = Files.writeString(folder.resolve("s.csv"), text);
        LabelledPatient a = new LabelledPatient(2, "a", "a", List.of(),
                first.length == 0 ? Optional.empty() : Optional.of(first[0]), "g");
        assertThatThrownBy(() -> SplitFile.read(file, List.of(a, patient(3, "b", "g"))))
                .isInstanceOf(UserException.class);
        SplitFile.read(file, List.of(a, patient(3, "b", "g")));
    }

    private static LabelledPatient patient(int row, String id, String group) {
        return new LabelledPatient(row, id, id, List.of(), Optional.empty(), group);
    }
}
