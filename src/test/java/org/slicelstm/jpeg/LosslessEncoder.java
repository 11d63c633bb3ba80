package org.slicelstm.jpeg;

import java.util.stream.IntStream;

/**
 * Writes lossless JPEG (T.81 annex H) for tests.
 *
 * @param bits           precision, 2 to 16
 * @param predictor      1 to 7
 * @param components     samples a pixel
 * @param interleaved    whether one scan holds all components
 * @param restartRows    rows between restart markers, 0 for none
 * @param pointTransform lowest bits that are dropped
 */
public record LosslessEncoder(int bits, int predictor, int components, boolean interleaved, int restartRows,
                       int pointTransform) {

    /** A grey picture in one scan. */
    public static LosslessEncoder grey(int bits, int predictor) {
        return new LosslessEncoder(bits, predictor, 1, true, 0, 0);
    }

    /** With restart markers. */
    public LosslessEncoder every(int rows) {
        return new LosslessEncoder(bits, predictor, components, interleaved, rows, pointTransform);
    }

    /** Where differences go: to be counted, then to be written. */
    private interface Sink {
        void difference(int category, int difference);

        void restart(int index);
    }

    /**
     * Encodes a picture.
     *
     * @param samples {@code [rows][columns][components]}
     */
    public byte[] encode(int[] samples, int columns, int rows) {
        StreamWriter out = new StreamWriter(false);
        out.words(0xFFD8).frame(0xFFC3, bits, rows, columns, IntStream.range(0, components).map(c -> 0x11).toArray());
        if (restartRows > 0) {
            out.words(0xFFDD, 4, restartRows * columns);
        }
        int[] all = IntStream.range(0, components).toArray();
        if (interleaved) {
            scan(out, samples, columns, rows, all);
        } else {
            for (int c : all) {
                scan(out, samples, columns, rows, c);
            }
        }
        return out.end();
    }

    private void scan(StreamWriter out, int[] samples, int columns, int rows, int... scanned) {
        int[] frequencies = new int[256];
        walk(samples, columns, rows, scanned, new Sink() {
            @Override
            public void difference(int category, int difference) {
                frequencies[category]++;
            }

            @Override
            public void restart(int index) {
            }
        });
        HuffmanCode code = new HuffmanCode(frequencies);
        code.writeTable(out, 0);
        out.scan(scanned, predictor, 0, pointTransform);
        walk(samples, columns, rows, scanned, new Sink() {
            @Override
            public void difference(int category, int difference) {
                code.write(out, category);
                if (category < 16) {
                    out.bits(difference < 0 ? difference - 1 : difference, category);
                }
            }

            @Override
            public void restart(int index) {
                out.flush();
                out.words(0xFFD0 + index % 8);
            }
        });
        out.flush();
    }

    private void walk(int[] samples, int columns, int rows, int[] scanned, Sink sink) {
        for (int y = 0, restarts = 0; y < rows; y++) {
            boolean first = y == 0 || restartRows > 0 && y % restartRows == 0;
            if (first && y > 0) {
                sink.restart(restarts++);
            }
            for (int x = 0; x < columns; x++) {
                for (int c : scanned) {
                    int at = (y * columns + x) * components + c;
                    int predicted = predicted(samples, at, x, first, columns * components);
                    int difference = (short) ((samples[at] >> pointTransform) - predicted);
                    sink.difference(32 - Integer.numberOfLeadingZeros(Math.abs(difference)), difference);
                }
            }
        }
    }

    private int predicted(int[] samples, int at, int x, boolean first, int line) {
        if (first) {
            return x == 0 ? 1 << bits - pointTransform - 1 : samples[at - components] >> pointTransform;
        }
        int above = samples[at - line] >> pointTransform;
        if (x == 0) {
            return above;
        }
        int left = samples[at - components] >> pointTransform;
        int corner = samples[at - line - components] >> pointTransform;
        return switch (predictor) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> corner;
            case 4 -> left + above - corner;
            case 5 -> left + (above - corner >> 1);
            case 6 -> above + (left - corner >> 1);
            case 7 -> left + above >> 1;
            default -> throw new IllegalArgumentException("predictor " + predictor);
        };
    }
}
