package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.cohort.DicomHeader;

/** What can be told of a file whose picture is lost. */
class LegibleHeaderTest {
    private static final String STUDY = "1.2.3.4";

    @TempDir
    private Path folder;

    private final SliceFiles files = new SliceFiles();

    private Optional<DicomHeader> legible(byte[] bytes) throws IOException {
        return files.legibleHeader(Files.write(folder.resolve("x"), bytes));
    }

    @Test
    void aCutFileTellsItsStudyWhereItGoesSoFar() throws IOException {
        for (String syntax : new String[] {DicomBytes.EXPLICIT, DicomBytes.IMPLICIT, DicomBytes.BIG}) {
            byte[] whole = DicomBytes.ct(syntax, 4, 4).text(0x00100020, "LO", "somebody")
                    .text(0x0020000D, "UI", STUDY).words(new int[16]).file();
            int end = new String(whole, StandardCharsets.ISO_8859_1).indexOf(STUDY) + STUDY.length() + 1;
            DicomHeader known = legible(whole).orElseThrow();
            assertThat(known.studyUid()).isEqualTo(STUDY);
            for (int length = 0; length < whole.length; length++) {
                Optional<DicomHeader> header = legible(Arrays.copyOf(whole, length));
                String study = header.map(DicomHeader::studyUid).orElse("");
                assertThat(study).as("%d of %d bytes", length, end).isEqualTo(length >= end ? STUDY : "");
                assertThat(length < end || header.orElseThrow().patientKey().equals(known.patientKey())).isTrue();
            }
        }
    }

    @Test
    void otherFilesHaveNone() throws IOException {
        assertThat(legible("text".getBytes(StandardCharsets.US_ASCII))).isEmpty();
        assertThat(files.legibleHeader(folder.resolve("gone"))).isEmpty();
    }
}
