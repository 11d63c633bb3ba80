package org.slicelstm.image.read;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Writes small loose pictures for tests. */
final class Pictures {
    private Pictures() {
    }

    /** Grey pictures whose pixel is {@code 8 x + 16 y + first}. */
    static BufferedImage grey(int columns, int rows, int first) {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
        fill(image, first, 1);
        return image;
    }

    /** The same with 16 bits: {@code 256 (8 x + 16 y + first) + 1}. */
    static BufferedImage grey16(int columns, int rows, int first) {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_USHORT_GRAY);
        fill(image, first, 256);
        return image;
    }

    private static void fill(BufferedImage image, int first, int scale) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.getRaster().setSample(x, y, 0, (8 * x + 16 * y + first) * scale + (scale > 1 ? 1 : 0));
            }
        }
    }

    static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    static byte[] jpeg(int columns, int rows, float quality) throws IOException {
        return write("jpeg", quality, List.of(grey(columns, rows, 0)));
    }

    /** One page for each picture. */
    static byte[] tiff(List<BufferedImage> pages) throws IOException {
        return write("tiff", Float.NaN, pages);
    }

    private static byte[] write(String format, float quality, List<BufferedImage> pages) throws IOException {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
        ImageWriter writer = writers.next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream to = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(to);
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (quality == quality) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(quality);
                writer.write(null, new IIOImage(pages.get(0), null, null), param);
            } else {
                writer.prepareWriteSequence(null);
                for (BufferedImage page : pages) {
                    writer.writeToSequence(new IIOImage(page, null, null), param);
                }
                writer.endWriteSequence();
            }
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
