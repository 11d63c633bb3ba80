package org.slicelstm.image.read;

import static org.slicelstm.image.encode.DrawnHead.COLUMNS;
import static org.slicelstm.image.encode.DrawnHead.PIXELS;
import static org.slicelstm.image.encode.DrawnHead.ROWS;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ShortProcessor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.slicelstm.image.encode.DrawnHead;
import org.slicelstm.image.encode.Jpeg2000Codestream;
import org.slicelstm.image.encode.LoosePicture;
import org.slicelstm.image.encode.RunLengthFrame;
import org.slicelstm.jpeg.DctEncoder;
import org.slicelstm.jpeg.LosslessEncoder;
import org.slicelstm.jpeg.LsEncoder;

/** A drawn head in every encoding that is read: what has to come out is what was drawn, never what was read back. */
public final class DrawnFiles {
    static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    static final String JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70";
    private static final String JPEG_EXTENDED = "1.2.840.10008.1.2.4.51";
    private static final String JPEG_LS = "1.2.840.10008.1.2.4.80";
    private static final String JPEG_LS_NEAR = "1.2.840.10008.1.2.4.81";
    static final String JPEG_2000_LOSSLESS = "1.2.840.10008.1.2.4.90";

    private static final int PADDING = -2000;
    private static final int[] HU = DrawnHead.hu(0);
    private static final int[] GREY = DrawnHead.grey(0);
    /** HU from −1024 as unsigned 12 bits. */
    private static final int[] TWELVE = each(HU, hu -> hu + 1024);
    /** The same with more than 12 bits: twice as fine. */
    private static final int[] FINE = each(HU, hu -> 2 * (hu + 1024));

    private DrawnFiles() {
    }

    /** Every kind. */
    public static List<DrawnFile> all() {
        return Stream.of(nativeGrey(), compressedGrey(), colours(), DrawnFrames.all(), loose()).flatMap(List::stream)
                .toList();
    }

    /** The one of {@link #all()} that has this name. */
    public static DrawnFile named(String name) {
        return all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    /** An enhanced CT of three parallel slices, from below the second, the first and the third. */
    public static DrawnFile volume() {
        return DrawnFrames.file(DicomBytes.EXPLICIT, false);
    }

    private static List<DrawnFile> nativeGrey() {
        List<DrawnFile> files = new ArrayList<>();
        for (String syntax : List.of(DicomBytes.EXPLICIT, DicomBytes.IMPLICIT, DicomBytes.BIG)) {
            String order = ", " + name(syntax);
            files.add(grey("signed 16 bits" + order, rescaled(signed(syntax), 1, 0).words(HU), HU));
            files.add(grey("unsigned 16 bits and slope .5" + order,
                    rescaled(layout(syntax, 16, 16, 15, 0), .5, -1024).words(FINE), FINE));
            files.add(grey("12 bits below an overlay" + order, rescaled(layout(syntax, 16, 12, 11, 0), 1, -1024)
                    .words(each(TWELVE, value -> value | value << 5 & 0xF000)), TWELVE));
            files.add(picture("8 bits as bytes" + order, layout(syntax, 8, 8, 7, 0).bytes(GREY), GREY));
        }
        files.add(grey("signed 12 bits below an overlay", rescaled(layout(DicomBytes.EXPLICIT, 16, 12, 11, 1), 1, 1024)
                .words(each(TWELVE, value -> value - 2048 & 0xFFF | value << 7 & 0xF000)),
                each(TWELVE, value -> value - 2048)));
        files.add(grey("12 bits from bit 15 down", rescaled(layout(DicomBytes.EXPLICIT, 16, 12, 15, 0), 1, -1024)
                .words(each(TWELVE, value -> value << 4 | value & 0xF)), TWELVE));
        files.add(grey("32 bits", rescaled(layout(DicomBytes.EXPLICIT, 32, 32, 31, 1), 1, 0)
                .words(low16First(HU)), HU));
        files.add(grey("low values bright, in HU", rescaled(signed(DicomBytes.EXPLICIT), 1, 0)
                .text(0x00280004, "CS", "MONOCHROME1").words(HU), HU));
        files.add(picture("low values bright, 8 bits", layout(DicomBytes.EXPLICIT, 8, 8, 7, 0)
                .text(0x00280004, "CS", "MONOCHROME1").bytes(GREY), GREY));
        int[] padded = padded(HU);
        files.add(DrawnFile.exact("padding outside the circle", rescaled(signed(DicomBytes.EXPLICIT), 1, 0)
                .us(0x00280120, PADDING).words(padded).file(), List.of(padded), List.of()));
        files.add(grey("deflated", rescaled(signed(DEFLATED), 1, 0).words(HU), HU));
        return files;
    }

    private static List<DrawnFile> compressedGrey() {
        int[] raw = each(HU, hu -> hu & 0xFFFF);
        LsEncoder.Encoded near = LsEncoder.grey(12, 3).encode(TWELVE, COLUMNS, ROWS);
        DctEncoder.Encoded extended = DctEncoder.grey(12, 8).encode(TWELVE, COLUMNS, ROWS);
        return List.of(
                grey("RLE, signed 16 bits", rescaled(signed(DicomBytes.RLE), 1, 0)
                        .fragments(new byte[0], List.of(rle(16, raw))), HU),
                grey("RLE, unsigned 12 bits", rescaled(layout(DicomBytes.RLE, 16, 12, 11, 0), 1, -1024)
                        .fragments(new byte[4], List.of(rle(16, TWELVE))), TWELVE),
                picture("RLE, 8 bits", layout(DicomBytes.RLE, 8, 8, 7, 0)
                        .fragments(new byte[0], List.of(rle(8, GREY))), GREY),
                grey("lossless JPEG, signed 16 bits", rescaled(signed(JPEG_LOSSLESS), 1, 0)
                        .fragments(new byte[0], List.of(lossless(16, raw))), HU),
                grey("lossless JPEG, 12 bits", rescaled(layout(JPEG_LOSSLESS, 16, 12, 11, 0), 1, -1024)
                        .fragments(new byte[0], List.of(lossless(12, TWELVE))), TWELVE),
                grey("lossless JPEG in fragments", rescaled(layout(JPEG_LOSSLESS, 16, 16, 15, 0), .5, -1024)
                        .fragments(new byte[0], pieces(lossless(16, FINE), 1500)), FINE),
                picture("lossless JPEG, 8 bits", layout(JPEG_LOSSLESS, 8, 8, 7, 0)
                        .fragments(new byte[0], List.of(lossless(8, GREY))), GREY),
                grey("JPEG 2000, 12 of 16 bits", rescaled(layout(JPEG_2000_LOSSLESS, 16, 12, 11, 0), 1, -1024)
                        .fragments(new byte[0], List.of(Jpeg2000Codestream.encode(TWELVE, COLUMNS, ROWS, 16))), TWELVE),
                picture("JPEG 2000, 8 bits", layout(JPEG_2000_LOSSLESS, 8, 8, 7, 0).fragments(new byte[0],
                        List.of(Jpeg2000Codestream.encode(GREY, COLUMNS, ROWS, 8))), GREY),
                grey("JPEG-LS, signed 16 bits", rescaled(signed(JPEG_LS), 1, 0).fragments(new byte[0],
                        List.of(LsEncoder.grey(16, 0).encode(raw, COLUMNS, ROWS).stream())), HU),
                picture("JPEG-LS, near-lossless 12 bits", layout(JPEG_LS_NEAR, 16, 12, 11, 0).fragments(new byte[0],
                        List.of(near.stream())), near.samples()),
                new DrawnFile("JPEG Extended, 12 bits", layout(JPEG_EXTENDED, 16, 12, 11, 0).fragments(new byte[0],
                        List.of(extended.stream())).file(), List.of(rounded(extended.samples())), List.of(), 1, 0.01),
                new DrawnFile("JPEG, 8 bits", layout(DicomBytes.JPEG_BASELINE, 8, 8, 7, 0).fragments(new byte[0],
                        List.of(jpeg(List.of(GREY)))).file(), List.of(GREY), List.of(), 3, 0.7));
    }

    private static List<DrawnFile> colours() {
        List<int[]> planes = List.of(DrawnHead.colours(0));
        int[] byPixel = byPixel(planes);
        int[] byPlane = planes.stream().flatMapToInt(Arrays::stream).toArray();
        List<int[]> smooth = smooth();
        List<DrawnFile> files = new ArrayList<>();
        for (String syntax : List.of(DicomBytes.EXPLICIT, DicomBytes.BIG)) {
            files.add(picture("colours by pixel, " + name(syntax), colour(syntax, 0).bytes(byPixel), byPixel));
            files.add(picture("colours by plane, " + name(syntax), colour(syntax, 1).bytes(byPlane), byPixel));
        }
        files.add(picture("RLE, colours", colour(DicomBytes.RLE, 0).fragments(new byte[0],
                List.of(RunLengthFrame.encode(planes, COLUMNS, 8))), byPixel));
        files.add(new DrawnFile("JPEG, colours", colour(DicomBytes.JPEG_BASELINE, 0)
                .text(0x00280004, "CS", "YBR_FULL_422").fragments(new byte[0], List.of(jpeg(smooth))).file(),
                List.of(byPixel(smooth)), List.of(), 6, 2));
        int[] palette = byPixel(List.of(GREY, each(GREY, grey -> 255 - grey), each(GREY, grey -> grey * 7 & 0xFF)));
        files.add(picture("palette", palette(layout(DicomBytes.EXPLICIT, 8, 8, 7, 0), 0).bytes(GREY), palette));
        files.add(picture("palette of 12 bits", palette(layout(DicomBytes.EXPLICIT, 16, 12, 11, 0), 3000)
                .words(each(GREY, grey -> 3000 + grey)), palette));
        files.add(picture("RLE, palette", palette(layout(DicomBytes.RLE, 8, 8, 7, 0), 0)
                .fragments(new byte[0], List.of(rle(8, GREY))), palette));
        return files;
    }

    private static List<DrawnFile> loose() {
        List<int[]> planes = List.of(DrawnHead.colours(0));
        List<int[]> pages = List.of(TWELVE, each(DrawnHead.hu(1), hu -> hu + 1024),
                each(DrawnHead.hu(2), hu -> hu + 1024));
        short[] shorts = new short[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            shorts[i] = (short) (FINE[i] * 8);
        }
        return List.of(
                new DrawnFile("JPG", jpeg(List.of(GREY)), List.of(GREY), List.of(), 3, 0.7),
                new DrawnFile("JPG in colours", jpeg(smooth()), List.of(byPixel(smooth())), List.of(), 6, 2),
                loose("PNG", LoosePicture.png(image(8, GREY)), GREY),
                loose("PNG of 16 bits", LoosePicture.png(image(16, FINE)), FINE),
                loose("PNG in colours", LoosePicture.png(LoosePicture.image(planes, COLUMNS, ROWS, 8)),
                        byPixel(planes)),
                loose("TIFF", LoosePicture.tiff(List.of(image(8, GREY)), null, 0), GREY),
                loose("TIFF in colours", LoosePicture.tiff(List.of(LoosePicture.image(planes, COLUMNS, ROWS, 8)),
                        null, 0), byPixel(planes)),
                loose("TIFF of 16 bits in tiles", LoosePicture.tiff(List.of(image(16, FINE)), null, 32), FINE),
                loose("TIFF of 16 bits, LZW", LoosePicture.tiff(List.of(image(16, FINE)), "LZW", 0), FINE),
                loose("TIFF of 16 bits, deflated tiles", LoosePicture.tiff(List.of(image(16, FINE)), "Deflate", 16),
                        FINE),
                loose("TIFF of 16 bits, big endian", new FileSaver(new ImagePlus("", new ShortProcessor(COLUMNS, ROWS,
                        shorts, null))).serialize(), each(FINE, value -> value * 8)),
                DrawnFile.exact("TIFF of three pages", LoosePicture.tiff(pages.stream().map(page -> image(16, page))
                        .toList(), null, 0), pages, List.of()));
    }

    static String name(String syntax) {
        return switch (syntax) {
            case DicomBytes.EXPLICIT -> "explicit";
            case DicomBytes.IMPLICIT -> "implicit";
            case DicomBytes.BIG -> "big endian";
            case DicomBytes.RLE -> "RLE";
            case DEFLATED -> "deflated";
            case JPEG_LOSSLESS -> "lossless JPEG";
            default -> throw new IllegalArgumentException(syntax);
        };
    }

    /** A CT header without rescale. */
    static DicomBytes layout(String syntax, int allocated, int stored, int high, int signed) {
        return DicomBytes.ct(syntax, COLUMNS, ROWS).us(0x00280100, allocated).us(0x00280101, stored)
                .us(0x00280102, high).us(0x00280103, signed);
    }

    private static DicomBytes signed(String syntax) {
        return layout(syntax, 16, 16, 15, 1);
    }

    private static DicomBytes rescaled(DicomBytes file, double slope, int intercept) {
        return file.text(0x00281052, "DS", "" + intercept).text(0x00281053, "DS", "" + slope)
                .text(0x00281054, "LO", "HU");
    }

    private static DicomBytes colour(String syntax, int planar) {
        return layout(syntax, 8, 8, 7, 0).us(0x00280002, 3).text(0x00280004, "CS", "RGB").us(0x00280006, planar);
    }

    /** Red as the index counted from the first, green turned round, blue seven times as steep. */
    private static DicomBytes palette(DicomBytes file, int first) {
        file.text(0x00280004, "CS", "PALETTE COLOR");
        for (int c = 0; c < 3; c++) {
            ByteBuffer table = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < 256; i++) {
                int level = c == 0 ? i : c == 1 ? 255 - i : i * 7 & 0xFF;
                table.putShort((short) (level << 8 | level));
            }
            file.us(0x00281101 + c, 256, first, 16).put(0x00281201 + c, "OW", table.array());
        }
        return file;
    }

    private static DrawnFile grey(String name, DicomBytes file, int[] stored) {
        return DrawnFile.exact(name, bytes(file), List.of(stored), List.of(HU));
    }

    private static DrawnFile picture(String name, DicomBytes file, int[] stored) {
        return DrawnFile.exact(name, bytes(file), List.of(stored), List.of());
    }

    private static DrawnFile loose(String name, byte[] file, int[] stored) {
        return DrawnFile.exact(name, file, List.of(stored), List.of());
    }

    /** The whole file, its data set deflated where its transfer syntax says so. */
    static byte[] bytes(DicomBytes file) {
        return file.syntax().equals(DEFLATED) ? file.file(DrawnFiles::deflate) : file.file();
    }

    private static byte[] deflate(byte[] dataSet) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, raw)) {
            deflated.write(dataSet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            raw.end();
        }
        return out.toByteArray();
    }

    private static List<byte[]> pieces(byte[] bytes, int length) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += length) {
            pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length)));
        }
        return pieces;
    }

    private static byte[] rle(int bits, int[] values) {
        return RunLengthFrame.encode(List.of(values), COLUMNS, bits);
    }

    private static byte[] lossless(int bits, int[] values) {
        return LosslessEncoder.grey(bits, 1).encode(values, COLUMNS, ROWS);
    }

    private static int[] rounded(double[] samples) {
        return Arrays.stream(samples).mapToInt(sample -> (int) Math.round(sample)).toArray();
    }

    private static byte[] jpeg(List<int[]> planes) {
        return LoosePicture.jpeg(LoosePicture.image(planes, COLUMNS, ROWS, 8));
    }

    private static BufferedImage image(int bits, int[] values) {
        return LoosePicture.image(List.of(values), COLUMNS, ROWS, bits);
    }

    static int[] each(int[] values, IntUnaryOperator change) {
        return Arrays.stream(values).map(change).toArray();
    }

    /** Colours that change slowly: JPEG keeps one chroma for four pixels. */
    private static List<int[]> smooth() {
        int[][] planes = new int[3][PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            int x = i % COLUMNS;
            int y = i / COLUMNS;
            planes[0][i] = 2 * x + 20;
            planes[1][i] = 3 * y + 10;
            planes[2][i] = 230 - x - y;
        }
        return List.of(planes);
    }

    private static int[] byPixel(List<int[]> planes) {
        int[] values = new int[3 * PIXELS];
        for (int i = 0; i < values.length; i++) {
            values[i] = planes.get(i % 3)[i / 3];
        }
        return values;
    }

    /** 32-bit values as pairs of 16-bit words, the low one first. */
    private static int[] low16First(int[] values) {
        int[] words = new int[2 * values.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = values[i / 2] >> 16 * (i % 2);
        }
        return words;
    }

    private static int[] padded(int[] values) {
        int[] padded = values.clone();
        for (int i = 0; i < PIXELS; i++) {
            if (Math.hypot(i % COLUMNS - COLUMNS / 2, i / COLUMNS - ROWS / 2) > COLUMNS / 2) {
                padded[i] = PADDING;
            }
        }
        return padded;
    }
}
