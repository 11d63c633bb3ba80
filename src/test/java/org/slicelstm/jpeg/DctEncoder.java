package org.slicelstm.jpeg;

import java.util.stream.IntStream;

/**
 * Writes JPEG with a sequential discrete cosine transform (T.81 annex F) for tests.
 *
 * @param bits         8 or 12
 * @param components   samples a pixel, none subsampled
 * @param interleaved  whether one scan holds all components
 * @param restartUnits coding units between restart markers, 0 for none
 * @param step         by which every coefficient is divided
 */
public record DctEncoder(int bits, int components, boolean interleaved, int restartUnits, int step) {
    private static final int[] ZIGZAG = {0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48,
        41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
        52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};
    private static final double[][] COSINES = cosines();

    /** A grey picture in one scan. */
    public static DctEncoder grey(int bits, int step) {
        return new DctEncoder(bits, 1, true, 0, step);
    }

    /**
     * What was encoded.
     *
     * @param stream  the whole stream
     * @param samples what an exact decoder gives before rounding, {@code [rows][columns][components]}
     */
    public record Encoded(byte[] stream, double[] samples) { }

    /** Where symbols go: to be counted, then to be written. */
    private interface Sink {
        void symbol(boolean ac, int symbol, int value, int size);

        void restart(int index);
    }

    /**
     * Encodes a picture.
     *
     * @param samples {@code [rows][columns][components]}
     */
    public Encoded encode(int[] samples, int columns, int rows) {
        int across = (columns + 7) / 8;
        int down = (rows + 7) / 8;
        int[][][] blocks = new int[components][across * down][];
        double[] exact = new double[samples.length];
        for (int c = 0; c < components; c++) {
            for (int block = 0; block < across * down; block++) {
                int left = block % across * 8;
                int top = block / across * 8;
                double[] values = new double[64];
                for (int i = 0; i < 64; i++) {
                    int x = Math.min(columns - 1, left + i % 8);
                    int y = Math.min(rows - 1, top + i / 8);
                    values[i] = samples[(y * columns + x) * components + c] - (1 << bits - 1);
                }
                blocks[c][block] = quantised(values);
                double[] back = inverse(blocks[c][block]);
                for (int i = 0; i < 64; i++) {
                    int x = left + i % 8;
                    int y = top + i / 8;
                    if (x < columns && y < rows) {
                        exact[(y * columns + x) * components + c] =
                                Math.max(0, Math.min((1 << bits) - 1, back[i] + (1 << bits - 1)));
                    }
                }
            }
        }
        StreamWriter out = new StreamWriter(false);
        out.words(0xFFD8, 0xFFDB, 67).bytes(0).bytes(IntStream.range(0, 64).map(i -> step).toArray());
        out.frame(bits == 8 ? 0xFFC0 : 0xFFC1, bits, rows, columns,
                IntStream.range(0, components).map(c -> 0x11).toArray());
        if (restartUnits > 0) {
            out.words(0xFFDD, 4, restartUnits);
        }
        int[] all = IntStream.range(0, components).toArray();
        if (interleaved) {
            scan(out, blocks, all);
        } else {
            for (int c : all) {
                scan(out, blocks, c);
            }
        }
        return new Encoded(out.end(), exact);
    }

    /** By place and frequency, of a transform that keeps lengths. */
    private static double[][] cosines() {
        double[][] cosines = new double[8][8];
        for (int i = 0; i < 64; i++) {
            cosines[i / 8][i % 8] = Math.cos((2 * (i / 8) + 1) * (i % 8) * Math.PI / 16)
                    * (i % 8 == 0 ? Math.sqrt(1 / 8.) : 0.5);
        }
        return cosines;
    }

    private int[] quantised(double[] values) {
        int[] block = new int[64];
        for (int i = 0; i < 64; i++) {
            double sum = 0;
            for (int k = 0; k < 64; k++) {
                sum += values[k] * COSINES[k % 8][i % 8] * COSINES[k / 8][i / 8];
            }
            block[i] = (int) Math.round(sum / step);
        }
        return block;
    }

    private double[] inverse(int[] block) {
        double[] values = new double[64];
        for (int i = 0; i < 64; i++) {
            for (int k = 0; k < 64; k++) {
                values[i] += block[k] * step * COSINES[i % 8][k % 8] * COSINES[i / 8][k / 8];
            }
        }
        return values;
    }

    private void scan(StreamWriter out, int[][][] blocks, int... scanned) {
        int[][] frequencies = new int[2][256];
        walk(blocks, scanned, new Sink() {
            @Override
            public void symbol(boolean ac, int symbol, int value, int size) {
                frequencies[ac ? 1 : 0][symbol]++;
            }

            @Override
            public void restart(int index) {
            }
        });
        HuffmanCode dc = new HuffmanCode(frequencies[0]);
        HuffmanCode ac = new HuffmanCode(frequencies[1]);
        dc.writeTable(out, 0);
        ac.writeTable(out, 0x10);
        out.scan(scanned, 0, 63, 0);
        walk(blocks, scanned, new Sink() {
            @Override
            public void symbol(boolean isAc, int symbol, int value, int size) {
                (isAc ? ac : dc).write(out, symbol);
                out.bits(value < 0 ? value - 1 : value, size);
            }

            @Override
            public void restart(int index) {
                out.flush();
                out.words(0xFFD0 + index % 8);
            }
        });
        out.flush();
    }

    private void walk(int[][][] blocks, int[] scanned, Sink sink) {
        int[] before = new int[components];
        for (int unit = 0; unit < blocks[0].length; unit++) {
            if (restartUnits > 0 && unit > 0 && unit % restartUnits == 0) {
                sink.restart(unit / restartUnits - 1);
                before = new int[components];
            }
            for (int c : scanned) {
                int[] block = blocks[c][unit];
                int difference = block[0] - before[c];
                before[c] = block[0];
                sink.symbol(false, size(difference), difference, size(difference));
                coefficients(block, sink);
            }
        }
    }

    private static void coefficients(int[] block, Sink sink) {
        int zeros = 0;
        for (int k = 1; k < 64; k++) {
            int value = block[ZIGZAG[k]];
            if (value == 0) {
                zeros++;
                continue;
            }
            for (; zeros > 15; zeros -= 16) {
                sink.symbol(true, 0xF0, 0, 0);
            }
            sink.symbol(true, zeros << 4 | size(value), value, size(value));
            zeros = 0;
        }
        if (zeros > 0) {
            sink.symbol(true, 0, 0, 0);
        }
    }

    private static int size(int value) {
        return 32 - Integer.numberOfLeadingZeros(Math.abs(value));
    }
}
