package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.StoredSlice;

/** However a file is cut or damaged, it is never read as a picture that it is not, and nothing but a refusal comes. */
class TruncatedFilesTest {
    @TempDir
    private Path folder;

    private final SliceFiles files = new SliceFiles();

    @Test
    void aPrefixOfADrawnPictureIsRefusedOrTheSame() throws Exception {
        for (DrawnFile drawn : DrawnFiles.all()) {
            aPrefixIsRefusedOrTheSame(drawn.bytes(), 25);
        }
    }

    @NeedsSharedData
    @ParameterizedTest
    @CsvSource({"pydicom_small/CT_small.dcm, 60", "pydicom_small/ExplVR_BigEnd.dcm, 60",
        "pydicom_small/MR_small_implicit.dcm, 60", "pydicom_small/MR_small_RLE.dcm, 60",
        "pydicom_small/JPEG2000.dcm, 120", "pydicom_small/SC_rgb_jpeg_dcmtk.dcm, 120",
        "pydicom_small/image_dfl.dcm, 60",
        "ge_transfer_syntax/jpeg_lossless_sv1.dcm, 24", "ge_transfer_syntax/j2k_lossless.dcm, 24",
        "ge_transfer_syntax/jpeg_baseline8_lossy.dcm, 30", "ge_images/18.jpg, 60", "ge_other_formats/18.png, 60",
        "ge_other_formats/slice_18.tif, 60"})
    void aPrefixIsRefusedOrTheSame(String name, int cuts) throws Exception {
        aPrefixIsRefusedOrTheSame(Files.readAllBytes(SharedData.path(name)), cuts);
    }

    @Test
    void everyPrefixOfSmallFilesIsRefusedOrTheSame() throws Exception {
        byte[] rle = DicomBytes.rle(List.of(new byte[] {1, 1, 2}, new byte[] {3, 4, 5}));
        for (byte[] file : List.of(
                DicomBytes.ct(DicomBytes.EXPLICIT, 3, 2).words(1, 2, 3, 4, 5, 6).file(),
                DicomBytes.ct(DicomBytes.RLE, 3, 1).text(0x00280008, "IS", "2")
                        .fragments(new byte[0], List.of(rle, rle)).file(),
                Pictures.tiff(List.of(Pictures.grey(5, 4, 0), Pictures.grey(5, 4, 1))),
                Pictures.png(Pictures.grey(5, 4, 0)), Pictures.jpeg(8, 8, 0.9f))) {
            aPrefixIsRefusedOrTheSame(file, Integer.MAX_VALUE);
        }
    }

    private void aPrefixIsRefusedOrTheSame(byte[] whole, int cuts) throws Exception {
        List<double[]> expected = all(whole);
        SplittableRandom random = new SplittableRandom(whole.length);
        int refused = 0;
        int count = Math.min(cuts, whole.length);
        for (int i = 0; i < count; i++) {
            int length = count == whole.length ? i
                    : i < 20 ? whole.length - 1 - i : random.nextInt(whole.length);
            try {
                List<double[]> found = all(Arrays.copyOf(whole, length));
                assertThat(found).as("%d of %d bytes", length, whole.length).hasSameSizeAs(expected);
                for (int frame = 0; frame < found.size(); frame++) {
                    assertThat(Arrays.equals(found.get(frame), expected.get(frame)))
                            .as("%d of %d bytes", length, whole.length).isTrue();
                }
            } catch (NotASliceException e) {
                assertThat(e.getMessage()).isNotBlank();
                refused++;
            }
        }
        assertThat(refused).as("refused").isGreaterThan(count / 2);
    }

    @Test
    void damageToADrawnPictureEndsInAPictureOrARefusalOfBoundedMemory() throws Exception {
        for (DrawnFile drawn : DrawnFiles.all()) {
            damageEndsInAPictureOrARefusal(drawn.bytes(), 10);
        }
    }

    @NeedsSharedData
    @ParameterizedTest
    @CsvSource({"pydicom_small/CT_small.dcm", "pydicom_small/nested_priv_SQ.dcm", "pydicom_small/MR_small_RLE.dcm",
        "pydicom_small/MR_small_implicit.dcm", "pydicom_small/image_dfl.dcm", "pydicom_small/JPEG2000.dcm",
        "pydicom_small/SC_rgb_jpeg_dcmtk.dcm", "ge_images/18.jpg", "ge_other_formats/slice_18.tif"})
    void damageEndsInAPictureOrARefusalOfBoundedMemory(String name) throws Exception {
        damageEndsInAPictureOrARefusal(Files.readAllBytes(SharedData.path(name)), 25);
    }

    private void damageEndsInAPictureOrARefusal(byte[] whole, int times) throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < times; i++) {
            byte[] damaged = whole.clone();
            int header = Math.min(whole.length, 3000);
            for (int k = 0; k < 1 + i % 6; k++) {
                damaged[random.nextInt(k % 2 == 0 ? header : whole.length)] = (byte) random.nextInt(256);
            }
            long before = allocated();
            try {
                all(damaged);
            } catch (NotASliceException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
            assertThat(allocated() - before).as("bytes of memory").isLessThan(700_000_000L);
        }
    }

    @Test
    void noiseBehindEveryKindOfBeginningIsRefused() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        byte[] preamble = new byte[132];
        System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, preamble, 128, 4);
        for (byte[] start : List.of(new byte[0], preamble, new byte[] {8, 0, 5, 0, 'C', 'S'},
                new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}, new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0},
                new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10})) {
            for (int i = 0; i < 60; i++) {
                byte[] noise = new byte[start.length + 16 + random.nextInt(3000)];
                for (int k = 0; k < noise.length; k++) {
                    noise[k] = (byte) (i % 2 == 0 ? random.nextInt(256) : random.nextInt(4));
                }
                System.arraycopy(start, 0, noise, 0, start.length);
                boolean refused = false;
                try {
                    all(noise);
                } catch (NotASliceException e) {
                    refused = true;
                }
                assertThat(refused).isTrue();
            }
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private List<double[]> all(byte[] file) throws Exception {
        List<double[]> values = new ArrayList<>();
        for (Slice slice : files.read(Files.write(folder.resolve("file"), file), "file")) {
            StoredSlice stored = files.decode(slice);
            values.add(Stored.values(stored));
        }
        return values;
    }
}
