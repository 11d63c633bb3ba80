package org.slicelstm.image;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * The square around the head: the bounding box of the largest connected piece of what is brighter than air (above
 * −500 HU, or above 25 of 255 grey levels), with a margin of 5 % on every side, made square in millimetres around its
 * middle. It may reach beyond the picture; what lies there is black. It is never narrower than half of the picture's
 * longer side, so that the small cap of the vertex is not blown up to a whole head; where nothing is brighter than
 * air, it is the whole picture.
 */
final class HeadCrop {
    private static final double MARGIN = 0.05;
    private static final double SMALLEST = 0.5;

    private HeadCrop() {
    }

    /**
     * @param rows        the slice's stored values
     * @param tissue      in which what is above {@link GreySlice#TISSUE_ABOVE} is brighter than air
     * @param pixelAspect height of a pixel divided by its width
     * @return the columns and rows to show
     */
    static Interval box(StoredRows rows, GreyLevels tissue, double pixelAspect) {
        int columns = rows.columns();
        int[] head = largestPiece(pixels(rows, tissue), columns);
        if (head == null) {
            return new FinalInterval(columns, rows.rows());
        }
        double wide = head[2] - head[0] + 1;
        double high = (head[3] - head[1] + 1) * pixelAspect;
        double side = Math.max(Math.max(wide, high) * (1 + 2 * MARGIN),
                SMALLEST * Math.max(columns, rows.rows() * pixelAspect));
        int width = Math.max(1, (int) Math.round(side));
        int height = Math.max(1, (int) Math.round(side / pixelAspect));
        int left = Math.floorDiv(head[0] + head[2] + 1 - width, 2);
        int top = Math.floorDiv(head[1] + head[3] + 1 - height, 2);
        return FinalInterval.createMinSize(left, top, width, height);
    }

    private static boolean[] pixels(StoredRows rows, GreyLevels tissue) {
        boolean[] pixels = new boolean[rows.columns() * rows.rows()];
        float[] row = new float[rows.columns()];
        for (int y = 0; y < rows.rows(); y++) {
            rows.read(y, row);
            for (int x = 0; x < row.length; x++) {
                pixels[y * row.length + x] = tissue.of(row[x]) > GreySlice.TISSUE_ABOVE;
            }
        }
        return pixels;
    }

    /** Left, top, right and bottom of the largest 4-connected piece, or null; clears the pixels. */
    private static int[] largestPiece(boolean[] pixels, int columns) {
        int[] open = new int[pixels.length];
        int[] best = null;
        int most = 0;
        for (int seed = 0; seed < pixels.length; seed++) {
            if (!pixels[seed]) {
                continue;
            }
            int[] box = {columns, Integer.MAX_VALUE, -1, -1};
            int size = 0;
            int waiting = 0;
            pixels[seed] = false;
            open[waiting++] = seed;
            while (waiting > 0) {
                int at = open[--waiting];
                int x = at % columns;
                int y = at / columns;
                size++;
                box[0] = Math.min(box[0], x);
                box[1] = Math.min(box[1], y);
                box[2] = Math.max(box[2], x);
                box[3] = Math.max(box[3], y);
                waiting = visit(pixels, open, waiting, at - 1, x > 0);
                waiting = visit(pixels, open, waiting, at + 1, x + 1 < columns);
                waiting = visit(pixels, open, waiting, at - columns, y > 0);
                waiting = visit(pixels, open, waiting, at + columns, at + columns < pixels.length);
            }
            if (size > most) {
                most = size;
                best = box;
            }
        }
        return best;
    }

    private static int visit(boolean[] pixels, int[] open, int waiting, int at, boolean inside) {
        if (inside && pixels[at]) {
            pixels[at] = false;
            open[waiting] = at;
            return waiting + 1;
        }
        return waiting;
    }
}
