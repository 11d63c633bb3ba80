package org.slicelstm.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slicelstm.image.encode.LoosePicture;

/** Whatever is missing from a stream, or too much in it, is found, and the reason says what was expected. */
class JpegDamageTest {
    private static final int COLUMNS = 40;
    private static final int ROWS = 24;
    private static final int[] SAMPLES = DrawnSamples.draw(COLUMNS, ROWS, 1, 12, 0.02);
    private static final int[] COLOURS = DrawnSamples.draw(COLUMNS, ROWS, 3, 8, 0.02);

    private static final byte[] LOSSLESS = LosslessEncoder.grey(12, 6).every(4).encode(SAMPLES, COLUMNS, ROWS);
    private static final byte[] LS = LsEncoder.grey(12, 0).every(4).encode(SAMPLES, COLUMNS, ROWS).stream();
    private static final byte[] DCT = new DctEncoder(12, 1, true, 3, 4).encode(SAMPLES, COLUMNS, ROWS).stream();

    @Test
    void dataThatEndEarly() {
        for (byte[] stream : List.of(LosslessEncoder.grey(12, 1).encode(SAMPLES, COLUMNS, ROWS),
                LsEncoder.grey(12, 2).encode(SAMPLES, COLUMNS, ROWS).stream(),
                DctEncoder.grey(12, 4).encode(SAMPLES, COLUMNS, ROWS).stream())) {
            int from = Damage.data(stream, 0);
            int to = stream.length - 2;
            for (int length = from; length < to; length++) {
                // A byte FF before the end of image is one with it: what is cut off there is what follows FF.
                if (stream[length - 1] != -1) {
                    assertRefused(Damage.cut(stream, length),
                            "damaged JPEG: the entropy-coded data end at byte %,d, before the last sample"
                                    .formatted(length));
                }
            }
            assertRefused(Arrays.copyOf(stream, to), "truncated: the JPEG picture has no end");
            assertRefused(Damage.with(stream, to, 0x5A, 0x5A, 0x5A),
                    "damaged JPEG: 3 bytes of entropy-coded data remain after the last sample");
        }
    }

    @Test
    void dimensionsThatAreNotThoseOfTheData() {
        for (byte[] stream : List.of(LosslessEncoder.grey(12, 1).encode(SAMPLES, COLUMNS, ROWS),
                LsEncoder.grey(12, 0).encode(SAMPLES, COLUMNS, ROWS).stream(),
                DctEncoder.grey(12, 4).encode(SAMPLES, COLUMNS, ROWS).stream())) {
            int rows = Math.max(Damage.marker(stream, 0xC3, 0),
                    Math.max(Damage.marker(stream, 0xF7, 0), Damage.marker(stream, 0xC1, 0))) + 6;
            assertThat(stream[rows]).isEqualTo((byte) ROWS);
            assertRefused(Damage.changed(stream, rows, ROWS + 8), "before the last sample");
            assertRefused(Damage.changed(stream, rows, ROWS - 8), "remain after the last sample");
            assertRefused(Damage.changed(stream, rows, 0), "40 × 0 pixels and 12 bits");
        }
    }

    @Test
    void restartMarkersOutOfTurn() {
        for (byte[] stream : List.of(LOSSLESS, LS, DCT)) {
            int second = Damage.marker(stream, 0xD1, 0);
            assertRefused(Damage.changed(stream, second + 1, 0xD2), "damaged JPEG: the restart marker FF D2 at byte "
                    + "%,d, where FF D1 is due".formatted(second));
            assertRefused(Damage.without(stream, second, 2), "damaged JPEG: the restart marker FF D2 at byte "
                    + "%,d, where FF D1 is due".formatted(Damage.marker(stream, 0xD2, 0) - 2));
            int definition = Damage.marker(stream, 0xDD, 0);
            assertRefused(Damage.without(stream, definition, 6), "damaged JPEG: a restart marker at byte "
                    + "%,d, where none is announced".formatted(Damage.marker(stream, 0xD0, 0) - 6));
        }
        assertRefused(Damage.with(LS, LS.length - 2, 0xFF, 0xD5),
                "damaged JPEG: 7 restart intervals in a scan that has 6");
        int definition = Damage.marker(LOSSLESS, 0xDD, 0);
        assertRefused(Damage.changed(LOSSLESS, definition + 5, 3),
                "damaged JPEG: restart markers every 3 samples, within rows of 40");
        assertRefused(Damage.cut(DCT, Damage.marker(DCT, 0xD3, 0)),
                "damaged JPEG: 4 restart intervals in a scan that has 5");
    }

    @Test
    void componentsWithoutAScanOrWithTwo() {
        byte[] planes = new LosslessEncoder(8, 1, 3, false, 0, 0).encode(COLOURS, COLUMNS, ROWS);
        int second = Damage.marker(planes, 0xC4, 1);
        int third = Damage.marker(planes, 0xC4, 2);

        assertRefused(Damage.cut(planes, third), "damaged JPEG: no scan of component 3");
        assertRefused(Damage.without(planes, second, third - second), "damaged JPEG: no scan of component 2");
        assertRefused(Damage.changed(planes, Damage.marker(planes, 0xDA, 1) + 5, 1),
                "damaged JPEG: two scans of component 1");
        assertRefused(Damage.changed(planes, Damage.marker(planes, 0xDA, 1) + 5, 9),
                "damaged JPEG: a scan of component 9, which the frame header has not at that place");
        assertRefused(Damage.cut(planes, Damage.marker(planes, 0xC4, 0)), "damaged JPEG: no scan of component 1");
    }

    @Test
    void headersThatMakeNoSense() {
        int huffman = Damage.marker(DCT, 0xC4, 0);
        int quantisation = Damage.marker(DCT, 0xDB, 0);
        int scan = Damage.marker(LOSSLESS, 0xDA, 0);

        int[] fiveOfTwoBits = {0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        assertThatThrownBy(() -> new HuffmanTable(fiveOfTwoBits, new byte[5]))
                .hasMessage("damaged JPEG: a Huffman table with too many codes of 2 bits");
        assertRefused(Damage.changed(DCT, huffman + 4, 7),
                "damaged JPEG: a Huffman table that does not fit its segment");
        assertRefused(Damage.changed(DCT, huffman + 1, 0xE5), "damaged JPEG: a scan without its Huffman table");
        assertRefused(Damage.changed(DCT, quantisation + 20, 0), "damaged JPEG: a quantisation table with a zero");
        assertRefused(Damage.changed(DCT, quantisation + 1, 0xE5),
                "damaged JPEG: a component without its quantisation table");
        assertRefused(Damage.changed(LOSSLESS, scan + 7, 8),
                "damaged JPEG: predictor 8 and 0 dropped bits in a lossless scan");
        assertRefused(Damage.changed(LOSSLESS, scan + 7, 0),
                "damaged JPEG: predictor 0 and 0 dropped bits in a lossless scan");
        assertRefused(Damage.changed(LS, Damage.marker(LS, 0xDA, 0) + 8, 2),
                "damaged JPEG: interleave mode 2 in a scan of 1 components");
        assertRefused(Damage.changed(LOSSLESS, 4, 0xFF), "truncated: the JPEG picture has no end");
        assertRefused(Damage.with(LOSSLESS, 2, 7), "damaged JPEG: no marker at byte 2");
        assertRefused(Damage.with(LOSSLESS, 2, 0xFF, 0xD0),
                "damaged JPEG: the marker FF D0 out of its place at byte 2");
        assertRefused(new byte[] {-1, -40, -1, -39}, "damaged JPEG: it ends before its frame header");
        assertRefused(new byte[] {1, 2, 3, 4}, "damaged JPEG: not a JPEG stream");
    }

    @Test
    void healthyKindsThatAreNotRead() {
        byte[] arithmetic = Damage.changed(LOSSLESS, 3, 0xCB);
        byte[] mapped = Damage.changed(LS, Damage.marker(LS, 0xDA, 0) + 6, 1);
        byte[] transformed = Damage.with(LS, 2, 0xFF, 0xE8, 0, 7, 'm', 'r', 'f', 'x', 1);

        assertRefused(arithmetic, "encoded as hierarchical or arithmetic JPEG of 12 bits, which is not read here");
        assertRefused(mapped, "encoded as JPEG-LS with mapping tables or extended sizes, which is not read here");
        assertRefused(transformed, "encoded as JPEG-LS with a point or colour transform, which is not read here");
    }

    @Test
    void samplesBeyondTheirBits() {
        int[] beyond = SAMPLES.clone();
        beyond[100] = 0x1800;

        assertRefused(LosslessEncoder.grey(12, 1).encode(beyond, COLUMNS, ROWS),
                "damaged JPEG: a sample of more than 12 bits");
    }

    /** Zeros that stand for coefficients, many blocks long, are a part that was lost. */
    @Test
    void zerosInThePlaceOfCoefficients() {
        int[] samples = DrawnSamples.draw(160, 160, 1, 12, 0.02);
        byte[] stream = DctEncoder.grey(12, 4).encode(samples, 160, 160).stream();
        byte[] hole = stream.clone();
        int from = (Damage.data(stream, 0) + stream.length) / 2;
        Arrays.fill(hole, from, from + 400, (byte) 0);

        assertRefused(hole, "damaged JPEG: 64 zero bytes and more before byte");
    }

    /** Java's own encoder, as an independent one: what it writes passes, however it is made. */
    @Test
    void whatAnotherEncoderWritesPasses() throws JpegException {
        for (byte[] stream : javaStreams()) {
            assertThat(Jpeg.check(stream)).isEqualTo(Jpeg.markers(stream));
        }
    }

    @Test
    void baselineAndProgressiveDataThatEndEarly() {
        for (byte[] stream : javaStreams()) {
            for (int length = Damage.data(stream, 0); length < stream.length - 2; length += 1 + length % 5) {
                byte[] cut = Damage.cut(stream, length);
                if (stream[length - 1] != -1) {
                    assertThatThrownBy(() -> Jpeg.check(cut)).isInstanceOf(JpegException.class);
                }
            }
            byte[] more = Damage.with(stream, stream.length - 2, 0x5A, 0x5A);
            assertThatThrownBy(() -> Jpeg.check(more)).hasMessageContaining("remain after the last sample");
        }
    }

    @Test
    void scansOfAProgressionThatAreMissing() {
        byte[] stream = LoosePicture.progressiveJpeg(image(1), 0.8f);
        for (int n = 1; Damage.marker(stream, 0xDA, n) > 0; n++) {
            byte[] cut = Damage.cut(stream, Damage.marker(stream, 0xDA, n));
            assertThatThrownBy(() -> Jpeg.check(cut)).isInstanceOf(JpegException.class)
                    .hasMessage("damaged JPEG: scans of its progression are missing");
        }
        int tables = Damage.marker(stream, 0xDA, 0);
        byte[] twice = Damage.with(stream, tables, unsigned(stream, tables, Damage.marker(stream, 0xDA, 1)));
        assertThatThrownBy(() -> Jpeg.check(twice)).isInstanceOf(JpegException.class);
    }

    private static int[] unsigned(byte[] bytes, int from, int to) {
        int[] values = new int[to - from];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[from + i] & 0xFF;
        }
        return values;
    }

    private static List<byte[]> javaStreams() {
        return Stream.of(1, 3).flatMap(components -> Stream.of(LoosePicture.jpeg(image(components)),
                LoosePicture.progressiveJpeg(image(components), 0.8f))).toList();
    }

    /** A picture whose blocks reach beyond it; Java subsamples the chroma of colours. */
    private static BufferedImage image(int components) {
        int columns = COLUMNS + 3;
        int rows = ROWS + 1;
        int[] samples = DrawnSamples.draw(columns, rows, components, 8, 0.05);
        List<int[]> planes = IntStream.range(0, components).mapToObj(c -> IntStream.range(0, columns * rows)
                .map(i -> samples[i * components + c]).toArray()).toList();
        return LoosePicture.image(planes, columns, rows, 8);
    }

    private static void assertRefused(byte[] stream, String reason) {
        assertThatThrownBy(() -> Jpeg.decode(stream)).isInstanceOf(JpegException.class).hasMessageContaining(reason);
    }
}
