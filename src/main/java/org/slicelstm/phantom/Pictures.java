package org.slicelstm.phantom;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * How a patient's slices become loose 8-bit pictures; drawn without knowing any label.
 *
 * @param centre     of the brain window, HU
 * @param width      of the brain window, HU
 * @param boneCentre of the bone window, HU
 * @param boneWidth  of the bone window, HU
 * @param quality    of the JPG, 0 to 1
 * @param cutSides   columns cut off left and right, as a share of all
 * @param cutEnds    rows cut off above and below, as a share of all
 */
record Pictures(double centre, double width, double boneCentre, double boneWidth, float quality, double cutSides,
                double cutEnds) {

    static Pictures draw(Draw draw) {
        return new Pictures(draw.uniform(35, 45), draw.uniform(72, 92), draw.uniform(450, 650),
                draw.uniform(2000, 3000), (float) draw.uniform(.72, .95),
                draw.chance(.25) ? draw.uniform(.02, .06) : 0, draw.chance(.1) ? .01 : 0);
    }

    /** Windows a slice (HU, [size · size]) to grey levels, 0 to 255, and cuts its edges off. */
    BufferedImage window(float[] hu, int size, boolean bone) {
        double low = bone ? boneCentre - boneWidth / 2 : centre - width / 2;
        double scale = 255 / (bone ? boneWidth : width);
        byte[] grey = new byte[hu.length];
        for (int i = 0; i < hu.length; i++) {
            grey[i] = (byte) Math.max(0, Math.min(255, Math.round((hu[i] - low) * scale)));
        }
        return cut(grey, size);
    }

    /** A picture of bytes ([size · size]) with the same edges cut off. */
    BufferedImage cut(byte[] pixels, int size) {
        return picture(pixels, size, (int) (cutSides * size), (int) (cutEnds * size));
    }

    /** A whole picture of bytes, [size · size]. */
    static BufferedImage whole(byte[] pixels, int size) {
        return picture(pixels, size, 0, 0);
    }

    private static BufferedImage picture(byte[] pixels, int size, int sides, int ends) {
        BufferedImage image = new BufferedImage(size - 2 * sides, size - 2 * ends, BufferedImage.TYPE_BYTE_GRAY);
        byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int row = 0; row < image.getHeight(); row++) {
            System.arraycopy(pixels, (row + ends) * size + sides, target, row * image.getWidth(), image.getWidth());
        }
        return image;
    }

    /** The bits that any pixel of a picture of bytes has. */
    static int bits(BufferedImage image) {
        int bits = 0;
        for (byte each : ((DataBufferByte) image.getRaster().getDataBuffer()).getData()) {
            bits |= each;
        }
        return bits;
    }

    byte[] jpg(BufferedImage image) throws IOException {
        return encode(image, "jpeg", quality);
    }

    static byte[] png(BufferedImage image) throws IOException {
        return encode(image, "png", -1);
    }

    private static byte[] encode(BufferedImage image, String format, float quality) throws IOException {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
        if (!writers.hasNext()) {
            throw new IOException("This Java has no " + format + " writer.");
        }
        ImageWriter writer = writers.next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (quality >= 0) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(quality);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
