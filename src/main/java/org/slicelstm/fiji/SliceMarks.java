package org.slicelstm.fiji;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Marks on an open stack: a frame around the slices that matter, and on every slice a line with its numbers (the
 * probability after it, and what it adds to the logit), which so follows the scrolling. What the user has in the
 * overlay stays; marks of an earlier prediction go.
 */
final class SliceMarks {
    /** How the marks' names begin. */
    static final String NAME = "SliceLSTM";

    private static final int MOST = 3;
    private static final Color MATTERS = new Color(230, 159, 0);

    private SliceMarks() {
    }

    /**
     * Puts the marks onto the image.
     *
     * @param label  index of the label that is marked
     * @param labels the labels reported
     */
    static void show(ImagePlus image, StackSelection selection, SliceNumbers numbers, int label,
                     List<String> labels) {
        Overlay overlay = without(image, name -> name.startsWith(NAME) && !name.startsWith(HeatOverlay.NAME));
        List<Integer> top = numbers.top(label, MOST);
        for (int slice = 0; slice < numbers.places().size(); slice++) {
            int place = numbers.places().get(slice);
            boolean matters = top.contains(slice);
            if (matters) {
                double width = Math.max(1, image.getHeight() / 128.0);
                Roi frame = new Roi(width / 2, width / 2, image.getWidth() - width, image.getHeight() - width);
                frame.setStrokeWidth(width);
                add(overlay, frame, NAME + " " + labels.get(label), image, selection, place);
            }
            String text = String.format(Locale.ROOT, "%s %.2f (%+.2f)", labels.get(label),
                    numbers.probability()[slice][label], numbers.change()[slice][label]);
            int size = Math.max(8, image.getHeight() / 24);
            TextRoi line = new TextRoi(size / 2, size / 2, text, new Font(Font.SANS_SERIF, Font.PLAIN, size));
            add(overlay, line, NAME + " numbers", image, selection, place);
        }
        image.setOverlay(overlay);
    }

    private static void add(Overlay overlay, Roi roi, String name, ImagePlus image, StackSelection selection,
                            int place) {
        roi.setName(name);
        roi.setStrokeColor(MATTERS);
        selection.position(roi, image, place);
        overlay.add(roi);
    }

    /** The user's own overlay, in a new one: what is kept elsewhere of it does not change. */
    static Overlay without(ImagePlus image, Predicate<String> marks) {
        Overlay mine = image.getOverlay() == null ? new Overlay() : image.getOverlay().duplicate();
        for (int i = mine.size() - 1; i >= 0; i--) {
            String name = mine.get(i).getName();
            if (name != null && marks.test(name)) {
                mine.remove(i);
            }
        }
        return mine;
    }
}
