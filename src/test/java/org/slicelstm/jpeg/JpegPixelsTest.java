package org.slicelstm.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.jpeg.Jpeg.Picture;

/** Streams of every kind that is read are decoded to the samples that were encoded. */
class JpegPixelsTest {
    private static final int COLUMNS = 67;
    private static final int ROWS = 45;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void losslessOfEveryPredictor(int predictor) throws JpegException {
        for (int bits = 2; bits <= 16; bits++) {
            for (LosslessEncoder encoder : new LosslessEncoder[] {LosslessEncoder.grey(bits, predictor),
                LosslessEncoder.grey(bits, predictor).every(7),
                new LosslessEncoder(bits, predictor, 1, true, 1, 1),
                new LosslessEncoder(bits, predictor, 3, true, 0, 0),
                new LosslessEncoder(bits, predictor, 3, true, 4, bits - 1),
                new LosslessEncoder(bits, predictor, 3, false, 40, 0)}) {
                int[] samples = DrawnSamples.draw(COLUMNS, ROWS, encoder.components(), bits, 0.02);
                int[] kept = Arrays.stream(samples)
                        .map(each -> each >> encoder.pointTransform() << encoder.pointTransform()).toArray();

                Picture picture = Jpeg.decode(encoder.encode(samples, COLUMNS, ROWS));

                assertThat(unsigned(picture)).as(encoder.toString()).isEqualTo(kept);
                assertThat(picture.header()).isEqualTo(new JpegHeader(JpegHeader.Process.LOSSLESS, bits, ROWS, COLUMNS,
                        encoder.components(), JpegHeader.Colours.UNSAID));
            }
        }
    }

    /** A difference of 32,768 has a category of its own. */
    @Test
    void losslessOfTheGreatestDifferences() throws JpegException {
        int[] samples = {0, 32768, 0, 65535, 32767, 0, 65535, 0, 32768, 1, 32769, 65535};

        for (int predictor = 1; predictor <= 7; predictor++) {
            byte[] stream = LosslessEncoder.grey(16, predictor).encode(samples, 4, 3);
            assertThat(unsigned(Jpeg.decode(stream))).isEqualTo(samples);
        }
    }

    /** Encoders that are given negative values of fewer bits in two's complement keep the upper bits. */
    @Test
    void losslessOfNegativeValuesInFewerBits() throws JpegException {
        int[] samples = {0xFFFF, 5, 0xF800, 0x7FF, 0, 0xFFFE};

        byte[] stream = LosslessEncoder.grey(12, 1).encode(samples, 3, 2);

        assertThat(unsigned(Jpeg.decode(stream))).isEqualTo(samples);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "3, 0", "3, 1", "3, 2"})
    void jpegLsOfEveryInterleaveMode(int components, int interleave) throws JpegException {
        for (int bits = 2; bits <= 16; bits++) {
            for (int near : nears(bits)) {
                for (int restart : new int[] {0, 7}) {
                    for (double noise : new double[] {0.003, 0.1}) {
                        checkLs(new LsEncoder(bits, near, components, interleave, restart, null), noise);
                    }
                }
            }
        }
    }

    /** Errors as great as near-lossless coding may make in so many bits. */
    private static int[] nears(int bits) {
        return IntStream.of(0, 1, 3, 30).filter(near -> near <= ((1 << bits) - 1) / 2).toArray();
    }

    @ParameterizedTest
    @CsvSource({"8, 255, 4, 9, 20, 32", "8, 200, 0, 0, 0, 0", "12, 4000, 18, 67, 276, 3", "16, 65535, 1, 1, 1, 65535",
        "16, 50000, 100, 1000, 10000, 255", "7, 100, 30, 40, 50, 6", "2, 2, 0, 0, 0, 0", "5, 1, 0, 0, 0, 0"})
    void jpegLsOfPresetParameters(int bits, int maximum, int t1, int t2, int t3, int reset) throws JpegException {
        int[] preset = {maximum, t1, t2, t3, reset};
        for (int near : t1 == 0 && maximum > 2 ? new int[] {0, 2} : new int[] {0}) {
            checkLs(new LsEncoder(bits, near, 1, 0, 0, preset), 0.05);
            checkLs(new LsEncoder(bits, near, 3, 0, 5, preset), 0.01);
            checkLs(new LsEncoder(bits, near, 3, 1, 0, preset), 0.01);
            checkLs(new LsEncoder(bits, near, 3, 2, 2, preset), 0.01);
        }
    }

    private static void checkLs(LsEncoder encoder, double noise) throws JpegException {
        int most = encoder.preset() == null ? 65535 : encoder.preset()[0];
        int[] samples = Arrays.stream(DrawnSamples.draw(COLUMNS, ROWS, encoder.components(), encoder.bits(), noise))
                .map(each -> Math.min(each, most)).toArray();
        LsEncoder.Encoded encoded = encoder.encode(samples, COLUMNS, ROWS);
        for (int i = 0; i < samples.length; i++) {
            assertThat(encoded.samples()[i]).isCloseTo(samples[i], within(encoder.near()));
        }

        Picture picture = Jpeg.decode(encoded.stream());

        assertThat(unsigned(picture)).as(encoder.toString()).isEqualTo(encoded.samples());
    }

    @Test
    void jpegLsOfFewPixels() throws JpegException {
        for (int[] size : new int[][] {{1, 1}, {1, 9}, {9, 1}, {2, 2}, {300, 1}}) {
            int[] samples = DrawnSamples.draw(size[0], size[1], 3, 8, 0.1);
            for (int interleave = 0; interleave < 3; interleave++) {
                byte[] stream = new LsEncoder(8, 0, 3, interleave, 0, null).encode(samples, size[0], size[1]).stream();
                assertThat(unsigned(Jpeg.decode(stream))).isEqualTo(samples);
            }
        }
    }

    /** The worked example of T.87 annex H.3. */
    @Test
    void jpegLsOfTheStandardsExample() throws JpegException {
        byte[] stream = HexFormat.of().parseHex("FFD8FFF7000B080004000401011100FFDA0008010100000000"
                + "C000006C80208E01C0000057400000" + "6EE6000001BC1800" + "0005D800009160FFD9");

        assertThat(unsigned(Jpeg.decode(stream)))
                .containsExactly(0, 0, 90, 74, 68, 50, 43, 205, 64, 145, 145, 145, 100, 145, 145, 145);
    }

    @ParameterizedTest
    @CsvSource({"8, 1, true, 0", "12, 1, true, 0", "12, 1, true, 1", "12, 1, true, 9", "8, 3, true, 0",
        "12, 3, true, 5", "12, 3, false, 0", "8, 3, false, 9"})
    void sequentialCosineTransformsWithinOne(int bits, int components, boolean interleaved, int restart)
            throws JpegException {
        for (int step : new int[] {1, 5, 40, 255}) {
            for (double noise : new double[] {0, 0.01, 0.5}) {
                int[] samples = DrawnSamples.draw(COLUMNS, ROWS, components, bits, noise);
                DctEncoder encoder = new DctEncoder(bits, components, interleaved, restart, step);
                DctEncoder.Encoded encoded = encoder.encode(samples, COLUMNS, ROWS);

                int[] found = unsigned(Jpeg.decode(encoded.stream()));

                for (int i = 0; i < found.length; i++) {
                    assertThat((double) found[i]).as(encoder.toString()).isCloseTo(encoded.samples()[i], within(0.51));
                }
                Jpeg.check(encoded.stream());
            }
        }
    }

    /** Any number of FF may come before a marker. */
    @Test
    void fillBytesBeforeMarkers() throws JpegException {
        int[] samples = DrawnSamples.draw(COLUMNS, ROWS, 1, 12, 0.02);
        byte[] lossless = LosslessEncoder.grey(12, 6).every(10).encode(samples, COLUMNS, ROWS);
        byte[] ls = LsEncoder.grey(12, 0).every(10).encode(samples, COLUMNS, ROWS).stream();

        for (byte[] stream : new byte[][] {lossless, ls}) {
            assertThat(unsigned(Jpeg.decode(Damage.filled(stream)))).isEqualTo(samples);
        }
    }

    private static int[] unsigned(Picture picture) {
        int[] samples = new int[picture.samples().length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = picture.samples()[i] & 0xFFFF;
        }
        return samples;
    }
}
