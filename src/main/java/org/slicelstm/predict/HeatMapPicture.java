package org.slicelstm.predict;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.slicelstm.HeatColours;
import org.slicelstm.image.PictureRegion;

/**
 * A slice as it is beside the same slice with a heat map over it, and a legend below. The colours grow in lightness
 * from violet through orange to yellow, so that they are told apart by people who see no red, green or blue, and in
 * print; none of them is grey, as the slice is.
 */
public final class HeatMapPicture {
    private static final double OPACITY = 0.6;
    private static final int SMALLEST_PANE = 400;
    private static final int MARGIN = 12;
    private static final int BAR_WIDTH = 240;
    private static final int BAR_HEIGHT = 14;
    private static final int BAR_GREY = 96;
    private static final int FONT_SIZE = 14;

    private HeatMapPicture() {
    }

    /**
     * Draws a slice with its heat map.
     *
     * @param slice   the slice after the window, at its own size
     * @param region  what the map covers of the slice
     * @param map     {@code [h][w]}, 0 or above
     * @param peak    the value that gets the last colour; 0 where nothing is to be drawn
     * @param caption one sentence, wrapped below the panes
     * @param legend  what the colours mean, wrapped beside the colour bar
     */
    public static BufferedImage draw(BufferedImage slice, PictureRegion region, float[][] map, double peak,
                                     String caption, String legend) {
        int scale = Math.max(1, (int) Math.ceil(SMALLEST_PANE / (double) Math.max(slice.getWidth(),
                slice.getHeight())));
        int wide = slice.getWidth() * scale;
        int high = slice.getHeight() * scale;
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
        int width = Math.max(2 * wide, 2 * SMALLEST_PANE) + 3 * MARGIN;
        FontMetrics metrics = metrics(font);
        List<String> captionLines = wrapped(caption, metrics, width - 2 * MARGIN);
        List<String> legendLines = wrapped(legend, metrics, width - 3 * MARGIN - BAR_WIDTH);
        int line = metrics.getHeight();
        int legendHeight = Math.max(BAR_HEIGHT + line, legendLines.size() * line);
        BufferedImage sheet = new BufferedImage(width, high + captionLines.size() * line + legendHeight + 4 * MARGIN,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION,
                    RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setFont(font);
            graphics.drawImage(slice, MARGIN, MARGIN, wide, high, null);
            graphics.drawImage(slice, 2 * MARGIN + wide, MARGIN, wide, high, null);
            heat(sheet, 2 * MARGIN + wide, scale, slice, region, map, peak);
            graphics.setColor(Color.BLACK);
            int below = 2 * MARGIN + high;
            text(graphics, captionLines, MARGIN, below);
            below += captionLines.size() * line + MARGIN;
            bar(graphics, MARGIN, below);
            text(graphics, legendLines, 2 * MARGIN + BAR_WIDTH, below);
        } finally {
            graphics.dispose();
        }
        return sheet;
    }

    private static FontMetrics metrics(Font font) {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            return graphics.getFontMetrics(font);
        } finally {
            graphics.dispose();
        }
    }

    /** Lays the map over the pane that begins at x, as far as its region reaches and half a cell more. */
    private static void heat(BufferedImage sheet, int x, int scale, BufferedImage slice, PictureRegion region,
                             float[][] map, double peak) {
        if (peak <= 0) {
            return;
        }
        for (int py = 0; py < slice.getHeight() * scale; py++) {
            double row = ((py + 0.5) / scale - region.y()) / region.height() * map.length - 0.5;
            for (int px = 0; px < slice.getWidth() * scale; px++) {
                double column = ((px + 0.5) / scale - region.x()) / region.width() * map[0].length - 0.5;
                if (row >= -1 && row <= map.length && column >= -1 && column <= map[0].length) {
                    sheet.setRGB(x + px, MARGIN + py, over(sheet.getRGB(x + px, MARGIN + py),
                            at(map, row, column) / peak));
                }
            }
        }
    }

    /** Between the centres of the map's cells; beyond the outermost centres, their values. */
    private static double at(float[][] map, double row, double column) {
        int top = (int) Math.floor(row);
        int left = (int) Math.floor(column);
        double below = row - top;
        double right = column - left;
        return (1 - below) * ((1 - right) * cell(map, top, left) + right * cell(map, top, left + 1))
                + below * ((1 - right) * cell(map, top + 1, left) + right * cell(map, top + 1, left + 1));
    }

    private static double cell(float[][] map, int row, int column) {
        return map[Math.min(Math.max(row, 0), map.length - 1)][Math.min(Math.max(column, 0), map[0].length - 1)];
    }

    /** A colour with the heat of a value from 0 to 1 over it. */
    static int over(int rgb, double value) {
        double opacity = OPACITY * HeatColours.strength(value);
        int heat = HeatColours.of(value);
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double under = rgb >> shift & 0xFF;
            double above = heat >> shift & 0xFF;
            mixed |= (int) Math.round(under + (above - under) * opacity) << shift;
        }
        return mixed;
    }

    /** The colours as they look over grey, with what the ends mean. */
    private static void bar(Graphics2D graphics, int x, int y) {
        int grey = BAR_GREY << 16 | BAR_GREY << 8 | BAR_GREY;
        for (int i = 0; i < BAR_WIDTH; i++) {
            graphics.setColor(new Color(over(grey, i / (double) (BAR_WIDTH - 1))));
            graphics.fillRect(x + i, y, 1, BAR_HEIGHT);
        }
        graphics.setColor(Color.BLACK);
        FontMetrics metrics = graphics.getFontMetrics();
        int base = y + BAR_HEIGHT + metrics.getAscent();
        graphics.drawString("0", x, base);
        graphics.drawString("1", x + BAR_WIDTH - metrics.stringWidth("1"), base);
    }

    private static void text(Graphics2D graphics, List<String> lines, int x, int y) {
        FontMetrics metrics = graphics.getFontMetrics();
        for (int i = 0; i < lines.size(); i++) {
            graphics.drawString(lines.get(i), x, y + i * metrics.getHeight() + metrics.getAscent());
        }
    }

    private static List<String> wrapped(String text, FontMetrics metrics, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && metrics.stringWidth(line + " " + word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
