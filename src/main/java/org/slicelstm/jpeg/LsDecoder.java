package org.slicelstm.jpeg;

import static org.slicelstm.jpeg.JpegException.damaged;

import java.util.Arrays;
import org.slicelstm.jpeg.Scan.Interval;

/** JPEG-LS, lossless and near-lossless (ITU-T T.87, ISO/IEC 14495-1). */
final class LsDecoder {
    private static final int BY_LINE = 1;
    private static final int BY_SAMPLE = 2;

    private final byte[] bytes;
    private final MarkerParser markers;
    private final Frame frame;
    private final short[] samples;

    /**
     * A decoder into given samples.
     *
     * @param samples {@code [rows][columns][components]}
     */
    LsDecoder(byte[] bytes, MarkerParser markers, Frame frame, short[] samples) throws JpegException {
        this.bytes = bytes;
        this.markers = markers;
        this.frame = frame;
        this.samples = samples;
        if (!frame.fullSize()) {
            throw JpegException.unread("JPEG-LS with subsampled colours");
        }
    }

    /** Decodes one scan. */
    void decode(Scan scan) throws JpegException {
        int near = scan.start();
        int interleave = scan.end();
        int count = scan.components().length;
        if (interleave > BY_SAMPLE || count == 1 != (interleave == 0)) {
            throw damaged("interleave mode %d in a scan of %d components", interleave, count);
        }
        if (scan.high() != 0 || scan.low() != 0 || markers.colourTransform() != 0) {
            throw JpegException.unread("JPEG-LS with a point or colour transform");
        }
        LsPreset preset = scan.preset().resolved(frame.precision(), near);
        Lines lines = new Lines(scan, preset, near, interleave == BY_SAMPLE);
        int each = scan.unitsPerInterval(frame.rows());
        BitReader bits = new BitReader(bytes, true);
        int row = 0;
        for (Interval interval : scan.intervals()) {
            bits.open(interval);
            lines.begin();
            int end = (int) Math.min(frame.rows(), (long) row + each);
            for (; row < end; row++) {
                lines.next(bits, row);
            }
            bits.close();
        }
    }

    /** The line being read of each component of a scan, and the one above. */
    private final class Lines {
        private final int[] components;
        private final int near;
        private final boolean bySample;
        private final int columns = frame.columns();
        private final LsContexts contexts;
        private final byte[] quantised;
        private final int most;
        private final int[] runIndices;
        /** Samples from place 1; what lies to the left and right of a line stands in the first and last place. */
        private int[][] current;
        private int[][] above;

        Lines(Scan scan, LsPreset preset, int near, boolean bySample) {
            components = scan.components();
            this.near = near;
            this.bySample = bySample;
            contexts = new LsContexts(preset, near);
            most = preset.maximum();
            quantised = quantised(preset, near);
            runIndices = new int[components.length];
            current = new int[components.length][columns + 2];
            above = new int[components.length][columns + 2];
        }

        /** The class of each gradient from −most to most, −4 to 4 (T.87 A.3.3). */
        private static byte[] quantised(LsPreset preset, int near) {
            byte[] classes = new byte[2 * preset.maximum() + 1];
            for (int d = 0; d <= preset.maximum(); d++) {
                int each = d <= near ? 0 : d < preset.threshold1() ? 1 : d < preset.threshold2() ? 2
                        : d < preset.threshold3() ? 3 : 4;
                classes[preset.maximum() + d] = (byte) each;
                classes[preset.maximum() - d] = (byte) -each;
            }
            return classes;
        }

        void begin() {
            contexts.clear();
            Arrays.fill(runIndices, 0);
            for (int i = 0; i < components.length; i++) {
                Arrays.fill(current[i], 0);
                Arrays.fill(above[i], 0);
            }
        }

        void next(BitReader bits, int row) throws JpegException {
            int[][] free = above;
            above = current;
            current = free;
            for (int i = 0; i < components.length; i++) {
                current[i][0] = above[i][1];
                above[i][columns + 1] = above[i][columns];
            }
            if (bySample) {
                together(bits);
            } else {
                for (int i = 0; i < components.length; i++) {
                    line(bits, i);
                }
            }
            int step = frame.components().size();
            for (int i = 0; i < components.length; i++) {
                int to = row * columns * step + components[i];
                for (int x = 1; x <= columns; x++, to += step) {
                    samples[to] = (short) current[i][x];
                }
            }
        }

        /** A line of one component. */
        private void line(BitReader bits, int component) throws JpegException {
            int[] line = current[component];
            int[] up = above[component];
            int x = 1;
            while (x <= columns) {
                int context = context(line, up, x);
                if (context != 0) {
                    line[x] = contexts.regular(bits, context, predicted(line[x - 1], up[x], up[x - 1]));
                    x++;
                    continue;
                }
                int run = run(bits, component, columns + 1 - x);
                int left = line[x - 1];
                Arrays.fill(line, x, x + run, left);
                x += run;
                if (x <= columns) {
                    line[x] = contexts.interruption(bits, left, up[x], Math.abs(left - up[x]) <= near,
                            runIndices[component]);
                    endRun(component);
                    x++;
                }
            }
        }

        /** A line of all components, sample by sample; a run is one of all of them (T.87 B.4). */
        private void together(BitReader bits) throws JpegException {
            int[] found = new int[components.length];
            int x = 1;
            while (x <= columns) {
                boolean flat = true;
                for (int i = 0; i < found.length; i++) {
                    found[i] = context(current[i], above[i], x);
                    flat &= found[i] == 0;
                }
                if (!flat) {
                    for (int i = 0; i < found.length; i++) {
                        current[i][x] = contexts.regular(bits, found[i],
                                predicted(current[i][x - 1], above[i][x], above[i][x - 1]));
                    }
                    x++;
                    continue;
                }
                int run = run(bits, 0, columns + 1 - x);
                for (int[] line : current) {
                    Arrays.fill(line, x, x + run, line[x - 1]);
                }
                x += run;
                if (x <= columns) {
                    for (int i = 0; i < found.length; i++) {
                        current[i][x] = contexts.interruption(bits, current[i][x - 1], above[i][x], false,
                                runIndices[0]);
                    }
                    endRun(0);
                    x++;
                }
            }
        }

        private void endRun(int component) {
            runIndices[component] = Math.max(0, runIndices[component] - 1);
        }

        /** Context of the gradients around a place, 0 where all are flat (T.87 A.3). */
        private int context(int[] line, int[] up, int x) {
            int q1 = quantised[most + up[x + 1] - up[x]];
            int q2 = quantised[most + up[x] - up[x - 1]];
            int q3 = quantised[most + up[x - 1] - line[x - 1]];
            return 81 * q1 + 9 * q2 + q3;
        }

        /** The median edge detector (T.87 A.4.1). */
        private static int predicted(int left, int up, int corner) {
            int least = Math.min(left, up);
            int greatest = Math.max(left, up);
            return corner >= greatest ? least : corner <= least ? greatest : left + up - corner;
        }

        /** Length of a run (T.87 A.7.1), which reaches the end of its line or stops before. */
        private int run(BitReader bits, int component, int rest) throws JpegException {
            int run = 0;
            while (bits.read(1) == 1) {
                int whole = 1 << LsContexts.runBits(runIndices[component]);
                if (run + whole <= rest) {
                    runIndices[component] = Math.min(31, runIndices[component] + 1);
                }
                run = Math.min(rest, run + whole);
                if (run == rest) {
                    return run;
                }
            }
            run += bits.read(LsContexts.runBits(runIndices[component]));
            if (run >= rest) {
                throw bits.damaged("a run that leaves its line");
            }
            return run;
        }
    }
}
