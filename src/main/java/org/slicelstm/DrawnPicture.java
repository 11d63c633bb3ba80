package org.slicelstm;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/**
 * PNG files of what was drawn here: plots, montages, heat maps. They say so (a {@code tEXt} chunk, Software: SliceLSTM), so
 * that those in a patient's folder are not taken for its slices.
 */
public final class DrawnPicture {
    /** The keyword of the chunk. */
    public static final String KEYWORD = "Software";
    /** Its text. */
    public static final String TEXT = "SliceLSTM";

    private static final String FORMAT = "javax_imageio_png_1.0";

    private DrawnPicture() {
    }

    /** Writes a picture into a file; whoever needs it whole or absent writes it aside, see {@link AtomicFile}. */
    public static void write(BufferedImage image, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
        entry.setAttribute("keyword", KEYWORD);
        entry.setAttribute("value", TEXT);
        IIOMetadataNode text = new IIOMetadataNode("tEXt");
        text.appendChild(entry);
        IIOMetadataNode root = new IIOMetadataNode(FORMAT);
        root.appendChild(text);
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image),
                writer.getDefaultWriteParam());
        metadata.mergeTree(FORMAT, root);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(Files.newOutputStream(file))) {
            writer.setOutput(out);
            writer.write(new IIOImage(image, null, metadata));
        } finally {
            writer.dispose();
        }
    }
}
