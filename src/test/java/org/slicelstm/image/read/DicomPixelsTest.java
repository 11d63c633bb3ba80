package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedIntType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.StoredSlice;

/** Pixels of DICOM files whose values are known because the test wrote them. */
class DicomPixelsTest {
    @TempDir
    private Path folder;

    private final SliceFiles files = new SliceFiles();

    @ParameterizedTest
    @ValueSource(strings = {DicomBytes.IMPLICIT, DicomBytes.EXPLICIT, DicomBytes.BIG})
    void nativeWordsInEveryEncodingOfTheDataSet(String syntax) throws Exception {
        StoredSlice stored = decode(DicomBytes.ct(syntax, 3, 2).words(0, 1, 256, 40000, 65535, 7).file());

        assertThat(stored.pixels().firstElement()).isInstanceOf(UnsignedShortType.class);
        assertThat(Stored.values(stored)).containsExactly(0, 1, 256, 40000, 65535, 7);
        assertThat(stored.columns()).isEqualTo(3);
        assertThat(stored.rows()).isEqualTo(2);
    }

    @Test
    void overlayBitsAboveTwelveStoredBitsDoNotLeak() throws Exception {
        StoredSlice stored = decode(DicomBytes.ct(DicomBytes.EXPLICIT, 2, 2).us(0x00280101, 12).us(0x00280102, 11)
                .words(0xF001, 0x1FFF, 0x0800, 0x8000).file());

        assertThat(Stored.values(stored)).containsExactly(1, 4095, 2048, 0);
        assertThat(stored.intensity().bitsStored()).isEqualTo(12);
    }

    @Test
    void signedTwelveBitValuesAreExtendedFromTheirOwnSign() throws Exception {
        StoredSlice stored = decode(DicomBytes.ct(DicomBytes.EXPLICIT, 2, 2).us(0x00280101, 12).us(0x00280102, 11)
                .us(0x00280103, 1).words(0x0FFF, 0xF7FF, 0x0800, 0x0001).file());

        assertThat(stored.pixels().firstElement()).isInstanceOf(ShortType.class);
        assertThat(Stored.values(stored)).containsExactly(-1, 2047, -2048, 1);
    }

    @Test
    void valuesBelowAHigherHighBitAreShiftedDown() throws Exception {
        StoredSlice stored = decode(DicomBytes.ct(DicomBytes.EXPLICIT, 2, 1).us(0x00280101, 12).us(0x00280102, 15)
                .words(0x123F, 0xFFF0).file());

        assertThat(Stored.values(stored)).containsExactly(0x123, 0xFFF);
    }

    @Test
    void signedBytesAndWideIntegers() throws Exception {
        StoredSlice bytes = decode(DicomBytes.ct(DicomBytes.EXPLICIT, 2, 1).us(0x00280100, 8).us(0x00280101, 8)
                .us(0x00280102, 7).us(0x00280103, 1).bytes(0xFF, 0x7F).file());
        StoredSlice wide = decode(DicomBytes.ct(DicomBytes.EXPLICIT, 1, 1).us(0x00280100, 32).us(0x00280101, 32)
                .us(0x00280102, 31).words(0xFFFE, 0xFFFF).file());

        assertThat(bytes.pixels().firstElement()).isInstanceOf(ByteType.class);
        assertThat(Stored.values(bytes)).containsExactly(-1, 127);
        assertThat(wide.pixels().firstElement()).isInstanceOf(UnsignedIntType.class);
        assertThat(Stored.values(wide)).containsExactly(4294967294.0);
    }

    @Test
    void bytesInBigEndianWordsAreSwappedAndInBytesAreNot() throws Exception {
        DicomBytes eight = DicomBytes.ct(DicomBytes.BIG, 2, 2).us(0x00280100, 8).us(0x00280101, 8).us(0x00280102, 7);
        StoredSlice bytes = decode(eight.bytes(1, 2, 3, 4).file());
        StoredSlice words = decode(eight.words(0x0201, 0x0403).file());

        assertThat(Stored.values(bytes)).containsExactly(1, 2, 3, 4);
        assertThat(Stored.values(words)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void anOddNumberOfBytesIsPaddedByOne() throws Exception {
        byte[] file = DicomBytes.ct(DicomBytes.EXPLICIT, 3, 1).us(0x00280100, 8).us(0x00280101, 8).us(0x00280102, 7)
                .bytes(9, 8, 7).file();

        assertThat(Stored.values(decode(file))).containsExactly(9, 8, 7);
    }

    @Test
    void colourByPixelAndByPlane() throws Exception {
        StoredSlice byPixel = decode(colour("RGB", 2, 1).us(0x00280006, 0).bytes(1, 2, 3, 4, 5, 6).file());
        StoredSlice byPlane = decode(colour("RGB", 2, 1).us(0x00280006, 1).bytes(1, 4, 2, 5, 3, 6).file());

        assertThat(Stored.values(byPixel)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Stored.values(byPlane)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void luminanceAndChromaBecomeRedGreenBlue() throws Exception {
        // Pure red is Y 76, Cb 85, Cr 255 (ITU-R BT.601 of full range); grey has no chroma.
        StoredSlice full = decode(colour("YBR_FULL", 2, 1).us(0x00280006, 0).bytes(76, 85, 255, 100, 128, 128).file());
        StoredSlice half = decode(colour("YBR_FULL_422", 2, 1).us(0x00280006, 0).bytes(76, 76, 85, 255).file());

        assertThat(Stored.values(full)).containsExactly(254, 0, 0, 100, 100, 100);
        assertThat(Stored.values(half)).containsExactly(254, 0, 0, 254, 0, 0);
    }

    @Test
    void paletteIndicesBecomeTheirColours() throws Exception {
        DicomBytes file = DicomBytes.ct(DicomBytes.EXPLICIT, 4, 1).text(0x00280004, "CS", "PALETTE COLOR")
                .us(0x00280100, 8).us(0x00280101, 8).us(0x00280102, 7);
        for (int c = 0; c < 3; c++) {
            file.us(0x00281101 + c, 3, 10, 16);
            file.put(0x00281201 + c, "OW", words(0x0100 * (c + 1), 0x5000 + 0x100 * c, 0xFF00));
        }

        StoredSlice stored = decode(file.bytes(10, 11, 12, 200).file());

        assertThat(Stored.values(stored)).containsExactly(1, 2, 3, 0x50, 0x51, 0x52, 255, 255, 255, 255, 255, 255);
    }

    @Test
    void framesOfANativeFileInTheirOrder() throws Exception {
        List<Slice> slices = read(DicomBytes.ct(DicomBytes.EXPLICIT, 2, 1).text(0x00280008, "IS", "3")
                .words(1, 2, 3, 4, 5, 6).file());

        assertThat(slices).extracting(Slice::frame).containsExactly(0, 1, 2);
        assertThat(slices).extracting(Slice::frames).containsOnly(3);
        assertThat(slices).extracting(slice -> slice.dicom().instanceNumber()).containsExactly(1, 2, 3);
        assertThat(Stored.values(files.decode(slices.get(0)))).containsExactly(1, 2);
        assertThat(Stored.values(files.decode(slices.get(2)))).containsExactly(5, 6);
    }

    @Test
    void framesOfAnRleFileByFragmentAndByOffsetTable() throws Exception {
        List<byte[]> frames = List.of(rle16(1, 300), rle16(-5, 40000));
        DicomBytes file = DicomBytes.ct(DicomBytes.RLE, 2, 1).text(0x00280008, "IS", "2");

        assertThat(allValues(file.fragments(new byte[0], frames).file())).containsExactly(1, 300, 65531, 40000);

        // The second frame in two fragments: only the offset table tells where it begins.
        byte[] second = frames.get(1);
        List<byte[]> parts = List.of(frames.get(0), Arrays.copyOf(second, 64),
                Arrays.copyOfRange(second, 64, second.length));
        byte[] offsets = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0)
                .putInt(8 + frames.get(0).length).array();
        assertThat(allValues(file.fragments(offsets, parts).file())).containsExactly(1, 300, 65531, 40000);
    }

    @Test
    void rleOfColourAndOfWideIntegers() throws Exception {
        byte[] colours = DicomBytes.rle(List.of(new byte[] {1, 4}, new byte[] {2, 5}, new byte[] {3, 6}));
        byte[] wide = DicomBytes.rle(List.of(new byte[] {1}, new byte[] {2}, new byte[] {3}, new byte[] {4}));
        DicomBytes rgb = DicomBytes.ct(DicomBytes.RLE, 2, 1).us(0x00280002, 3).text(0x00280004, "CS", "RGB")
                .us(0x00280100, 8).us(0x00280101, 8).us(0x00280102, 7).us(0x00280006, 0);

        assertThat(Stored.values(decode(rgb.fragments(new byte[0], List.of(colours)).file())))
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Stored.values(decode(DicomBytes.ct(DicomBytes.RLE, 1, 1).us(0x00280100, 32).us(0x00280101, 32)
                .us(0x00280102, 31).fragments(new byte[0], List.of(wide)).file()))).containsExactly(0x01020304);
    }

    @Test
    void aDeflatedDataSetOfManyFrames() throws Exception {
        byte[] file = DicomBytes.ct(DicomBytes.EXPLICIT + ".99", 2, 1).text(0x00280008, "IS", "2").words(1, 2, 3, 4)
                .file(DicomPixelsTest::deflate);

        assertThat(allValues(file)).containsExactly(1, 2, 3, 4);
    }

    /** Two pixels of 8 bits make a word, and frames follow each other without a gap (PS3.5 section 8.1.1, annex D). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void framesOfABigEndianFileBeginInTheMiddleOfAWord(int frames) throws Exception {
        for (int samples : new int[] {1, 3}) {
            int[] values = new int[3 * samples * frames];
            Arrays.setAll(values, i -> 10 + i);
            byte[] swapped = new byte[values.length + values.length % 2];
            for (int i = 0; i < values.length; i++) {
                swapped[i ^ 1] = (byte) values[i];
            }
            DicomBytes file = DicomBytes.ct(DicomBytes.BIG, 3, 1).us(0x00280002, samples)
                    .text(0x00280004, "CS", samples == 1 ? "MONOCHROME2" : "RGB").us(0x00280006, 0)
                    .us(0x00280100, 8).us(0x00280101, 8).us(0x00280102, 7)
                    .text(0x00280008, "IS", Integer.toString(frames));
            double[] expected = Arrays.stream(values).asDoubleStream().toArray();

            assertThat(allValues(file.put(0x7FE00010, "OW", swapped).file())).isEqualTo(expected);
            assertThat(allValues(file.bytes(values).file())).as("OB: not swapped").isEqualTo(expected);
        }
    }

    @Test
    void paddingBehindTheLastPixelIsPassedOver() throws Exception {
        for (int padding : new int[] {0, 1, 2, 3, 5, 7}) {
            for (int filler : new int[] {0, 0x20, 0xFF}) {
                ByteBuffer pixels = ByteBuffer.allocate(2 * 4 * 4 * 2 + padding).order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < 32; i++) {
                    pixels.putShort((short) (1000 + i));
                }
                while (pixels.hasRemaining()) {
                    pixels.put((byte) filler);
                }
                DicomBytes file = DicomBytes.ct(DicomBytes.EXPLICIT, 4, 4).text(0x00280008, "IS", "2")
                        .put(0x7FE00010, "OW", pixels.array());
                double[] expected = IntStream.range(1000, 1032).asDoubleStream().toArray();

                assertThat(allValues(file.file())).as("%d times %02X", padding, filler).isEqualTo(expected);
                assertThat(allValues(file.raw(0xFFFCFFFC, "OB", 2, new byte[2]).file())).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2.0", "2.", "+2", " 2", "02", "2.000"})
    void integersWrittenAsDecimals(String two) throws Exception {
        List<Slice> slices = read(DicomBytes.ct(DicomBytes.EXPLICIT, 1, 1).text(0x00280008, "IS", two)
                .text(0x00200011, "IS", two).words(7, 8).file());
        Slice single = read(DicomBytes.ct(DicomBytes.EXPLICIT, 1, 1).text(0x00200013, "IS", two).words(7).file())
                .get(0);

        assertThat(slices).hasSize(2);
        assertThat(slices.get(0).dicom().seriesNumber()).isEqualTo(2);
        assertThat(single.dicom().instanceNumber()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5", "two", "1,0", "1e99", "99999999999", "NaN"})
    void whatIsNoWholeNumberIsNone(String text) throws Exception {
        Slice single = read(DicomBytes.ct(DicomBytes.EXPLICIT, 1, 1).text(0x00200013, "IS", text).words(7).file())
                .get(0);
        assertThat(single.dicom().instanceNumber()).isNull();
    }

    private DicomBytes colour(String photometric, int columns, int rows) {
        return DicomBytes.ct(DicomBytes.EXPLICIT, columns, rows).us(0x00280002, 3)
                .text(0x00280004, "CS", photometric).us(0x00280100, 8).us(0x00280101, 8).us(0x00280102, 7);
    }

    private static byte[] rle16(int... values) {
        byte[] high = new byte[values.length];
        byte[] low = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            high[i] = (byte) (values[i] >> 8);
            low[i] = (byte) values[i];
        }
        return DicomBytes.rle(List.of(high, low));
    }

    private static byte[] words(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] out = new byte[bytes.length + 64];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private double[] allValues(byte[] file) throws Exception {
        List<Double> values = new ArrayList<>();
        for (Slice slice : read(file)) {
            for (double value : Stored.values(files.decode(slice))) {
                values.add(value);
            }
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private List<Slice> read(byte[] file) throws Exception {
        Path path = Files.write(folder.resolve("test.dcm"), file);
        return files.read(path, "test.dcm");
    }

    private StoredSlice decode(byte[] file) throws Exception {
        return files.decode(read(file).get(0));
    }
}
