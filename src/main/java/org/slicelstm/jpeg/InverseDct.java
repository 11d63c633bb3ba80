package org.slicelstm.jpeg;

import java.util.Arrays;

/** The inverse discrete cosine transform of 8 × 8 blocks (T.81 A.3.3) in floating point. */
final class InverseDct {
    /** Place in the block of the n-th coefficient in zigzag order (T.81 figure 5). */
    private static final int[] ZIGZAG = zigzag();
    /** By frequency and place, of the left half: the right half mirrors it. */
    private static final float[][] COSINES = new float[8][4];

    static {
        for (int u = 0; u < 8; u++) {
            for (int x = 0; x < 4; x++) {
                COSINES[u][x] = (float) (Math.cos((2 * x + 1) * u * Math.PI / 16) * (u == 0 ? Math.sqrt(0.125) : 0.5));
            }
        }
    }

    private final float[] block = new float[64];
    private final float[] line = new float[8];

    private static int[] zigzag() {
        int[] places = new int[64];
        int n = 0;
        for (int diagonal = 0; diagonal < 15; diagonal++) {
            for (int i = Math.max(0, diagonal - 7); i <= Math.min(7, diagonal); i++) {
                int row = diagonal % 2 == 0 ? diagonal - i : i;
                places[n++] = row * 8 + diagonal - row;
            }
        }
        return places;
    }

    /**
     * Transforms one block.
     *
     * @param coefficients quantised, in zigzag order
     * @param last         behind which all are zero
     * @param quantisation in zigzag order
     * @return the samples around 0, row by row; valid until the next call
     */
    float[] transform(int[] coefficients, int last, int[] quantisation) {
        Arrays.fill(block, 0);
        for (int i = 0; i <= last; i++) {
            block[ZIGZAG[i]] = coefficients[i] * quantisation[i];
        }
        for (int x = 0; x < 8; x++) {
            transform(x, 8);
        }
        for (int y = 0; y < 8; y++) {
            transform(8 * y, 1);
        }
        return block;
    }

    private void transform(int from, int step) {
        boolean flat = true;
        for (int u = 0; u < 8; u++) {
            line[u] = block[from + u * step];
            flat &= u == 0 || line[u] == 0;
        }
        for (int x = 0; x < 4; x++) {
            float even = line[0] * COSINES[0][x];
            float odd = 0;
            if (!flat) {
                even += line[2] * COSINES[2][x] + line[4] * COSINES[4][x] + line[6] * COSINES[6][x];
                odd = line[1] * COSINES[1][x] + line[3] * COSINES[3][x] + line[5] * COSINES[5][x]
                        + line[7] * COSINES[7][x];
            }
            block[from + x * step] = even + odd;
            block[from + (7 - x) * step] = even - odd;
        }
    }
}
