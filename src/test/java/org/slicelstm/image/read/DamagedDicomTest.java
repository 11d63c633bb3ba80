package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;

/** Headers that lie and pixel data that stop short are refused, and the reason says what is wrong. */
class DamagedDicomTest {
    @TempDir
    private Path folder;

    private final SliceFiles files = new SliceFiles();

    @Test
    void fewerOrMorePixelsThanTheHeaderSays() {
        assertRefused(ct(2, 2).words(1, 2, 3), "truncated: 6 of 8 bytes of pixel data");
        assertRefused(ct(2, 2).words(1, 2, 3, 4, 5),
                "damaged: 10 bytes of pixel data where the header describes 8, and what is left is no padding");
        // As much as a row or a column that the header forgot is no padding, nor is what differs.
        assertRefused(ct(4, 5).put(0x7FE00010, "OW", new byte[48]),
                "damaged: 48 bytes of pixel data where the header describes 40");
        byte[] differing = new byte[46];
        differing[43] = 1;
        assertRefused(ct(4, 5).put(0x7FE00010, "OW", differing),
                "damaged: 46 bytes of pixel data where the header describes 40, and what is left is no padding");
        assertRefused(ct(2, 2).raw(0x7FE00010, "OW", 8, new byte[6]), "truncated: 6 of 8 bytes of pixel data");
        assertRefused(ct(1, 1).text(0x00280008, "IS", "2").words(1), "truncated: 2 of 4 bytes of pixel data");
        assertRefused(ct(2, 2), "truncated: the header is that of a picture, but no pixel data follow");
    }

    @Test
    void sizesThatNoSliceHas() {
        assertRefused(ct(10_000, 10_000).words(1),
                "10,000 × 10,000 pixels is not a CT slice (at most 36 megapixels)");
        assertRefused(ct(0, 5).words(1), "damaged header: 0 × 5 pixels");
        assertRefused(ct(1, 1).text(0x00280008, "IS", "0").words(1), "damaged header: NumberOfFrames is 0");
        assertRefused(ct(1, 1).text(0x00280008, "IS", "2147483647").words(1),
                "truncated: 2 of 4,294,967,294 bytes of pixel data");
    }

    @Test
    void layoutsThatContradictThemselvesOrAreNotRead() {
        assertRefused(ct(1, 1).us(0x00280101, 17).words(1),
                "damaged header: BitsAllocated 16, BitsStored 17 and HighBit 15 contradict each other");
        assertRefused(ct(1, 1).us(0x00280101, 12).us(0x00280102, 5).words(1),
                "damaged header: BitsAllocated 16, BitsStored 12 and HighBit 5 contradict each other");
        assertRefused(ct(1, 1).us(0x00280100, 1).us(0x00280101, 1).us(0x00280102, 0).words(1),
                "a picture of 1 bits a value, where a slice has 8, 16 or 32");
        assertRefused(ct(1, 1).us(0x00280002, 4).text(0x00280004, "CS", "CMYK").words(1, 1, 1, 1),
                "colours that are not read here: 4 values a pixel as CMYK");
    }

    @Test
    void lengthsBeyondTheFileTakeNoMemory() {
        assertRefused(ct(1, 1).raw(0x00081030, "UT", 0x7FFFFFF0, new byte[4]),
                "truncated: the file ends inside its DICOM header");
        assertRefused(ct(1, 1).raw(0x00281201, "OW", 0x7FFFFFF0, new byte[4]),
                "truncated: the file ends inside its DICOM header");
    }

    @Test
    void sequencesNestedWithoutEnd() {
        byte[] opening = {0x29, 0, 0x10, 0x10, 'S', 'Q', 0, 0, -1, -1, -1, -1, -2, -1, 0, -32, -1, -1, -1, -1};
        byte[] many = new byte[opening.length * 5000];
        for (int i = 0; i < many.length; i++) {
            many[i] = opening[i % opening.length];
        }

        assertThatThrownBy(() -> decode(DicomBytes.empty(DicomBytes.EXPLICIT).file(nothing -> many)))
                .isInstanceOf(NotASliceException.class).hasMessageContaining("sequences nested too deeply");
    }

    @Test
    void fragmentsThatStopShortOrDoNotFitTheFrames() {
        byte[] frame = DicomBytes.rle(List.of(new byte[] {1}, new byte[] {2}));
        DicomBytes whole = rle().fragments(new byte[0], List.of(frame));
        byte[] file = whole.file();

        assertRefused(Arrays.copyOf(file, file.length - 8), "truncated: the pixel data end after 1 complete fragments");
        assertRefused(Arrays.copyOf(file, file.length - 9), "truncated: the pixel data end inside fragment 1");
        assertRefused(rle().text(0x00280008, "IS", "3").fragments(new byte[0], List.of(frame, frame)).file(),
                "damaged: the pixel data do not begin with a frame");
        assertRefused(rle().words(1).file(), "damaged: pixel data in one piece or in fragments, against the transfer "
                + "syntax 1.2.840.10008.1.2.5");
    }

    @Test
    void runsThatDoNotFillTheirSegment() {
        byte[] good = DicomBytes.rle(List.of(new byte[] {1, 2}, new byte[] {3, 4}));
        byte[] fewer = DicomBytes.rle(List.of(new byte[] {1, 2}, new byte[] {3}));
        byte[] more = DicomBytes.rle(List.of(new byte[] {1, 2}, new byte[] {3, 4, 5, 6}));
        byte[] oneSegment = DicomBytes.rle(List.of(new byte[] {1, 2}));

        assertThat(good).isNotEmpty();
        assertRefused(rle(2, fewer), "damaged RLE data: 1 of 2 bytes in a segment");
        assertRefused(rle(2, more), "damaged RLE data: 4 bytes in a segment behind the last of its picture");
        assertRefused(rle(2, oneSegment), "damaged RLE data: 1 segments instead of 2");
    }

    @Test
    void aPictureInsideThatIsNotTheOneOfTheHeader() throws Exception {
        byte[] jpeg = Pictures.jpeg(8, 4, 0.9f);
        DicomBytes file = DicomBytes.ct(DicomBytes.JPEG_BASELINE, 8, 5).us(0x00280100, 8).us(0x00280101, 8)
                .us(0x00280102, 7).fragments(new byte[0], List.of(jpeg));

        assertRefused(file.file(),
                "damaged: the header says 8 × 5 pixels, the picture inside has 8 × 4");
    }

    @Test
    void encodingsThatAreNotReadAreNamedWithAWayOut() {
        DicomBytes htj2k = DicomBytes.ct("1.2.840.10008.1.2.4.201", 1, 1);

        assertRefused(htj2k.fragments(new byte[0], List.of(new byte[4])),
                "encoded as High-Throughput JPEG 2000 Lossless (1.2.840.10008.1.2.4.201), which is not read here; "
                        + "convert it, for example in Python, after pip install pydicom pylibjpeg-openjpeg: "
                        + "d = pydicom.dcmread('in.dcm'); d.decompress(); d.save_as('out.dcm')");
    }

    private static DicomBytes ct(int columns, int rows) {
        return DicomBytes.ct(DicomBytes.EXPLICIT, columns, rows);
    }

    private static DicomBytes rle() {
        return DicomBytes.ct(DicomBytes.RLE, 1, 1);
    }

    private static byte[] rle(int columns, byte[] frame) {
        return DicomBytes.ct(DicomBytes.RLE, columns, 1).fragments(new byte[0], List.of(frame)).file();
    }

    private void assertRefused(DicomBytes dicom, String reason) {
        assertRefused(dicom.file(), reason);
    }

    private void assertRefused(byte[] file, String reason) {
        assertThatThrownBy(() -> decode(file)).isInstanceOfSatisfying(NotASliceException.class, e -> {
            assertThat(e).hasMessage(reason);
            assertThat(e.status()).isEqualTo(Status.REFUSED);
        });
    }

    private void decode(byte[] file) throws Exception {
        for (Slice slice : files.read(Files.write(folder.resolve("test.dcm"), file), "test.dcm")) {
            files.decode(slice);
        }
    }
}
