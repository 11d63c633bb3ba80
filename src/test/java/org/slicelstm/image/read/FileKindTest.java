package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.encode.DrawnHead;

/** Files are told by their content; their names do not count. */
class FileKindTest {
    @TempDir
    private Path folder;

    private final SliceFiles files = new SliceFiles();

    @ParameterizedTest
    @CsvSource({"'signed 16 bits, explicit', slice.jpg, true", "'JPEG, 8 bits', slice.png, true",
        "JPG, slice.dcm, false", "PNG, slice, false", "TIFF of 16 bits in tiles, slice.png, false"})
    void aLyingExtensionOfADrawnPictureDoesNotMatter(String drawn, String name, boolean dicom) throws Exception {
        Slice slice = files.read(Files.write(folder.resolve(name), DrawnFiles.named(drawn).bytes()), "as/shown").get(0);

        assertThat(slice.isDicom()).isEqualTo(dicom);
        assertThat(slice.shownAs()).isEqualTo("as/shown");
        assertThat(files.decode(slice).rows()).isEqualTo(DrawnHead.ROWS);
    }

    @NeedsSharedData
    @ParameterizedTest
    @CsvSource({"ge_head_ct/18.dcm, slice.jpg, true", "ge_images/18.jpg, slice.dcm, false",
        "ge_other_formats/18.png, slice, false", "ge_other_formats/slice_18.tif, slice.png, false"})
    void aLyingExtensionDoesNotMatter(String source, String name, boolean dicom) throws Exception {
        Path file = Files.copy(SharedData.path(source), folder.resolve(name));

        Slice slice = files.read(file, "as/shown").get(0);

        assertThat(slice.isDicom()).isEqualTo(dicom);
        assertThat(slice.shownAs()).isEqualTo("as/shown");
        assertThat(files.decode(slice).rows()).isEqualTo(512);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'' | LEFT_OUT | empty file",
        "'Dear colleague, see the CT.' | LEFT_OUT | a text file, not a picture",
        "'Zwölf Schnitte, naïve Größe' | LEFT_OUT | a text file, not a picture",
        "'%PDF-1.4' | LEFT_OUT | a PDF document, not a picture",
        "'GIF89a' | REFUSED | a GIF picture, which is not read here; save it as PNG, TIFF or DICOM",
        "'BM' | LEFT_OUT | a text file, not a picture"})
    void otherFilesAreNamed(String content, Status status, String reason) throws Exception {
        Path file = Files.write(folder.resolve("slice.dcm"), content.getBytes(StandardCharsets.UTF_8));

        assertReason(file, status, reason);
    }

    @Test
    void binaryFilesAreNamed() throws Exception {
        byte[] store = {0, 0, 0, 1, 'B', 'u', 'd', '1', 0, 0};
        byte[] zip = {'P', 'K', 3, 4, 20, 0};
        byte[] noise = {1, 2, 3, 4};

        assertReason(Files.write(folder.resolve(".DS_Store"), store), Status.LEFT_OUT,
                "a .DS_Store file of macOS, not a picture");
        assertReason(Files.write(folder.resolve("a"), zip), Status.LEFT_OUT, "a ZIP archive, not a picture");
        assertReason(Files.write(folder.resolve("b"), noise), Status.LEFT_OUT,
                "not a picture known here: neither DICOM, JPEG, PNG nor TIFF");
    }

    @Test
    void anIndexIsNoPicture() throws Exception {
        byte[] dicomdir = DicomBytes.empty(DicomBytes.EXPLICIT).text(0x00020002, "UI", "1.2.840.10008.1.3.10")
                .text(0x00041130, "CS", "DISK").file();

        assertReason(Files.write(folder.resolve("DICOMDIR"), dicomdir), Status.LEFT_OUT,
                "DICOMDIR: an index, not a picture");
    }

    @Test
    void objectsWithoutPixelsAreLeftOutByTheirModality() throws Exception {
        byte[] report = DicomBytes.empty(DicomBytes.EXPLICIT).text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.11")
                .text(0x00080060, "CS", "SR").file();

        assertReason(Files.write(folder.resolve("report"), report), Status.LEFT_OUT,
                "DICOM object without pixels (SR)");
    }

    @Test
    void whatTheFileSystemWithholdsIsRefused() {
        assertReason(folder.resolve("gone.dcm"), Status.REFUSED, "cannot be read: there is no such file");
        assertReason(folder, Status.REFUSED, "a folder, not a file");
    }

    private void assertReason(Path file, Status status, String reason) {
        assertThatThrownBy(() -> files.read(file, "shown")).isInstanceOfSatisfying(NotASliceException.class, e -> {
            assertThat(e).hasMessage(reason);
            assertThat(e.status()).isEqualTo(status);
        });
    }
}
