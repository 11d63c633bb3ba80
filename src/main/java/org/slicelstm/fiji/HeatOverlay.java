package org.slicelstm.fiji;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.slicelstm.HeatColours;
import org.slicelstm.job.HeatMap;

/**
 * Heat maps over the slices of an open stack, with a legend; the pixels stay as they are. The colours are those of the
 * command line's pictures: lightness grows from violet through orange to yellow, none is grey.
 */
final class HeatOverlay {
    /** How the parts' names begin. */
    static final String NAME = SliceMarks.NAME + " heat map";

    private static final int OPAQUE = 255;
    private static final double LEGEND_WIDTH = 0.3;

    private HeatOverlay() {
    }

    /**
     * Puts heat maps onto an image, in the place of earlier ones.
     *
     * @param opacity  0 to 1
     * @param position puts a part onto the slice of a map
     */
    static void show(ImagePlus image, List<HeatMap> maps, double opacity, BiConsumer<Roi, HeatMap> position) {
        Overlay overlay = SliceMarks.without(image, name -> name.startsWith(NAME));
        for (HeatMap map : maps) {
            ImageRoi heat = new ImageRoi(0, 0, draw(map, image.getWidth(), image.getHeight()));
            heat.setOpacity(opacity);
            add(overlay, heat, "", map, position);
            legend(overlay, image, map, opacity, position);
        }
        image.setOverlay(overlay);
    }

    private static void legend(Overlay overlay, ImagePlus image, HeatMap map, double opacity,
                               BiConsumer<Roi, HeatMap> position) {
        int size = Math.max(8, image.getHeight() / 28);
        int width = Math.max(20, (int) (image.getWidth() * LEGEND_WIDTH));
        int top = image.getHeight() - 2 * size - 2;
        BufferedImage bar = new BufferedImage(width, Math.max(3, size / 2), BufferedImage.TYPE_INT_ARGB);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < bar.getHeight(); y++) {
                bar.setRGB(x, y, argb(x / (double) (width - 1)));
            }
        }
        ImageRoi colours = new ImageRoi(size / 2, top, bar);
        colours.setOpacity(opacity);
        add(overlay, colours, " legend", map, position);
        String text = map.peak() > 0 ? String.format(Locale.ROOT, "0 to 1: where it speaks for %s (%+.2f)", map.label(),
                map.contribution()) : "nothing speaks for " + map.label();
        TextRoi words = new TextRoi(size / 2, top + bar.getHeight(), text, new Font(Font.SANS_SERIF, Font.PLAIN, size));
        words.setStrokeColor(new Color(HeatColours.of(1)));
        add(overlay, words, " words", map, position);
    }

    private static void add(Overlay overlay, Roi part, String which, HeatMap map, BiConsumer<Roi, HeatMap> position) {
        part.setName(NAME + which);
        position.accept(part, map);
        overlay.add(part);
    }

    /** The map over the whole picture, see-through where nothing speaks for the label. */
    static BufferedImage draw(HeatMap map, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        if (!(map.peak() > 0)) {
            return image;
        }
        int rows = map.map().size();
        int columns = map.map().get(0).size();
        HeatMap.Region region = map.region();
        for (int y = 0; y < height; y++) {
            double row = (y + 0.5 - region.y()) / region.height() * rows - 0.5;
            for (int x = 0; x < width; x++) {
                double column = (x + 0.5 - region.x()) / region.width() * columns - 0.5;
                if (row >= -1 && row <= rows && column >= -1 && column <= columns) {
                    image.setRGB(x, y, argb(at(map.map(), row, column) / map.peak()));
                }
            }
        }
        return image;
    }

    /** Between the centres of the map's cells; beyond the outermost centres, their values. */
    private static double at(List<List<Double>> map, double row, double column) {
        int top = (int) Math.floor(row);
        int left = (int) Math.floor(column);
        double below = row - top;
        double right = column - left;
        return (1 - below) * ((1 - right) * cell(map, top, left) + right * cell(map, top, left + 1))
                + below * ((1 - right) * cell(map, top + 1, left) + right * cell(map, top + 1, left + 1));
    }

    private static double cell(List<List<Double>> map, int row, int column) {
        List<Double> cells = map.get(Math.min(Math.max(row, 0), map.size() - 1));
        return cells.get(Math.min(Math.max(column, 0), cells.size() - 1));
    }

    /** The colour of a value from 0 to 1, fading towards 0. */
    private static int argb(double value) {
        return (int) Math.round(OPAQUE * HeatColours.strength(value)) << 24 | HeatColours.of(value);
    }
}
