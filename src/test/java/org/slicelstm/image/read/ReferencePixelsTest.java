package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.StoredSlice;

/** Every shared file is right to the last pixel, as independent decoders see it, or refused for a reason named here. */
@NeedsSharedData
class ReferencePixelsTest {
    private static final String GE = "ge_transfer_syntax/";
    private static final String SMALL = "pydicom_small/";

    private final SliceFiles files = new SliceFiles();

    @ParameterizedTest
    @ValueSource(strings = {"ge_head_ct/01.dcm", "ge_head_ct/05.dcm", "ge_head_ct/09.dcm", "ge_head_ct/18.dcm",
            "ge_head_ct/27.dcm", "ge_head_ct/28.dcm", GE + "deflated.dcm", GE + "explicit_be.dcm",
            GE + "j2k_lossless.dcm", GE + "jpeg_lossless_p14.dcm", GE + "jpeg_lossless_sv1.dcm", GE + "rle.dcm",
            GE + "jpegls_lossless.dcm", GE + "jpegls_near.dcm",
            SMALL + "CT_small.dcm", SMALL + "MR_small_RLE.dcm", SMALL + "MR_small_bigendian.dcm",
            SMALL + "MR_small_implicit.dcm", SMALL + "image_dfl.dcm"})
    void losslessPixelsAreTheReferences(String name) throws NotASliceException {
        StoredSlice stored = check(name);

        assertThat(Stored.hash(stored)).isEqualTo(expected(name).get("sha256_16_of_stored_pixels"));
    }

    @ParameterizedTest
    @CsvSource({GE + "jpeg_baseline8_lossy.dcm, 0", GE + "jpeg_extended12_lossy.dcm, 1",
        SMALL + "JPEG2000.dcm, 1"})
    void lossyGreyPixelsAreTheReferencesWithinRounding(String name, double rounding) throws NotASliceException {
        StoredSlice stored = check(name);

        String[] range = expected(name).get("stored_min_max").split(",");
        double[] values = Stored.values(stored);
        assertThat(Arrays.stream(values).min().getAsDouble())
                .isCloseTo(Double.parseDouble(range[0]), within(rounding));
        assertThat(Arrays.stream(values).max().getAsDouble())
                .isCloseTo(Double.parseDouble(range[1]), within(rounding));
        assertThat(Arrays.stream(values).average().getAsDouble())
                .isCloseTo(Double.parseDouble(expected(name).get("stored_mean")), within(0.05));
    }

    @ParameterizedTest
    @CsvSource({"CT_small.dcm, 132", "CT_small.dcm, -1", "MR_small_implicit.dcm, -1", "MR_small_bigendian.dcm, -1"})
    void withoutPreambleOrFileMetaThePictureIsTheSame(String name, int cut, @TempDir Path folder) throws Exception {
        byte[] whole = Files.readAllBytes(SharedData.path(SMALL + name));
        int metaLength = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(140);
        Path file = folder.resolve("bare");
        Files.write(file, Arrays.copyOfRange(whole, cut < 0 ? 144 + metaLength : cut, whole.length));

        StoredSlice stored = files.decode(files.read(file, "bare").get(0));

        assertThat(Stored.hash(stored)).isEqualTo(expected(SMALL + name).get("sha256_16_of_stored_pixels"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        SMALL + "MR_truncated.dcm | REFUSED | truncated: 8,130 of 8,192 bytes of pixel data",
        SMALL + "badVR.dcm | REFUSED | damaged header: NumberOfFrames is not a whole number",
        SMALL + "meta_missing_tsyntax.dcm | REFUSED | damaged header: Rows is missing",
        SMALL + "nested_priv_SQ.dcm | REFUSED | damaged header: Rows is missing",
        // A stray byte comes before its data set, which so begins nowhere.
        SMALL + "no_meta.dcm | LEFT_OUT | not a picture known here: neither DICOM, JPEG, PNG nor TIFF",
        SMALL + "rtplan.dcm | LEFT_OUT | DICOM object without pixels (RTPLAN)"})
    void whatCannotBeReadRightlyIsNamed(String name, Status status, String reason) {
        Path file = SharedData.path(name);
        assertThatThrownBy(() -> files.decode(files.read(file, name).get(0)))
                .isInstanceOfSatisfying(NotASliceException.class, e -> {
                    assertThat(e.getMessage()).contains(reason);
                    assertThat(e.status()).isEqualTo(status);
                });
    }

    @Test
    void noFileIsLeftUntested() {
        Map<String, CSVRecord> rows = SharedData.expectedPixels();

        for (String name : rows.keySet()) {
            if (rows.get(name).get("decodes").equals("ok")) {
                try {
                    check(name);
                } catch (NotASliceException e) {
                    throw new AssertionError(name, e);
                }
            }
        }
        assertThat(rows).hasSize(52);
    }

    @Test
    void threadsShareOneReader() {
        List<String> names = List.of("ge_head_ct/18.dcm", GE + "deflated.dcm", GE + "rle.dcm", GE + "j2k_lossless.dcm",
                GE + "jpeg_lossless_sv1.dcm", GE + "explicit_be.dcm");
        String hash = expected(names.get(0)).get("sha256_16_of_stored_pixels");

        List<String> hashes = IntStream.range(0, 24).parallel().mapToObj(i -> {
            try {
                return Stored.hash(files.decode(only(names.get(i % names.size()))));
            } catch (NotASliceException e) {
                throw new AssertionError(e);
            }
        }).toList();

        assertThat(hashes).hasSize(24).containsOnly(hash);
    }

    private StoredSlice check(String name) throws NotASliceException {
        CSVRecord row = expected(name);
        Slice slice = only(name);
        assertThat(slice.rows()).isEqualTo(Integer.parseInt(row.get("rows")));
        assertThat(slice.columns()).isEqualTo(Integer.parseInt(row.get("cols")));
        assertThat(slice.dicom().modality()).isEqualTo(row.get("modality"));
        if (!row.get("instance_number").isEmpty()) {
            assertThat(slice.dicom().instanceNumber()).isEqualTo(Integer.valueOf(row.get("instance_number")));
        }
        StoredSlice stored = files.decode(slice);
        assertThat(stored.rows()).isEqualTo(slice.rows());
        assertThat(stored.columns()).isEqualTo(slice.columns());
        assertThat(stored.isColour()).isEqualTo(row.get("shape").endsWith("3)"));
        if (!stored.isColour()) {
            assertThat(stored.intensity().bitsStored()).isEqualTo(Integer.parseInt(row.get("bits_stored")));
        }
        return stored;
    }

    private Slice only(String name) throws NotASliceException {
        Path path = SharedData.path(name);
        List<Slice> slices = files.read(path, name);
        assertThat(slices).hasSize(1);
        return slices.get(0);
    }

    private static CSVRecord expected(String name) {
        return SharedData.expectedPixels().get(name);
    }
}
