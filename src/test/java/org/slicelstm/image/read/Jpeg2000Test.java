package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.DataBuffer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.StoredSlice;

/** JPEG 2000 in all the ways a stream may be laid out: the values that were encoded, or a named reason. */
class Jpeg2000Test {
    private static final String SYNTAX = "1.2.840.10008.1.2.4.90";
    private static final int COLUMNS = 150;
    private static final int ROWS = 130;

    @TempDir
    private Path folder;

    private final SliceFiles files = new SliceFiles();

    /** How many parts a tile has may be said by each of them, by the last or by none (T.800 A.4.2). */
    @ParameterizedTest
    @CsvSource({"all, 0", "last, 0", "none, 0", "first, 0", "all, 64", "last, 64", "none, 64", "first, 64"})
    void partsOfATileAreToldOrNot(String by, int tile) throws Exception {
        int[] values = head(2000);
        byte[] whole = Codestreams.encode(DataBuffer.TYPE_USHORT, COLUMNS, 1, values,
                new Codestreams.How(true, false, tile, "res"));
        IntBinaryOperator told = (index, count) -> switch (by) {
            case "all" -> count;
            case "last" -> index == count - 1 ? count : 0;
            case "first" -> index == 0 ? count : 0;
            default -> 0;
        };
        List<Codestreams.Part> parts = Codestreams.cut(whole, 1, told);
        byte[] main = Codestreams.mainHeader(whole);
        assertThat(parts).hasSizeGreaterThan(5);

        assertPixels(unsigned(Codestreams.join(main, parts)), values);
        assertPixels(unsigned(Codestreams.join(main, Codestreams.interleaved(parts))), values);
        byte[] open = Codestreams.withOpenEnd(Codestreams.join(main, parts));
        assertPixels(unsigned(open), values);
        assertPixels(unsigned(Arrays.copyOf(open, open.length + 3)), values);
    }

    @Test
    void partsThatAreMissingOrOutOfOrderAreRefused() throws Exception {
        byte[] whole = Codestreams.grey(COLUMNS, false, head(2000));
        byte[] main = Codestreams.mainHeader(whole);
        List<Codestreams.Part> told = Codestreams.cut(whole, 1, (index, count) -> count);
        List<Codestreams.Part> untold = Codestreams.cut(whole, 1, (index, count) -> 0);
        int count = told.size();

        assertRefused(unsigned(Codestreams.join(main, told.subList(0, count - 1))),
                "truncated: the JPEG 2000 picture has " + (count - 1) + " of " + count + " parts of a tile");
        assertRefused(unsigned(Codestreams.join(main, List.of(told.get(1), told.get(0)))),
                "damaged JPEG 2000: part 1 of a tile where part 0 is due");
        // Nothing says that a part is missing but the packets that the decoder looks for.
        assertRefused(unsigned(Codestreams.join(main, untold.subList(0, count - 1))),
                "truncated: packets are missing in the JPEG 2000 picture");
        Codestreams.Part last = untold.get(count - 1);
        byte[] half = Arrays.copyOf(last.bytes(), last.bytes().length / 2);
        ByteBuffer.wrap(half).putInt(6, half.length);
        List<Codestreams.Part> cut = new ArrayList<>(untold.subList(0, count - 1));
        cut.add(new Codestreams.Part(0, count - 1, half));
        assertRefused(unsigned(Codestreams.join(main, cut)), "damaged JPEG 2000 data");
    }

    @Test
    void remarksAndIndicesAreOfNoConsequence() throws Exception {
        int[] values = head(2000);
        byte[] stream = Codestreams.grey(COLUMNS, false, values);

        // TLM with a length that lies, and a comment.
        assertPixels(unsigned(Codestreams.withSegment(stream, 0xFF55, (byte) 0, (byte) 0x40, (byte) 0, (byte) 0,
                (byte) 1, (byte) 0)), values);
        assertPixels(unsigned(Codestreams.withSegment(stream, 0xFF64, (byte) 0, (byte) 1, (byte) 'x')), values);
        assertRefused(unsigned(Codestreams.withSegment(stream, 0xFF60, (byte) 0)),
                "encoded as JPEG 2000 whose packet headers are packed together, which is not read here");
        assertRefused(unsigned(Codestreams.withSegment(stream, 0xFF50, new byte[4])),
                "encoded as JPEG 2000 with a marker FF50, which is not read here");
        byte[] highThroughput = stream.clone();
        highThroughput[6] = 0x40;
        assertRefused(unsigned(highThroughput), "encoded as High-Throughput JPEG 2000, which is not read here; ");
    }

    /** The reading keeps nothing between pictures: threads get what one alone gets. */
    @Test
    void threadsShareOneReader() throws Exception {
        int[] values = head(2000);
        byte[] whole = Codestreams.grey(COLUMNS, false, values);
        byte[] cut = Codestreams.join(Codestreams.mainHeader(whole), Codestreams.cut(whole, 1, (index, count) -> 0));
        Slice one = read(unsigned(whole), "whole.dcm");
        Slice other = read(unsigned(cut), "cut.dcm");
        double[] expected = Arrays.stream(values).asDoubleStream().toArray();

        assertThat(IntStream.range(0, 32).parallel().mapToObj(i -> {
            try {
                return Stored.values(files.decode(i % 2 == 0 ? one : other));
            } catch (NotASliceException e) {
                throw new AssertionError(e);
            }
        }).toList()).allSatisfy(each -> assertThat(each).isEqualTo(expected));
    }

    /** Fewer bits than BitsStored hold the same values: a head in 14 signed bits under a header of 16. */
    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16})
    void fewerSignedBitsThanTheHeaderSays(int bits) throws Exception {
        int[] values = Arrays.stream(head(2000)).map(each -> each - 1024).toArray();
        byte[] stream = Codestreams.withPrecision(Codestreams.grey(COLUMNS, true, values), bits, true);

        StoredSlice stored = decode(signed(stream));

        assertThat(Stored.values(stored)).isEqualTo(Arrays.stream(values).asDoubleStream().toArray());
        assertThat(stored.intensity().bitsStored()).isEqualTo(16);
        // An unsigned header around values below 0: nobody knows.
        if (bits < 16) {
            assertRefused(unsigned(stream), "damaged: the header says unsigned values, the JPEG 2000 picture inside "
                    + "has others of " + bits + " bits");
        }
    }

    @Test
    void fewerUnsignedBitsThanTheHeaderSays() throws Exception {
        int[] values = Arrays.stream(head(2000)).map(each -> each & 0xFF).toArray();
        byte[] stream = Codestreams.encode(DataBuffer.TYPE_BYTE, COLUMNS, 1, values, Codestreams.How.LOSSLESS);
        assertPixels(unsigned(stream), values);
        assertRefused(signed(stream), "damaged: the header says signed values");

        int[] low = Arrays.stream(values).map(each -> each / 2).toArray();
        assertPixels(signed(Codestreams.encode(DataBuffer.TYPE_BYTE, COLUMNS, 1, low, Codestreams.How.LOSSLESS)), low);
    }

    @Test
    void moreBitsThanAreAllocatedAreRefused() throws Exception {
        byte[] stream = Codestreams.grey(COLUMNS, false, head(200));

        assertRefused(ct(1).us(0x00280100, 8).us(0x00280101, 8).us(0x00280102, 7).fragments(new byte[0],
                List.of(stream)).file(), "damaged: the header says 8 of 8 bits, the picture inside has 16");
        assertRefused(ct(1).us(0x00280101, 12).us(0x00280102, 15).fragments(new byte[0],
                List.of(Codestreams.withPrecision(stream, 10, false))).file(),
                "damaged: the header says 12 of 16 bits, the picture inside has 10");
    }

    @Test
    void theBoxesOfAJp2File() throws Exception {
        int[] values = head(2000);
        byte[] stream = Codestreams.grey(COLUMNS, false, values);
        byte[] channels = Codestreams.box("cdef", new byte[] {0, 1, 0, 0, 0, 0, 0, 1}, 8);
        byte[] reversed = Codestreams.box("cdef", new byte[] {0, 1, 0, 0, 0, 0, 0, 3}, 8);

        assertPixels(unsigned(Codestreams.boxed(stream, false)), values);
        assertPixels(unsigned(Codestreams.boxed(stream, true)), values);
        assertPixels(unsigned(Codestreams.boxed(stream, false, channels)), values);
        String notRead = "a JPEG 2000 picture in a JP2 file with a palette or an order of colours of its own";
        assertRefused(unsigned(Codestreams.boxed(stream, false, reversed)), notRead);
        assertRefused(unsigned(Codestreams.boxed(stream, false, Codestreams.box("pclr", new byte[4], 4))), notRead);
        byte[] boxed = Codestreams.boxed(stream, false);
        assertRefused(unsigned(Arrays.copyOf(boxed, boxed.length / 2)), "truncated: the JP2 box at byte ");
    }

    /** Frames are told apart by how their fragments begin where no table does. */
    @Test
    void framesInBoxes() throws Exception {
        int[] one = head(2000);
        int[] two = head(900);
        byte[] first = Codestreams.boxed(Codestreams.grey(COLUMNS, false, one), false);
        byte[] second = Codestreams.boxed(Codestreams.grey(COLUMNS, false, two), false);
        int half = first.length / 4 * 2;
        byte[] file = ct(1).text(0x00280008, "IS", "2").fragments(new byte[0], List.of(Arrays.copyOf(first, half),
                Arrays.copyOfRange(first, half, first.length), second)).file();

        List<Slice> slices = files.read(Files.write(folder.resolve("two.dcm"), file), "two.dcm");

        assertThat(Stored.values(files.decode(slices.get(0)))).isEqualTo(doubles(one));
        assertThat(Stored.values(files.decode(slices.get(1)))).isEqualTo(doubles(two));
    }

    @Test
    void losslessColourWithAndWithoutItsTransform() throws Exception {
        int[] rgb = colours();
        byte[] plain = colour(true, false);
        byte[] transformed = colour(true, true);

        assertPixels(colour("RGB", plain), rgb);
        assertPixels(colour("RGB", transformed), rgb);
        assertPixels(colour("YBR_RCT", transformed), rgb);
        assertRefused(colour("YBR_FULL", transformed), "damaged: the header says YBR_FULL, the JPEG 2000 picture inside "
                + "transforms its colours itself");
        assertRefused(colour("YBR_ICT", plain), "damaged: the header says YBR_ICT, the JPEG 2000 picture inside does "
                + "not transform its colours");
    }

    /** Dark colours too, which JJ2000 by itself makes one level too bright. The encoder loses up to 3 by itself. */
    @Test
    void lossyColourIsWhatWasEncoded() throws Exception {
        int[] rgb = colours();

        double[] decoded = Stored.values(decode(colour("YBR_ICT", colour(false, true))));

        double sum = 0;
        for (int i = 0; i < rgb.length; i++) {
            assertThat(decoded[i]).isCloseTo(rgb[i], within(3.0));
            sum += decoded[i] - rgb[i];
        }
        assertThat(sum / rgb.length).as("bias").isCloseTo(0, within(0.1));
    }

    @Test
    @NeedsSharedData
    void aStreamWhosePartsAreNotCountedIsTheOneWhoseAre() throws Exception {
        List<String> names = List.of("cases/compressed/tpR.dcm", "cases/compressed/tpR_TN0.dcm");
        double[] slice = Stored.values(decode(Files.readAllBytes(SharedData.path("ge_head_ct/18.dcm"))));
        double[] expected = Arrays.stream(slice).map(hu -> Math.max(hu, -1024) + 1024).toArray();

        for (String name : names) {
            assertThat(Stored.values(decode(Files.readAllBytes(SharedData.path(name))))).as(name).isEqualTo(expected);
        }
    }

    /** A noisy disc with a bright rim, from 0 to about {@code top}. */
    private static int[] head(int top) {
        Random random = new Random(7);
        int[] values = new int[COLUMNS * ROWS];
        for (int i = 0; i < values.length; i++) {
            double distance = Math.hypot(i % COLUMNS - 70, i / COLUMNS - 60) / 55;
            double level = distance > 1 ? 0 : distance > .9 ? .95 : .5 + .1 * Math.sin(i % COLUMNS / 9.0);
            values[i] = (int) Math.max(0, level * top + random.nextGaussian() * 12);
        }
        return values;
    }

    /** Every corner of the colour cube, and all between, pixel by pixel. */
    private static int[] colours() {
        int[] rgb = new int[3 * COLUMNS * ROWS];
        for (int i = 0; i < COLUMNS * ROWS; i++) {
            int x = i % COLUMNS;
            int y = i / COLUMNS;
            rgb[3 * i] = 255 * x / (COLUMNS - 1);
            rgb[3 * i + 1] = 255 * y / (ROWS - 1);
            rgb[3 * i + 2] = y < 40 ? 0 : 255 - 255 * x / (COLUMNS - 1);
        }
        return rgb;
    }

    private static byte[] colour(boolean lossless, boolean transform) throws Exception {
        return Codestreams.encode(DataBuffer.TYPE_BYTE, COLUMNS, 3, colours(),
                new Codestreams.How(lossless, transform, 0, "layer"));
    }

    private static byte[] colour(String photometric, byte[] stream) {
        return ct(3).text(0x00280004, "CS", photometric).us(0x00280006, 0).us(0x00280100, 8).us(0x00280101, 8)
                .us(0x00280102, 7).fragments(new byte[0], List.of(stream)).file();
    }

    private static byte[] unsigned(byte[] stream) {
        return ct(1).fragments(new byte[0], List.of(stream)).file();
    }

    private static byte[] signed(byte[] stream) {
        return ct(1).us(0x00280103, 1).fragments(new byte[0], List.of(stream)).file();
    }

    private static DicomBytes ct(int samples) {
        return DicomBytes.ct(SYNTAX, COLUMNS, ROWS).us(0x00280002, samples);
    }

    private static double[] doubles(int[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    private void assertPixels(byte[] file, int[] values) throws Exception {
        assertThat(Stored.values(decode(file))).isEqualTo(doubles(values));
    }

    private void assertRefused(byte[] file, String reason) throws Exception {
        Slice slice = read(file, "refused.dcm");
        assertThatThrownBy(() -> files.decode(slice)).isInstanceOf(NotASliceException.class)
                .hasMessageContaining(reason);
    }

    private Slice read(byte[] file, String name) throws Exception {
        return files.read(Files.write(folder.resolve(name), file), name).get(0);
    }

    private StoredSlice decode(byte[] file) throws Exception {
        return files.decode(read(file, "test.dcm"));
    }
}
