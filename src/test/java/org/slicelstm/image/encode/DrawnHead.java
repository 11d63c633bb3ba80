package org.slicelstm.image.encode;

/**
 * Slices of a head drawn by formula, for tests: skull, brain, ventricles, a bleeding and noise, so that a swapped byte,
 * a wrong stride or a lost row shows. The size is odd both ways and not square.
 */
public final class DrawnHead {
    public static final int COLUMNS = 93;
    public static final int ROWS = 71;
    public static final int PIXELS = COLUMNS * ROWS;
    /** What the first pixel of every slice is, HU: the lowest of 12 bits with an intercept of −1024. */
    public static final int LOWEST = -1024;
    /** What the last pixel of every slice is, HU: the highest of those. */
    public static final int HIGHEST = 3071;

    private DrawnHead() {
    }

    /** HU from {@link #LOWEST} to {@link #HIGHEST}, row by row, {@code [ROWS · COLUMNS]}. */
    public static int[] hu(int slice) {
        int[] hu = new int[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            hu[i] = hu(i % COLUMNS, i / COLUMNS, slice);
        }
        hu[0] = LOWEST;
        hu[PIXELS - 1] = HIGHEST;
        return hu;
    }

    private static int hu(int x, int y, int slice) {
        double shrink = 1 - 0.04 * slice;
        double head = distance(x - 45, y - 35, 40 * shrink, 32 * shrink);
        int noise = noise(x, y, slice);
        if (head > 1) {
            return -1000 + noise % 20;
        }
        if (head > 0.85) {
            return 900 + noise % 300 + 8 * (x + y);
        }
        if (distance(x - 36, y - 33, 4, 11) < 1 || distance(x - 54, y - 33, 4, 11) < 1) {
            return 4 + noise % 8;
        }
        if (distance(x - 60 - slice, y - 46, 7, 5) < 1) {
            return 65 + noise % 10;
        }
        return 28 + noise % 14;
    }

    private static double distance(double x, double y, double a, double b) {
        return x * x / (a * a) + y * y / (b * b);
    }

    /** Of the place and the slice alone, 0 to 65,535. */
    private static int noise(int x, int y, int slice) {
        int mixed = (x * 73_856_093 ^ y * 19_349_663 ^ slice * 83_492_791) * 0x9E3779B1;
        return mixed >>> 16;
    }

    /** Grey levels of a brain window, 0 HU black and 80 HU white, as clinics export them: 0 to 255. */
    public static int[] grey(int slice) {
        int[] grey = hu(slice);
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (int) Math.round(255 * Math.max(0, Math.min(1, grey[i] / 80.)));
        }
        return grey;
    }

    /** Three planes of 0 to 255, red first, that differ everywhere. */
    public static int[][] colours(int slice) {
        int[][] planes = {grey(slice), new int[PIXELS], new int[PIXELS]};
        for (int i = 0; i < PIXELS; i++) {
            planes[1][i] = 255 - planes[0][i];
            planes[2][i] = (i % COLUMNS * 2 + i / COLUMNS) % 256;
        }
        return planes;
    }
}
