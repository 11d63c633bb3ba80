package org.slicelstm.jpeg;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Writes JPEG-LS for tests, step by step as T.87 annex A has it, with the names it gives its variables.
 *
 * @param bits        precision, 2 to 16
 * @param near        the greatest error
 * @param components  samples a pixel
 * @param interleave  0 none, 1 by line, 2 by sample
 * @param restartRows rows between restart markers, 0 for none
 * @param preset      MAXVAL, T1, T2, T3 and RESET as written into the stream, or null for none
 */
public record LsEncoder(int bits, int near, int components, int interleave, int restartRows, int[] preset) {

    /** A grey picture in one scan, of default parameters. */
    public static LsEncoder grey(int bits, int near) {
        return new LsEncoder(bits, near, 1, 0, 0, null);
    }

    /** With restart markers. */
    public LsEncoder every(int rows) {
        return new LsEncoder(bits, near, components, interleave, rows, preset);
    }

    /**
     * What was encoded.
     *
     * @param stream  the whole stream
     * @param samples what a decoder has to give, {@code [rows][columns][components]}
     */
    public record Encoded(byte[] stream, int[] samples) { }

    /**
     * Encodes a picture.
     *
     * @param samples {@code [rows][columns][components]}
     */
    public Encoded encode(int[] samples, int columns, int rows) {
        StreamWriter out = new StreamWriter(true);
        out.words(0xFFD8).frame(0xFFF7, bits, rows, columns, IntStream.range(0, components).map(c -> 0x11).toArray());
        if (preset != null) {
            out.words(0xFFF8, 13).bytes(1).words(preset);
        }
        if (restartRows > 0) {
            out.words(0xFFDD, 4, restartRows);
        }
        int[] reconstructed = new int[samples.length];
        int[] all = IntStream.range(0, components).toArray();
        if (interleave > 0) {
            new Coder(out, samples, reconstructed, columns, rows, all).scan();
        } else {
            for (int c : all) {
                new Coder(out, samples, reconstructed, columns, rows, c).scan();
            }
        }
        return new Encoded(out.end(), reconstructed);
    }

    /** One scan. */
    private final class Coder {
        private static final int[] J = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9,
            10, 11, 12, 13, 14, 15};

        private final StreamWriter out;
        private final int[] ix;
        private final int[] rx;
        private final int columns;
        private final int rows;
        private final int[] scanned;
        private final int maxval = preset != null && preset[0] != 0 ? preset[0] : (1 << bits) - 1;
        private final int range = (maxval + 2 * near) / (2 * near + 1) + 1;
        private final int qbpp = log2(range);
        private final int bpp = Math.max(2, log2(maxval + 1));
        private final int limit = 2 * (bpp + Math.max(8, bpp));
        private final int reset = preset != null && preset[4] != 0 ? preset[4] : 64;
        private final int[] t = thresholds();
        private final long[] a = new long[367];
        private final int[] b = new int[367];
        private final int[] c = new int[367];
        private final int[] n = new int[367];
        private final int[] nn = new int[367];
        private final int[] runIndex = new int[components];
        private int firstRow;

        Coder(StreamWriter out, int[] ix, int[] rx, int columns, int rows, int... scanned) {
            this.out = out;
            this.ix = ix;
            this.rx = rx;
            this.columns = columns;
            this.rows = rows;
            this.scanned = scanned;
        }

        private static int log2(int value) {
            int bits = 0;
            while (1 << bits < value) {
                bits++;
            }
            return bits;
        }

        private int[] thresholds() {
            int[] defaults;
            if (maxval >= 128) {
                int factor = (Math.min(maxval, 4095) + 128) / 256;
                int t1 = clamp(factor + 2 + 3 * near, near + 1);
                int t2 = clamp(factor * 4 + 3 + 5 * near, t1);
                defaults = new int[] {t1, t2, clamp(factor * 17 + 4 + 7 * near, t2)};
            } else {
                int factor = 256 / (maxval + 1);
                int t1 = clamp(Math.max(2, 3 / factor + 3 * near), near + 1);
                int t2 = clamp(Math.max(3, 7 / factor + 5 * near), t1);
                defaults = new int[] {t1, t2, clamp(Math.max(4, 21 / factor + 7 * near), t2)};
            }
            for (int i = 0; i < 3; i++) {
                defaults[i] = preset != null && preset[1 + i] != 0 ? preset[1 + i] : defaults[i];
            }
            return defaults;
        }

        private int clamp(int value, int least) {
            return value > maxval || value < least ? least : value;
        }

        void scan() {
            out.scan(scanned, near, interleave, 0);
            for (int y = 0, restarts = 0; y < rows; y++) {
                if (y == 0 || restartRows > 0 && y % restartRows == 0) {
                    if (y > 0) {
                        out.flush();
                        out.words(0xFFD0 + restarts++ % 8);
                    }
                    firstRow = y;
                    begin();
                }
                if (interleave == 2) {
                    lineOfAll(y);
                } else {
                    for (int component : scanned) {
                        line(y, component);
                    }
                }
            }
            out.flush();
        }

        private void begin() {
            Arrays.fill(a, Math.max(2, (range + 32) / 64));
            Arrays.fill(b, 0);
            Arrays.fill(c, 0);
            Arrays.fill(n, 1);
            Arrays.fill(nn, 0);
            Arrays.fill(runIndex, 0);
        }

        private int at(int x, int y, int component) {
            return (y * columns + x) * components + component;
        }

        /** A reconstructed sample, with what T.87 A.2.1 puts around the picture. */
        private int sample(int x, int y, int component) {
            if (y < firstRow) {
                return 0;
            }
            if (x < 0) {
                return sample(0, y - 1, component);
            }
            return x >= columns ? sample(columns - 1, y, component) : rx[at(x, y, component)];
        }

        private void line(int y, int component) {
            for (int x = 0; x < columns; ) {
                int context = context(x, y, component);
                if (context != 0) {
                    regular(x++, y, component, context);
                    continue;
                }
                int left = sample(x - 1, y, component);
                int run = 0;
                while (x < columns && Math.abs(ix[at(x, y, component)] - left) <= near) {
                    rx[at(x++, y, component)] = left;
                    run++;
                }
                run(run, x == columns, component);
                if (x < columns) {
                    boolean type = Math.abs(left - sample(x, y - 1, component)) <= near;
                    interruption(x++, y, component, left, type, runIndex[component]);
                    runIndex[component] = Math.max(0, runIndex[component] - 1);
                }
            }
        }

        private void lineOfAll(int y) {
            for (int x = 0; x < columns; ) {
                int here = x;
                if (Arrays.stream(scanned).anyMatch(each -> context(here, y, each) != 0)) {
                    for (int component : scanned) {
                        regular(x, y, component, context(x, y, component));
                    }
                    x++;
                    continue;
                }
                int run = 0;
                while (x < columns && allNear(x, here, y)) {
                    for (int component : scanned) {
                        rx[at(x, y, component)] = sample(here - 1, y, component);
                    }
                    x++;
                    run++;
                }
                run(run, x == columns, 0);
                if (x < columns) {
                    for (int component : scanned) {
                        interruption(x, y, component, sample(x - 1, y, component), false, runIndex[0]);
                    }
                    x++;
                    runIndex[0] = Math.max(0, runIndex[0] - 1);
                }
            }
        }

        private boolean allNear(int x, int first, int y) {
            return Arrays.stream(scanned)
                    .allMatch(each -> Math.abs(ix[at(x, y, each)] - sample(first - 1, y, each)) <= near);
        }

        private int context(int x, int y, int component) {
            int ra = sample(x - 1, y, component);
            int rb = sample(x, y - 1, component);
            int rc = x == 0 ? sample(0, y - 2, component) : sample(x - 1, y - 1, component);
            int rd = sample(x + 1, y - 1, component);
            return 81 * quantised(rd - rb) + 9 * quantised(rb - rc) + quantised(rc - ra);
        }

        private int quantised(int d) {
            return d <= -t[2] ? -4 : d <= -t[1] ? -3 : d <= -t[0] ? -2 : d < -near ? -1 : d <= near ? 0
                    : d < t[0] ? 1 : d < t[1] ? 2 : d < t[2] ? 3 : 4;
        }

        private void regular(int x, int y, int component, int context) {
            int sign = context < 0 ? -1 : 1;
            int q = Math.abs(context);
            int ra = sample(x - 1, y, component);
            int rb = sample(x, y - 1, component);
            int rc = x == 0 ? sample(0, y - 2, component) : sample(x - 1, y - 1, component);
            int px = rc >= Math.max(ra, rb) ? Math.min(ra, rb) : rc <= Math.min(ra, rb) ? Math.max(ra, rb)
                    : ra + rb - rc;
            px = Math.max(0, Math.min(maxval, px + sign * c[q]));
            int errval = error(x, y, component, px, sign);
            int k = parameter(a[q], n[q]);
            boolean mirrored = near == 0 && k == 0 && 2 * b[q] <= -n[q];
            int merrval = errval >= 0 ? 2 * errval + (mirrored ? 1 : 0) : -2 * errval - (mirrored ? 2 : 1);
            golomb(merrval, k, limit);
            b[q] += errval * (2 * near + 1);
            a[q] += Math.abs(errval);
            if (n[q] == reset) {
                a[q] >>= 1;
                b[q] = b[q] >= 0 ? b[q] >> 1 : -(1 - b[q] >> 1);
                n[q] >>= 1;
            }
            n[q]++;
            if (b[q] <= -n[q]) {
                b[q] += n[q];
                c[q] = Math.max(-128, c[q] - 1);
                b[q] = Math.max(b[q], -n[q] + 1);
            } else if (b[q] > 0) {
                b[q] -= n[q];
                c[q] = Math.min(127, c[q] + 1);
                b[q] = Math.min(b[q], 0);
            }
        }

        private int error(int x, int y, int component, int px, int sign) {
            int errval = sign * (ix[at(x, y, component)] - px);
            int step = 2 * near + 1;
            errval = errval > 0 ? (near + errval) / step : -((near - errval) / step);
            rx[at(x, y, component)] = Math.max(0, Math.min(maxval, px + sign * errval * step));
            errval = errval < 0 ? errval + range : errval;
            return errval >= (range + 1) / 2 ? errval - range : errval;
        }

        private static int parameter(long a, int n) {
            int k = 0;
            while ((long) n << k < a) {
                k++;
            }
            return k;
        }

        private void golomb(int value, int k, int most) {
            if (value >> k < most - qbpp - 1) {
                out.bits(0, value >> k);
                out.bits(1, 1);
                out.bits(value, k);
            } else {
                out.bits(0, most - qbpp - 1);
                out.bits(1, 1);
                out.bits(value - 1, qbpp);
            }
        }

        private void run(int length, boolean endOfLine, int component) {
            int left = length;
            while (left >= 1 << J[runIndex[component]]) {
                out.bits(1, 1);
                left -= 1 << J[runIndex[component]];
                runIndex[component] = Math.min(31, runIndex[component] + 1);
            }
            if (!endOfLine) {
                out.bits(0, 1);
                out.bits(left, J[runIndex[component]]);
            } else if (left > 0) {
                out.bits(1, 1);
            }
        }

        private void interruption(int x, int y, int component, int ra, boolean type, int index) {
            int rb = sample(x, y - 1, component);
            int q = type ? 366 : 365;
            int sign = !type && ra > rb ? -1 : 1;
            int errval = error(x, y, component, type ? ra : rb, sign);
            int k = parameter(type ? a[q] + (n[q] >> 1) : a[q], n[q]);
            boolean map = k == 0 && errval > 0 && 2 * nn[q] < n[q] || errval < 0 && 2 * nn[q] >= n[q]
                    || errval < 0 && k != 0;
            int emerrval = 2 * Math.abs(errval) - (type ? 1 : 0) - (map ? 1 : 0);
            golomb(emerrval, k, limit - J[index] - 1);
            if (errval < 0) {
                nn[q]++;
            }
            a[q] += emerrval + 1 - (type ? 1 : 0) >> 1;
            if (n[q] == reset) {
                a[q] >>= 1;
                n[q] >>= 1;
                nn[q] >>= 1;
            }
            n[q]++;
        }
    }
}
