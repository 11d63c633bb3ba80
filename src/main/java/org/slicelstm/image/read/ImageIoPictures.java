package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;

/**
 * JPEG and PNG through Java's own decoders. Bio-Formats reads JPEG by way of the same decoder, but does not pass on its
 * warnings of damage, and opening its reader costs more than decoding (512 × 512 grey JPEG, warm, CPU time: 0.8 ms to
 * open and 0.4 ms to decode).
 */
final class ImageIoPictures {
    private ImageIoPictures() {
    }

    /** Decodes with the reader at hand. */
    @FunctionalInterface
    private interface Decode<T> {
        T with(ImageReader reader) throws IOException;
    }

    /** The samples of a JPEG picture as they are coded, without a change of colours: pixel by pixel. */
    static byte[] jpegSamples(byte[] bytes, int components) throws NotASliceException {
        Raster raster = read(bytes, "jpeg", reader -> reader.readRaster(0, null));
        if (raster.getNumBands() != components || raster.getSampleModel().getSampleSize(0) != 8) {
            throw refused("damaged JPEG data: not the values that their header names");
        }
        byte[] whole = plainBytes(raster);
        if (whole != null) {
            return whole;
        }
        int width = raster.getWidth();
        byte[] samples = new byte[width * raster.getHeight() * components];
        int[] row = new int[width * components];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int value : row) {
                samples[to++] = (byte) value;
            }
        }
        return samples;
    }

    /** The values of a picture of one byte a pixel that are nothing but its pixels in their order; null for others. */
    private static byte[] plainBytes(Raster raster) {
        boolean plain = raster.getNumBands() == 1 && raster.getDataBuffer() instanceof DataBufferByte buffer
                && buffer.getNumBanks() == 1 && buffer.getData().length == raster.getWidth() * raster.getHeight();
        return plain ? ((DataBufferByte) raster.getDataBuffer()).getData() : null;
    }

    /**
     * Decodes a picture that lies in a file of its own.
     *
     * @param format "jpeg" or "png"
     * @return {@code [columns, rows]} with 8 or 16 bits, or {@code [columns, rows, 3]} RGB with 8
     */
    static Img<? extends RealType<?>> picture(byte[] bytes, String format) throws NotASliceException {
        BufferedImage image = read(bytes, format, reader -> reader.read(0));
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return indexed(image, palette);
        }
        SampleModel model = image.getSampleModel();
        int bands = model.getNumBands();
        int bits = model.getSampleSize(0);
        if (bands > 4 || bits != 8 && bits != 16) {
            throw refused("a picture of " + bands + " times " + bits + " bits a pixel, which is not read here");
        }
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] whole = bits == 8 ? plainBytes(image.getRaster()) : null;
        if (whole != null) {
            return ArrayImgs.unsignedBytes(whole, width, height);
        }
        int colours = bands <= 2 ? 1 : 3;
        boolean wide = bits == 16 && colours == 1;
        short[] words = new short[wide ? width * height : 0];
        byte[] levels = new byte[wide ? 0 : width * height * colours];
        int[] row = new int[width * bands];
        int opaque = (1 << bits) - 1;
        for (int y = 0; y < height; y++) {
            image.getRaster().getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                if (bands % 2 == 0 && row[x * bands + bands - 1] != opaque) {
                    throw transparent();
                }
                for (int c = 0; c < colours; c++) {
                    int value = row[x * bands + c];
                    int to = c * width * height + y * width + x;
                    if (wide) {
                        words[to] = (short) value;
                    } else {
                        levels[to] = (byte) (bits == 8 ? value : Math.round(value / 257f));
                    }
                }
            }
        }
        return wide ? ArrayImgs.unsignedShorts(words, width, height)
                : colours == 1 ? ArrayImgs.unsignedBytes(levels, width, height)
                        : ArrayImgs.unsignedBytes(levels, width, height, 3);
    }

    /** A palette's colours, or its grey levels where it has no others. */
    private static Img<? extends RealType<?>> indexed(BufferedImage image, IndexColorModel palette)
            throws NotASliceException {
        boolean grey = true;
        for (int i = 0; i < palette.getMapSize(); i++) {
            grey &= palette.getRed(i) == palette.getGreen(i) && palette.getGreen(i) == palette.getBlue(i);
        }
        int width = image.getWidth();
        int pixels = width * image.getHeight();
        byte[] levels = new byte[grey ? pixels : 3 * pixels];
        int[] row = new int[width];
        for (int y = 0, to = 0; y < image.getHeight(); y++) {
            image.getRaster().getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++, to++) {
                if (palette.getAlpha(row[x]) != 255) {
                    throw transparent();
                }
                levels[to] = (byte) palette.getRed(row[x]);
                if (!grey) {
                    levels[pixels + to] = (byte) palette.getGreen(row[x]);
                    levels[2 * pixels + to] = (byte) palette.getBlue(row[x]);
                }
            }
        }
        return grey ? ArrayImgs.unsignedBytes(levels, width, image.getHeight())
                : ArrayImgs.unsignedBytes(levels, width, image.getHeight(), 3);
    }

    private static NotASliceException transparent() {
        return refused("a picture with transparent pixels; save it without transparency");
    }

    private static <T> T read(byte[] bytes, String format, Decode<T> decode) throws NotASliceException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw refused("this Java has no " + format + " reader");
        }
        ImageReader reader = readers.next();
        String[] warned = new String[1];
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            reader.addIIOReadWarningListener((source, warning) -> warned[0] = damage(warned[0], warning));
            T result = decode.with(reader);
            if (warned[0] != null) {
                throw refused("damaged " + format.toUpperCase(Locale.ROOT) + " data: " + warned[0]);
            }
            return result;
        } catch (IOException | RuntimeException e) {
            throw new NotASliceException(Status.REFUSED, "damaged " + format.toUpperCase(Locale.ROOT)
                    + " data: they cannot be decoded", e);
        } finally {
            reader.dispose();
        }
    }

    /** The first warning that means wrong pixels; others (a colour profile that is no good) do not count. */
    private static String damage(String before, String warning) {
        boolean pixels = warning.contains("Corrupt") || warning.contains("Premature") || warning.contains("progression")
                || warning.contains("Invalid SOS");
        return before == null && pixels ? warning : before;
    }
}
