package org.slicelstm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    private Path folder;

    private static PatientItem item(String id) {
        return PatientItem.ofRow(0, id, 1, "table.csv", 2, id);
    }

    @Test
    void anAttemptLearnsWhatEarlierOnesOfItsTaskFinished() throws IOException {
        try (Journal journal = Journal.begin(folder, "run", 7, 1)) {
            journal.begun(item("a"));
            journal.done(new ResultRow(4, List.of("a", "12", "an error, with \"quotes\"\nand two lines")));
            journal.begun(item("b"));
            journal.failed(item("b"));
            journal.begun(item("c"));
        }
        try (Journal journal = Journal.begin(folder, "run", 7, 2)) {
            journal.begun(item("c"));
        }
        try (Journal other = Journal.begin(folder, "run", 77, 3)) {
            other.done(new ResultRow(9, List.of("z", "1", "")));
        }
        Journal.Past past = Journal.past(folder, "run", 7);
        assertThat(past.done().keySet()).containsExactly("a");
        assertThat(past.done().get("a").position()).isEqualTo(4);
        assertThat(past.done().get("a").fields()).containsExactly("a", "12", "an error, with \"quotes\" and two lines");
        assertThat(past.deadly().get("b")).isZero();
        assertThat(past.deadly().get("c")).isEqualTo(2);
        assertThat(Journal.all(folder).done().keySet()).containsExactlyInAnyOrder("a", "z");
    }

    @Test
    void aLineThatWasCutShortCountsForNothingWhereverItWasCut() throws IOException {
        Path whole = folder.resolve("whole");
        try (Journal journal = Journal.begin(whole, "run", 0, 1)) {
            journal.done(new ResultRow(0, List.of("a", "0.5", "")));
            journal.done(new ResultRow(1, List.of("b, \"b\"", "0.25", "an error")));
        }
        String text = Files.readString(whole.resolve("run-0/1.csv"));
        int first = text.indexOf('\n') + 1;
        for (int end = first; end < text.length() - 1; end++) {
            Path cut = Files.createDirectories(folder.resolve("cut" + end));
            Files.writeString(cut.resolve("1.csv"), text.substring(0, end), StandardOpenOption.CREATE_NEW);
            assertThat(Journal.all(cut).done().keySet()).as("cut at " + end).containsExactly("a");
        }
    }

    @Test
    void aRowIsOneLineAndComesBack() {
        ResultRow row = new ResultRow(12, List.of("Ä, \"b\"", "", "two\r\nlines"));
        assertThat(row.line()).doesNotContain("\n").doesNotContain("\r");
        ResultRow again = ResultRow.read(row.line(), 3).orElseThrow();
        assertThat(again.position()).isEqualTo(12);
        assertThat(again.fields()).containsExactly("Ä, \"b\"", "", "two lines");
        assertThat(ResultRow.read("12,a,b", 3)).isEmpty();
    }
}
