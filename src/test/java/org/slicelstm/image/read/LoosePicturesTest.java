package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.ShortProcessor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
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
import org.slicelstm.image.StoredSlice;

/** JPEG, PNG and TIFF files whose pixels are known, or refused for a named reason. */
class LoosePicturesTest {
    @TempDir
    private Path folder;

    private final SliceFiles files = new SliceFiles();

    @Test
    void aDrawnJpegIsWhatImageJSees() throws Exception {
        byte[] jpeg = DrawnFiles.named("JPG").bytes();
        StoredSlice stored = only(jpeg);
        Path file = Files.write(folder.resolve("drawn.jpg"), jpeg);
        float[][] seen = IJ.openImage(file.toString()).getProcessor().getFloatArray();

        assertThat(stored.intensity()).isEqualTo(Intensity.picture(8));
        double[] values = Stored.values(stored);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isEqualTo(seen[i % stored.columns()][i / stored.columns()]);
        }
    }

    @NeedsSharedData
    @ParameterizedTest
    @ValueSource(strings = {"1", "9", "28"})
    void realJpegsAreWhatImageJSees(String name) throws Exception {
        Path file = SharedData.path("ge_images/" + name + ".jpg");
        StoredSlice stored = only(Files.readAllBytes(file));
        float[][] seen = IJ.openImage(file.toString()).getProcessor().getFloatArray();

        assertThat(stored.intensity()).isEqualTo(Intensity.picture(8));
        assertThat(stored.isColour()).isFalse();
        double[] values = Stored.values(stored);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isEqualTo(seen[i % 512][i / 512]);
        }
    }

    @NeedsSharedData
    @Test
    void theRealSixteenBitTiffHoldsTheDicomPixels() throws Exception {
        StoredSlice tiff = only(Files.readAllBytes(SharedData.path("ge_other_formats/slice_18.tif")));
        StoredSlice dicom = only(Files.readAllBytes(SharedData.path("ge_head_ct/18.dcm")));
        double[] values = Stored.values(tiff);
        double[] expected = Stored.values(dicom);

        assertThat(tiff.intensity().bitsStored()).isEqualTo(16);
        assertThat(tiff.intensity().hounsfield()).isFalse();
        // It was written as HU + 1024, with the padding at the lower end.
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isEqualTo(Math.max(expected[i], -1024) + 1024);
        }
    }

    @Test
    void pngOfEightAndOfSixteenBits() throws Exception {
        StoredSlice eight = only(Pictures.png(Pictures.grey(3, 2, 5)));
        StoredSlice sixteen = only(Pictures.png(Pictures.grey16(3, 2, 5)));

        assertThat(Stored.values(eight)).containsExactly(5, 13, 21, 21, 29, 37);
        assertThat(eight.intensity()).isEqualTo(Intensity.picture(8));
        assertThat(Stored.values(sixteen)).containsExactly(1281, 3329, 5377, 5377, 7425, 9473);
        assertThat(sixteen.intensity()).isEqualTo(Intensity.picture(16));
    }

    @Test
    void colourPngIsRgbAndTransparencyIsRefused() throws Exception {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xFF010203);
        image.setRGB(1, 0, 0xFFFDFEFF);
        assertThat(Stored.values(only(Pictures.png(image)))).containsExactly(1, 2, 3, 253, 254, 255);

        image.setRGB(1, 0, 0x80FDFEFF);
        assertThatThrownBy(() -> only(Pictures.png(image))).isInstanceOf(NotASliceException.class)
                .hasMessage("a picture with transparent pixels; save it without transparency");
    }

    /** Where the bright corner, stored top left, and the grey one, stored top right, have to be. */
    @ParameterizedTest
    @CsvSource({"1, 0 0, 1 0", "2, 1 0, 0 0", "3, 1 1, 0 1", "4, 0 1, 1 1", "5, 0 0, 0 1", "6, 1 0, 1 1", "7, 1 1, 1 0",
        "8, 0 1, 0 0"})
    void exifOrientationOfAPngIsUndone(int orientation, String bright, String grey) throws Exception {
        BufferedImage image = new BufferedImage(9, 6, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < 9; i++) {
            image.getRaster().setSample(i % 3, i / 3, 0, 65000);
            image.getRaster().setSample(6 + i % 3, i / 3, 0, 30000);
        }
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            for (String mark : List.of("", "Exif\0\0")) {
                for (boolean last : new boolean[] {false, true}) {
                    byte[] exif = exif(orientation, order, mark);
                    StoredSlice stored = only(withExif(Pictures.png(image), exif, last));

                    assertThat(stored.columns()).isEqualTo(orientation < 5 ? 9 : 6);
                    assertThat(stored.rows()).isEqualTo(orientation < 5 ? 6 : 9);
                    assertThat(corner(stored, bright)).isEqualTo(65000);
                    assertThat(corner(stored, grey)).isEqualTo(30000);
                }
            }
        }
    }

    @Test
    void exifWithoutAnOrientationTurnsNothing() throws Exception {
        BufferedImage image = Pictures.grey(3, 2, 5);
        for (byte[] exif : List.of(new byte[0], new byte[5], exif(0, ByteOrder.BIG_ENDIAN, ""),
                exif(9, ByteOrder.LITTLE_ENDIAN, ""))) {
            assertThat(Stored.values(only(withExif(Pictures.png(image), exif, false))))
                    .containsExactly(5, 13, 21, 21, 29, 37);
        }
    }

    @Test
    @NeedsSharedData
    void theSharedTurnedPngIsUpright() throws Exception {
        for (String name : List.of("010.png", "011.png")) {
            Path file = SharedData.path("cases/png-exif/" + name);
            BufferedImage image = ImageIO.read(file.toFile());
            byte[] bytes = Files.readAllBytes(file);
            int exif = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("eXIf");
            StoredSlice stored = only(bytes);
            if (exif < 0) {
                assertThat(Stored.values(stored)[1]).isEqualTo(image.getRaster().getSample(1, 0, 0));
                continue;
            }
            Upright upright = Upright.ofExif(Arrays.copyOfRange(bytes, exif + 4, exif + 4
                    + ByteBuffer.wrap(bytes).getInt(exif - 4)), "PNG");
            assertThat(upright).isNotEqualTo(Upright.AS_IT_IS);
            assertThat(stored.columns()).isEqualTo(upright.swaps() ? image.getHeight() : image.getWidth());
        }
    }

    /** Where the bright corner, stored top left, and the grey one, stored top right, have to be. */
    @ParameterizedTest
    @CsvSource({"1, 0 0, 1 0", "2, 1 0, 0 0", "3, 1 1, 0 1", "4, 0 1, 1 1", "5, 0 0, 0 1", "6, 1 0, 1 1", "7, 1 1, 1 0",
        "8, 0 1, 0 0"})
    void exifOrientationIsUndone(int orientation, String bright, String grey) throws Exception {
        BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64; i++) {
            image.getRaster().setSample(i % 8, i / 8, 0, 255);
            image.getRaster().setSample(24 + i % 8, i / 8, 0, 128);
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", jpeg);

        StoredSlice stored = only(withOrientation(jpeg.toByteArray(), orientation));

        assertThat(stored.columns()).isEqualTo(orientation < 5 ? 32 : 16);
        assertThat(stored.rows()).isEqualTo(orientation < 5 ? 16 : 32);
        assertThat(corner(stored, bright)).isCloseTo(255, within(3.0));
        assertThat(corner(stored, grey)).isCloseTo(128, within(3.0));
    }

    @Test
    void pagesOfATiffAreSlices() throws Exception {
        byte[] tiff = Pictures.tiff(List.of(Pictures.grey16(3, 2, 0), Pictures.grey16(3, 2, 1),
                Pictures.grey16(3, 2, 2)));

        List<Slice> slices = read(tiff);

        assertThat(slices).extracting(Slice::frame).containsExactly(0, 1, 2);
        assertThat(slices).extracting(Slice::frames).containsOnly(3);
        assertThat(Stored.values(files.decode(slices.get(2)))).containsExactly(513, 2561, 4609, 4609, 6657, 8705);
    }

    @Test
    void aResolutionThatIsNotSquareIsTheAspectOfThePixels() throws Exception {
        ImagePlus image = new ImagePlus("flat", new ShortProcessor(3, 2));
        Calibration calibration = image.getCalibration();
        calibration.setUnit("mm");
        calibration.pixelWidth = 0.5;
        calibration.pixelHeight = 1;

        assertThat(only(new FileSaver(image).serialize()).intensity().pixelAspect()).isCloseTo(2, within(1e-3));
        calibration.pixelHeight = 0.5;
        assertThat(only(new FileSaver(image).serialize()).intensity().pixelAspect()).isEqualTo(1);
    }

    @Test
    void pagesOfDifferentSizesAreRefused() {
        assertThatThrownBy(() -> read(Pictures.tiff(List.of(Pictures.grey(3, 2, 0), Pictures.grey(2, 3, 0)))))
                .isInstanceOf(NotASliceException.class)
                .hasMessage("a TIFF file with pages of different sizes or kinds; save each page as a file");
    }

    @Test
    void aStackThatImageJWroteBehindOneDirectory() throws Exception {
        ImageStack stack = new ImageStack(3, 2);
        for (int i = 0; i < 4; i++) {
            stack.addSlice(new ShortProcessor(3, 2, new short[] {(short) i, 1, 2, 3, 4, (short) (60000 + i)}, null));
        }
        byte[] tiff = new FileSaver(new ImagePlus("stack", stack)).serialize();
        assertThat(read(tiff)).as("a directory for each picture").hasSize(4);

        byte[] one = withOneDirectory(tiff, 4 * 12);
        List<Slice> slices = read(one);

        assertThat(slices).hasSize(4);
        assertThat(Stored.values(files.decode(slices.get(3)))).containsExactly(3, 1, 2, 3, 4, 60003);
        assertThatThrownBy(() -> read(Arrays.copyOf(one, one.length - 1))).isInstanceOf(NotASliceException.class)
                .hasMessage("truncated: the file holds 3 of 4 pictures of an ImageJ stack");
    }

    /** What ImageJ itself writes where the stack is very large: all pixels behind the first directory, and no other. */
    private static byte[] withOneDirectory(byte[] tiff, int pixelBytes) {
        ByteBuffer bytes = ByteBuffer.wrap(tiff).order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int entries = bytes.getShort(8);
        bytes.putInt(10 + 12 * entries, 0);
        int entry = 10;
        while (bytes.getShort(entry) != 273) {
            entry += 12;
        }
        return Arrays.copyOf(tiff, bytes.getInt(entry + 8) + pixelBytes);
    }

    @Test
    void aGiantIsRefusedByItsHeader() throws Exception {
        byte[] png = Pictures.png(Pictures.grey(1, 1, 0));
        ByteBuffer.wrap(png).putInt(16, 10_000).putInt(20, 10_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());

        assertThatThrownBy(() -> read(png)).isInstanceOf(NotASliceException.class)
                .hasMessage("10,000 × 10,000 pixels is not a CT slice (at most 36 megapixels)");
    }

    @Test
    void aWrongChecksumIsRefused() throws Exception {
        byte[] png = Pictures.png(Pictures.grey(3, 2, 0));
        png[45] ^= 1;

        assertThatThrownBy(() -> read(png)).isInstanceOf(NotASliceException.class)
                .hasMessage("damaged PNG: the checksum of a chunk is wrong");
    }

    private static double corner(StoredSlice stored, String place) {
        int x = place.charAt(0) == '0' ? 2 : stored.columns() - 3;
        int y = place.charAt(2) == '0' ? 2 : stored.rows() - 3;
        return Stored.values(stored)[y * stored.columns() + x];
    }

    /** Puts an EXIF segment with nothing but the orientation behind the start of the picture. */
    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(36).putShort((short) 0xFFE1).putShort((short) 34)
                .put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8)
                .putShort((short) 1).putShort((short) 274).putShort((short) 3).putInt(1).putShort((short) orientation)
                .putShort((short) 0).putInt(0);
        return ByteBuffer.allocate(jpeg.length + 36).put(jpeg, 0, 2).put(exif.array()).put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** A directory with nothing but the orientation. */
    private static byte[] exif(int orientation, ByteOrder order, String mark) {
        return ByteBuffer.allocate(mark.length() + 26).put(mark.getBytes(StandardCharsets.US_ASCII)).order(order)
                .putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4D4D : 0x4949)).putShort((short) 42).putInt(8)
                .putShort((short) 1).putShort((short) 274).putShort((short) 3).putInt(1).putShort((short) orientation)
                .putShort((short) 0).putInt(0).array();
    }

    /** Puts an eXIf chunk before the pixels or behind them. */
    private static byte[] withExif(byte[] png, byte[] exif, boolean last) {
        int at = last ? png.length - 12 : 33;
        ByteBuffer chunk = ByteBuffer.allocate(12 + exif.length).putInt(exif.length)
                .put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(exif);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + exif.length);
        chunk.putInt((int) crc.getValue());
        return ByteBuffer.allocate(png.length + chunk.capacity()).put(png, 0, at).put(chunk.array())
                .put(png, at, png.length - at).array();
    }

    private List<Slice> read(byte[] file) throws Exception {
        return files.read(Files.write(folder.resolve("picture"), file), "picture");
    }

    private StoredSlice only(byte[] file) throws Exception {
        List<Slice> slices = read(file);
        assertThat(slices).hasSize(1);
        return files.decode(slices.get(0));
    }
}
