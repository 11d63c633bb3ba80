package org.slicelstm.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Locale;

/**
 * A sheet of a patient's slices in order, as the model gets them, each with its place in the order below it. Sheets of
 * very many slices show them smaller, so that memory stays bounded.
 */
public final class Montage {
    static final String WARNING = "What is burned into the pixels cannot be removed.";

    /** Largest sheet: 24 million pixels, some 1,100 slices of 144 x 144. */
    private static final long MOST_PIXELS = 24_000_000;
    private static final int TEXT_SCALE = 2;
    private static final int CAPTION = TEXT_SCALE * (PixelText.HEIGHT + 2);

    private final Preprocessing how;
    private final int columns;
    private final int tileWidth;
    private final int tileHeight;
    private final BufferedImage sheet;
    private int added;

    /**
     * @param slices how many there will be, at most
     * @param how    what the slices went through
     */
    public Montage(int slices, Preprocessing how) {
        this.how = how;
        int places = Math.max(1, slices);
        columns = (int) Math.ceil(Math.sqrt(places));
        int shrink = 1;
        while ((long) places * (how.width() / shrink) * (how.height() / shrink) > MOST_PIXELS) {
            shrink++;
        }
        tileWidth = Math.max(1, how.width() / shrink);
        tileHeight = Math.max(1, how.height() / shrink);
        int rows = (places + columns - 1) / columns;
        sheet = new BufferedImage(Math.max(columns * tileWidth, PixelText.width(WARNING) * TEXT_SCALE),
                rows * (tileHeight + CAPTION) + CAPTION, BufferedImage.TYPE_3BYTE_BGR);
    }

    /** Adds the slices of a batch behind those that are there. */
    public void add(SliceBatch batch) {
        Graphics2D graphics = sheet.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.setColor(Color.WHITE);
            for (int i = 0; i < batch.size(); i++, added++) {
                int x = added % columns * tileWidth;
                int y = added / columns * (tileHeight + CAPTION);
                graphics.drawImage(SliceExport.modelInput(batch.images(), i, how), x, y, tileWidth, tileHeight, null);
                PixelText.draw(graphics, String.format(Locale.ROOT, "%d", added), x, y + tileHeight + TEXT_SCALE,
                        TEXT_SCALE);
            }
        } finally {
            graphics.dispose();
        }
    }

    /** The sheet with what was added so far; rows without a slice are cut off. */
    public BufferedImage image() {
        int rows = (added + columns - 1) / columns;
        int height = rows * (tileHeight + CAPTION);
        BufferedImage image = new BufferedImage(sheet.getWidth(), height + CAPTION, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.drawImage(sheet, 0, 0, null);
            graphics.setColor(Color.WHITE);
            PixelText.draw(graphics, WARNING, 0, height + TEXT_SCALE, TEXT_SCALE);
        } finally {
            graphics.dispose();
        }
        return image;
    }
}
