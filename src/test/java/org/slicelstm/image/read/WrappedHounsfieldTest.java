package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.Intensity;
import org.slicelstm.image.PictureDigest;
import org.slicelstm.image.StoredSlice;

/** HU below zero in a picture declared unsigned: read as signed, refused or left as they are, never in between. */
class WrappedHounsfieldTest {
    private static final int SIZE = 96;

    @TempDir
    private Path folder;

    private final SliceFiles files = new SliceFiles();

    @ParameterizedTest
    @CsvSource({"12, 4096, 0", "16, 4096, 0", "16, 65536, 0", "14, 16384, 0", "12, 4096, -1"})
    void airAboveAllIsReadAsSigned(int bits, int range, int intercept) throws Exception {
        int[] hu = head(0);

        StoredSlice wrapped = decode(ct(bits, intercept, wrap(hu, range)));
        StoredSlice signed = decode(ct(bits, intercept, wrap(hu, 1 << bits)).us(0x00280103, 1));

        assertThat(wrapped.signedAgainstHeader()).isTrue();
        assertThat(Stored.values(wrapped)).isEqualTo(doubles(hu)).isEqualTo(Stored.values(signed));
        assertThat(wrapped.intensity()).isEqualTo(signed.intensity());
        assertThat(PictureDigest.of(wrapped)).isEqualTo(PictureDigest.of(signed));
        assertThat(signed.signedAgainstHeader()).isFalse();
    }

    /** Outside of the round field of view −2000: named by the header in 16 bits, in 12, as a range, or not at all. */
    @ParameterizedTest
    @ValueSource(strings = {"63536", "2096", "2096 2100", ""})
    void paddingIsTheSameAfterwards(String header) throws Exception {
        int[] hu = head(0);
        for (int i = 0; i < hu.length; i++) {
            hu[i] = Math.hypot(i % SIZE - 47.5, i / SIZE - 47.5) > 48 ? -2000 : hu[i];
        }
        DicomBytes file = ct(12, 0, wrap(hu, 4096));
        String[] named = header.split(" ");
        if (!header.isEmpty()) {
            file.us(0x00280120, Integer.parseInt(named[0]));
        }
        if (named.length > 1) {
            file.us(0x00280121, Integer.parseInt(named[1]));
        }

        StoredSlice slice = decode(file);

        assertThat(Stored.values(slice)).isEqualTo(doubles(hu));
        Intensity meaning = slice.intensity();
        assertThat(meaning.paddingLow()).isEqualTo(header.isEmpty() ? null : Double.valueOf(-2000));
        assertThat(meaning.paddingHigh()).isEqualTo(header.isEmpty() ? null : named.length > 1 ? -1996.0 : -2000);
    }

    @Test
    void slicesAboveTheHeadAreReadLikeTheOthers() throws Exception {
        for (int radius : new int[] {0, 3, 8}) {
            int[] hu = head(0);
            int[] air = head(0);
            for (int i = 0; i < hu.length; i++) {
                air[i] = Math.hypot(i % SIZE - 48, i / SIZE - 48) <= radius ? hu[i] : -1000 + i % 7;
            }
            assertThat(Stored.values(decode(ct(12, 0, wrap(air, 4096))))).isEqualTo(doubles(air));
        }
    }

    @Test
    void whatIsDoubtfulIsRefused() throws Exception {
        int[] metal = head(0);
        metal[50 * SIZE + 40] = 2500;
        assertDoubtful(metal);

        // A head that fills the field of view: only sinuses are air.
        int[] close = new int[SIZE * SIZE];
        Random random = new Random(5);
        for (int i = 0; i < close.length; i++) {
            boolean sinus = Math.hypot(i % SIZE - 48, i / SIZE - 20) < 6;
            close[i] = (int) ((sinus ? -980 : i % SIZE < 20 ? -90 : 30) + random.nextGaussian() * 12);
        }
        assertDoubtful(close);
    }

    /** Unsigned pictures that mean what they say, or say where air is. */
    @Test
    void healthyPicturesStayAsTheyAre() throws Exception {
        int[] hu = head(0);
        int[] offset = Arrays.stream(hu).map(each -> each + 1024).toArray();
        int[] metal = head(300);
        List<DicomBytes> healthy = List.of(
                ct(12, -1024, offset),
                ct(12, -1024, Arrays.stream(metal).map(each -> Math.min(each + 1024, 4095)).toArray()),
                ct(12, 0, offset),
                ct(12, 0, Arrays.stream(metal).map(each -> Math.min(each + 1024, 4095)).toArray()),
                ct(12, 0, Arrays.stream(metal).map(each -> Math.max(each, 0)).toArray()),
                // Letters in white over black, and the grey levels of a window with black and white exchanged.
                ct(12, 0, map(hu, i -> i % SIZE < 40 && i % 3 == 0 ? 4095 : Math.max(hu[i], 0))),
                ct(12, 0, Arrays.stream(hu).map(each -> 4095 - Math.min(4095, Math.max(0, each * 40))).toArray()),
                ct(16, -32768, Arrays.stream(hu).map(each -> each + 32768).toArray()),
                ct(12, 0, wrap(hu, 4096)).text(0x00281053, "DS", "2"));
        for (DicomBytes file : healthy) {
            StoredSlice slice = decode(file);
            assertThat(slice.signedAgainstHeader()).isFalse();
            assertThat(Arrays.stream(Stored.values(slice)).min().getAsDouble()).isNotNegative();
        }
    }

    @Test
    @NeedsSharedData
    void everySliceOfARealHeadIsReadOrLeftAsItIs() throws Exception {
        for (int number = 1; number <= 28; number++) {
            String name = String.format("ge_head_ct/%02d.dcm", number);
            int[] hu = Arrays.stream(Stored.values(decodeFile(SharedData.path(name)))).mapToInt(each -> (int) each)
                    .toArray();
            int[] kept = Arrays.stream(hu).map(each -> Math.min(each, 2047)).toArray();

            StoredSlice wrapped = decode(ct(512, 12, 0, wrap(kept, 4096)).us(0x00280120, -1500 & 0xFFF));
            assertThat(Stored.values(wrapped)).as(name).isEqualTo(doubles(kept));

            int[] offset = Arrays.stream(hu).map(each -> Math.min(4095, Math.max(0, each + 1024))).toArray();
            assertThat(Stored.values(decode(ct(512, 12, -1024, offset)))).as(name).isEqualTo(doubles(offset));
            assertThat(Stored.values(decode(ct(512, 12, 0, offset)))).as(name).isEqualTo(doubles(offset));
        }
    }

    @Test
    @NeedsSharedData
    void theSharedCaseIsWhatItsSignedSiblingIs() throws Exception {
        try (Stream<Path> paths = Files.list(SharedData.path("cases/wrapped-12-bit/p"))) {
            for (Path path : paths.sorted().toList()) {
                StoredSlice wrapped = decodeFile(path);
                StoredSlice signed = decodeFile(SharedData.path("cases/wrapped-12-bit/signed/" + path.getFileName()));

                // The wrapped copies were cut at −1000.
                double[] expected = Arrays.stream(Stored.values(signed)).map(hu -> Math.max(hu, -1000)).toArray();
                assertThat(Stored.values(wrapped)).isEqualTo(expected);
                assertThat(wrapped.intensity()).isEqualTo(signed.intensity());
            }
        }
    }

    /** Air with noise, a bright rim, fat, brain, a headrest; with metal of about so many pixels if asked for. */
    private static int[] head(int metal) {
        Random random = new Random(3);
        return map(new int[SIZE * SIZE], i -> {
            int x = i % SIZE;
            int y = i / SIZE;
            double distance = Math.hypot(x - 48, (y - 44) * .9) / 34;
            double value = distance < .86 ? 32 : distance < .95 ? 900 : distance < 1 ? -95 : y > 88 ? -700 : -1000;
            boolean bright = Math.abs(x - 48) * 2 < Math.sqrt(metal) && Math.abs(y - 44) * 2 < Math.sqrt(metal);
            return bright ? 3071 : (int) Math.round(value + random.nextGaussian() * 9);
        });
    }

    private static int[] map(int[] values, IntUnaryOperator pixel) {
        int[] mapped = new int[values.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = pixel.applyAsInt(i);
        }
        return mapped;
    }

    private static int[] wrap(int[] hu, int range) {
        return Arrays.stream(hu).map(each -> each & range - 1).toArray();
    }

    private static double[] doubles(int[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    private static DicomBytes ct(int bits, int intercept, int[] stored) {
        return ct(SIZE, bits, intercept, stored);
    }

    private static DicomBytes ct(int size, int bits, int intercept, int[] stored) {
        return DicomBytes.ct(DicomBytes.EXPLICIT, size, size).us(0x00280101, bits).us(0x00280102, bits - 1)
                .text(0x00281052, "DS", Integer.toString(intercept)).text(0x00281053, "DS", "1").words(stored);
    }

    private void assertDoubtful(int[] hu) throws Exception {
        Slice slice = read(ct(12, 0, wrap(hu, 4096)));
        assertThatThrownBy(() -> files.decode(slice)).isInstanceOf(NotASliceException.class)
                .hasMessageContaining("look like HU below 0 stored modulo 4,096, but not beyond doubt; declare them "
                        + "signed (PixelRepresentation 1)");
    }

    private Slice read(DicomBytes file) throws Exception {
        return files.read(Files.write(folder.resolve("test.dcm"), file.file()), "test.dcm").get(0);
    }

    private StoredSlice decode(DicomBytes file) throws Exception {
        return files.decode(read(file));
    }

    private StoredSlice decodeFile(Path path) throws Exception {
        return files.decode(files.read(path, path.toString()).get(0));
    }
}
