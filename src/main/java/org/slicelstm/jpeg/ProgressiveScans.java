package org.slicelstm.jpeg;

import static org.slicelstm.jpeg.JpegException.damaged;

import java.util.Arrays;

/**
 * Walks the scans of a progressive stream (T.81 annex G) without keeping coefficients: what a later scan needs of an
 * earlier one is which are not zero.
 */
final class ProgressiveScans {
    /** More scans than an encoder makes take time and give nothing. */
    private static final int MOST_SCANS = 1000;

    private final Frame frame;
    private final DctBlocks blocks;
    /** For each component and block, a bit for each coefficient that is not zero. */
    private final long[][] nonZero;
    /** For each component and coefficient, the lowest bit that was coded, −1 for none. */
    private final int[][] coded;
    private int scans;

    ProgressiveScans(byte[] bytes, Frame frame) {
        this.frame = frame;
        blocks = new DctBlocks(bytes, frame);
        int count = frame.components().size();
        nonZero = new long[count][];
        coded = new int[count][64];
        for (int c = 0; c < count; c++) {
            nonZero[c] = new long[blocks.wide(c) * blocks.high(c)];
            Arrays.fill(coded[c], -1);
        }
    }

    /** Walks one scan. */
    void walk(Scan scan) throws JpegException {
        boolean dc = scan.start() == 0;
        boolean sense = dc ? scan.end() == 0 : scan.end() >= scan.start() && scan.end() <= 63
                && scan.components().length == 1;
        if (!sense || scan.low() > 13 || scan.high() != 0 && scan.high() != scan.low() + 1 || ++scans > MOST_SCANS) {
            throw damaged("a progressive scan of coefficients %d to %d, bits %d to %d", scan.start(), scan.end(),
                    scan.high(), scan.low());
        }
        for (int c : scan.components()) {
            for (int k = scan.start(); k <= scan.end(); k++) {
                int due = scan.high() == 0 ? -1 : scan.high();
                if (coded[c][k] != due || !dc && coded[c][0] < 0) {
                    throw damaged("a progressive scan out of turn");
                }
                coded[c][k] = scan.low();
            }
        }
        blocks.visit(scan, dc ? new DcScan(scan) : new AcScan(scan));
    }

    /** Refuses a stream that has not said all of every coefficient. */
    void checkComplete() throws JpegException {
        for (int[] component : coded) {
            for (int low : component) {
                if (low != 0) {
                    throw damaged("scans of its progression are missing");
                }
            }
        }
    }

    /** The first scan of DC coefficients, or one bit more of each. */
    private final class DcScan implements DctBlocks.Visitor {
        private final Scan scan;

        DcScan(Scan scan) {
            this.scan = scan;
        }

        @Override
        public void begin() {
        }

        @Override
        public void block(BitReader bits, int place, int column, int row) throws JpegException {
            if (scan.high() != 0) {
                bits.read(1);
                return;
            }
            int category = scan.dcTable(place).next(bits);
            if (category > frame.precision() + 3) {
                throw bits.damaged("a coefficient of %d bits", category);
            }
            bits.read(category);
        }

        @Override
        public void end(BitReader bits) {
        }
    }

    /** A band of AC coefficients: their first scan, or one bit more of each. */
    private final class AcScan implements DctBlocks.Visitor {
        private final HuffmanTable table;
        private final int start;
        private final int end;
        private final boolean refines;
        private final long[] known;
        private final int wide;
        private int blocksToSkip;

        AcScan(Scan scan) throws JpegException {
            int component = scan.components()[0];
            table = scan.acTable(0);
            start = scan.start();
            end = scan.end();
            refines = scan.high() != 0;
            known = nonZero[component];
            wide = blocks.wide(component);
        }

        @Override
        public void begin() {
            blocksToSkip = 0;
        }

        @Override
        public void block(BitReader bits, int place, int column, int row) throws JpegException {
            int index = row * wide + column;
            long before = known[index];
            long now = before;
            int k = start;
            while (blocksToSkip == 0 && k <= end) {
                int symbol = table.next(bits);
                int run = symbol >> 4;
                int size = symbol & 0xF;
                if (size == 0 && run < 15) {
                    blocksToSkip = (1 << run) + bits.read(run);
                    break;
                }
                if (size > (refines ? 1 : frame.precision() + 2)) {
                    throw bits.damaged("a coefficient of %d bits", size);
                }
                bits.read(size);
                k = refines ? refineUpTo(bits, before, k, run) : k + run;
                if (k > end || size == 0 && k == end) {
                    throw bits.damaged("a run that leaves its band");
                }
                if (size > 0) {
                    now |= 1L << k;
                }
                k++;
            }
            if (blocksToSkip > 0) {
                blocksToSkip--;
                if (refines && before != 0 && k <= end) {
                    refineUpTo(bits, before, k, 64);
                }
            }
            known[index] = now;
        }

        /** Reads a bit for each coefficient known before, up to the zero behind {@code run} zeros: its place. */
        private int refineUpTo(BitReader bits, long before, int from, int run) throws JpegException {
            int zeros = run;
            int k = from;
            for (; k <= end; k++) {
                if ((before >>> k & 1) != 0) {
                    bits.read(1);
                } else if (zeros-- == 0) {
                    break;
                }
            }
            return k;
        }

        @Override
        public void end(BitReader bits) throws JpegException {
            if (blocksToSkip > 0) {
                throw bits.damaged("%,d blocks more than the picture has", blocksToSkip);
            }
        }
    }
}
