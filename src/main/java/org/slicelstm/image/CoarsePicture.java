package org.slicelstm.image;

import java.util.List;
import org.slicelstm.cohort.DicomHeader;
import org.slicelstm.cohort.Slice;

/**
 * A DICOM slice as a coarse picture of what its plane shows, for telling whether two slices show one head. Values are HU
 * from −200 (0) to 200 (1), so that air, brain and bone differ and kernels and noise matter little.
 */
public final class CoarsePicture {
    private static final int CELLS = 48;
    private static final double DARKEST = -200;
    private static final double BRIGHTEST = 200;
    /** Cells brighter than this (−160 HU) in one of two pictures are compared; air around both would always agree. */
    private static final double TISSUE = 0.1;
    private static final int FEWEST_CELLS = 32;
    private static final double SAME_DIRECTION = 0.999;

    private final StoredSlice stored;
    private final List<Double> orientation;
    private final double left;
    private final double top;
    private final double across;
    private final double down;

    /** The part of the plane that a slice shows, in mm along its rows and columns. */
    private CoarsePicture(Slice slice, StoredSlice stored) {
        DicomHeader header = slice.dicom();
        this.stored = stored;
        orientation = header.orientation();
        left = dot(header.position(), orientation.subList(0, 3));
        top = dot(header.position(), orientation.subList(3, 6));
        // PixelSpacing names the distance between rows first.
        across = header.scan().pixelSpacing().get(1);
        down = header.scan().pixelSpacing().get(0);
    }

    /**
     * The correlation of two slices' coarse pictures over the head.
     *
     * @param one       a slice
     * @param decoded   its pixels
     * @param other     another slice, in a parallel plane at about the same place
     * @param otherwise its pixels
     * @return from −1 to 1; NaN where headers do not tell where the slices lie, or hardly anything but air is there
     */
    public static double correlation(Slice one, StoredSlice decoded, Slice other, StoredSlice otherwise) {
        if (!isPlaced(one) || !isPlaced(other) || decoded.isColour() || otherwise.isColour()) {
            return Double.NaN;
        }
        CoarsePicture a = new CoarsePicture(one, decoded);
        CoarsePicture b = new CoarsePicture(other, otherwise);
        if (dot(a.orientation.subList(0, 3), b.orientation.subList(0, 3)) < SAME_DIRECTION
                || dot(a.orientation.subList(3, 6), b.orientation.subList(3, 6)) < SAME_DIRECTION) {
            return Double.NaN;
        }
        double x0 = Math.max(a.left, b.left);
        double y0 = Math.max(a.top, b.top);
        double x1 = Math.min(a.right(), b.right());
        double y1 = Math.min(a.bottom(), b.bottom());
        return x1 > x0 && y1 > y0 ? correlation(a.cells(x0, y0, x1, y1), b.cells(x0, y0, x1, y1)) : Double.NaN;
    }

    private static boolean isPlaced(Slice slice) {
        DicomHeader header = slice.dicom();
        List<Double> spacing = header == null ? null : header.scan().pixelSpacing();
        return spacing != null && spacing.get(0) > 0 && spacing.get(1) > 0 && header.position() != null
                && header.orientation() != null;
    }

    private static double dot(List<Double> a, List<Double> b) {
        return a.get(0) * b.get(0) + a.get(1) * b.get(1) + a.get(2) * b.get(2);
    }

    private double right() {
        return left + stored.columns() * across;
    }

    private double bottom() {
        return top + stored.rows() * down;
    }

    /** Means over {@code [CELLS, CELLS]} cells of a part of the plane; a cell without a pixel's middle is air. */
    private double[] cells(double x0, double y0, double x1, double y1) {
        double[] sums = new double[CELLS * CELLS];
        int[] counts = new int[sums.length];
        Intensity meaning = stored.intensity();
        GreyLevels levels = new GreyLevels(meaning.slope(), meaning.intercept(),
                Window.linear((DARKEST + BRIGHTEST) / 2, BRIGHTEST - DARKEST), false, Padding.of(meaning));
        StoredRows rows = new StoredRows(stored);
        float[] row = new float[rows.columns()];
        for (int y = 0; y < rows.rows(); y++) {
            int cellY = (int) Math.floor((top + (y + 0.5) * down - y0) / (y1 - y0) * CELLS);
            if (cellY < 0 || cellY >= CELLS) {
                continue;
            }
            rows.read(y, row);
            for (int x = 0; x < row.length; x++) {
                int cellX = (int) Math.floor((left + (x + 0.5) * across - x0) / (x1 - x0) * CELLS);
                if (cellX >= 0 && cellX < CELLS) {
                    sums[cellY * CELLS + cellX] += levels.of(row[x]) / 255;
                    counts[cellY * CELLS + cellX]++;
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] = counts[i] == 0 ? 0 : sums[i] / counts[i];
        }
        return sums;
    }

    /** Pearson's correlation over the cells in which one of the two has tissue. */
    private static double correlation(double[] a, double[] b) {
        int count = 0;
        double sumA = 0;
        double sumB = 0;
        double squaresA = 0;
        double squaresB = 0;
        double products = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i] > TISSUE || b[i] > TISSUE) {
                count++;
                sumA += a[i];
                sumB += b[i];
                squaresA += a[i] * a[i];
                squaresB += b[i] * b[i];
                products += a[i] * b[i];
            }
        }
        double spread = Math.sqrt((squaresA - sumA * sumA / count) * (squaresB - sumB * sumB / count));
        return count < FEWEST_CELLS || !(spread > 0) ? Double.NaN : (products - sumA * sumB / count) / spread;
    }
}
