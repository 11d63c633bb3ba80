package org.slicelstm.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Small pictures for tests, the same on every machine. */
final class Pictures {
    private static final int SIZE = 64;
    private static final int HUGE = 10_000;

    private Pictures() {
    }

    /** Three slices whose natural order is 1, 2, 10, a repeat of the first and a text file. */
    static Path patient(Path folder) throws IOException {
        Files.createDirectories(folder);
        ImageIO.write(disc(20, 90), "png", folder.resolve("1.png").toFile());
        ImageIO.write(disc(26, 120), "jpg", folder.resolve("2.jpg").toFile());
        ImageIO.write(disc(30, 160), "png", folder.resolve("10.png").toFile());
        Files.copy(folder.resolve("1.png"), folder.resolve("11.png"));
        Files.writeString(folder.resolve("notes.txt"), "No picture.\n");
        return folder;
    }

    private static BufferedImage disc(int radius, int grey) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(grey, grey, grey));
        graphics.fillOval(SIZE / 2 - radius, SIZE / 2 - radius, 2 * radius, 2 * radius);
        graphics.dispose();
        return image;
    }

    /** A picture no slice is as large as, one bit a pixel. */
    static void writeHuge(Path file) throws IOException {
        ImageIO.write(new BufferedImage(HUGE, HUGE, BufferedImage.TYPE_BYTE_BINARY), "png", file.toFile());
    }
}
