package org.slicelstm.image.encode;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Writes JPEG, PNG and TIFF files for tests, with the encoders of Java. */
public final class LoosePicture {
    private LoosePicture() {
    }

    /** A grey picture of 8 or 16 bits, or RGB of three 8-bit planes. */
    public static BufferedImage image(List<int[]> planes, int columns, int rows, int bits) {
        BufferedImage image = new BufferedImage(columns, rows, planes.size() == 3 ? BufferedImage.TYPE_3BYTE_BGR
                : bits == 8 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_USHORT_GRAY);
        for (int plane = 0; plane < planes.size(); plane++) {
            image.getRaster().setSamples(0, 0, columns, rows, plane, planes.get(plane));
        }
        return image;
    }

    /** Baseline JPEG of the best quality that there is. */
    public static byte[] jpeg(BufferedImage image) {
        return jpeg(image, 1, ImageWriteParam.MODE_DISABLED);
    }

    /** Progressive JPEG, the progression Java's own. */
    public static byte[] progressiveJpeg(BufferedImage image, float quality) {
        return jpeg(image, quality, ImageWriteParam.MODE_DEFAULT);
    }

    private static byte[] jpeg(BufferedImage image, float quality, int progression) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(quality);
        how.setProgressiveMode(progression);
        return write(writer, how, List.of(image));
    }

    public static byte[] png(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        return write(writer, writer.getDefaultWriteParam(), List.of(image));
    }

    /**
     * A TIFF file of a page for each picture.
     *
     * @param compression as Java names it, or null for none
     * @param tile        width and height of a tile, a multiple of 16, or 0 for strips
     */
    public static byte[] tiff(List<BufferedImage> pages, String compression, int tile) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        if (compression != null) {
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionType(compression);
        }
        if (tile > 0) {
            how.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
            how.setTiling(tile, tile, 0, 0);
        }
        return write(writer, how, pages);
    }

    private static byte[] write(ImageWriter writer, ImageWriteParam how, List<BufferedImage> pages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream to = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(to);
            if (pages.size() == 1) {
                writer.write(null, new IIOImage(pages.get(0), null, null), how);
            } else {
                writer.prepareWriteSequence(null);
                for (BufferedImage page : pages) {
                    writer.writeToSequence(new IIOImage(page, null, null), how);
                }
                writer.endWriteSequence();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
