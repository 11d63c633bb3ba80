package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slicelstm.UserException;

class PatientTableTest {
    @TempDir
    private Path folder;

    private Path table(String text) throws IOException {
        return Files.writeString(folder.resolve("patients.csv"), text);
    }

    @Test
    void readsIdentifiersPathsAndLabels() throws IOException {
        PatientTable table = PatientTable.read(table("patient_id,path,hemorrhage,mass\n"
                + "p1,images/p1,1,0\np2,p2.tif,,1\n"));
        assertThat(table.columns()).containsExactly("hemorrhage", "mass");
        assertThat(table.rows()).extracting(PatientTable.Row::number).containsExactly(2, 3);
        assertThat(table.rows()).extracting(PatientTable.Row::id).containsExactly("p1", "p2");
        assertThat(table.rows()).extracting(PatientTable.Row::path).containsExactly("images/p1", "p2.tif");
        assertThat(table.rows().get(1).other()).containsEntry("hemorrhage", "").containsEntry("mass", "1");
        assertThat(table.folder()).isEqualTo(folder);
    }

    @Test
    void readsWhatSpreadsheetsWrite() throws IOException {
        String text = "\uFEFFPath;\"Patient_ID\";note\r\n"
                + "\"a;b/1\";\"Müller \"\"7\"\"\";\"two\r\nlines\"\r\n\r\n;;\r\n c ; 2 ;\r\n";
        PatientTable table = PatientTable.read(table(text));
        assertThat(table.rows()).hasSize(2);
        PatientTable.Row first = table.rows().get(0);
        assertThat(first.id()).isEqualTo("Müller \"7\"");
        assertThat(first.path()).isEqualTo("a;b/1");
        assertThat(first.other()).containsEntry("note", "two\r\nlines");
        assertThat(table.rows().get(1)).isEqualTo(
                new PatientTable.Row(5, "2", "c", Map.of("note", "")));
    }

    @Test
    void readsTabsAndOldMacLines() throws IOException {
        assertThat(PatientTable.read(table("patient_id\tpath\rp1\ta,b\r")).rows())
                .extracting(PatientTable.Row::path).containsExactly("a,b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "patient,path/p1,a|must have the columns patient_id and path in its first row",
        "patient_id,path/p1,a/,b|Row 3 of the table",
        "patient_id,path/,b|Row 2 of the table",
        "patient_id,path/p1|has no path",
        "patient_id,path/p1,a/p2,b/p1,c|Row 4 of the table",
        "patient_id,path/p1,a/p2,b/p1,c|repeats the patient_id 'p1' of row 2",
        "patient_id,path/p1,a,b|Row 2 of the table",
        "patient_id,path,path/p1,a,b|names the column path twice",
        "patient_id,path,x,x/p1,a,1,1|names the column 'x' twice",
        "patient_id,path/p1,a/p2,\"b|Row 3 of the table"})
    void saysWhichRowIsWrong(String text, String message) throws IOException {
        Path file = table(text.replace('/', '\n'));
        assertThatThrownBy(() -> PatientTable.read(file)).isInstanceOf(UserException.class)
                .hasMessageContaining(message).hasMessageContaining("patients.csv");
    }

    @Test
    void asksForUtf8() throws IOException {
        Path file = folder.resolve("patients.csv");
        Files.write(file, "patient_id,path\nMüller,a\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> PatientTable.read(file)).isInstanceOf(UserException.class)
                .hasMessageContaining("save it as CSV UTF-8");
    }

    @Test
    void isRecognisedByContent() throws IOException {
        Path named = WrittenHeaders.write(folder.resolve("list.txt"), "path;patient_id\n");
        Path other = WrittenHeaders.write(folder.resolve("readme.txt"), "patient_id is a word, path another\n");
        Path wrong = WrittenHeaders.write(folder.resolve("wrong.csv"), "a,b\n");
        Path picture = WrittenHeaders.write(folder.resolve("picture.csv"), "patient_id,path\n\0\0");
        Path empty = WrittenHeaders.write(folder.resolve("empty"), "");
        assertThat(PatientTable.isTable(named)).isTrue();
        assertThat(PatientTable.isTable(other)).isFalse();
        assertThat(PatientTable.isTable(wrong)).isTrue();
        assertThat(PatientTable.isTable(picture)).isFalse();
        assertThat(PatientTable.isTable(empty)).isFalse();
    }
}
