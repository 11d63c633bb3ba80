package org.slicelstm.jpeg;

import java.util.Arrays;

/** Blocks of a sequential scan with Huffman codes (T.81 F.2.2). */
final class SequentialScan implements DctBlocks.Visitor {
    /**
     * Only one code is nothing but zeros. Blocks of it alone are flat where it ends a block; otherwise their
     * coefficients are all the same, which no picture's are for so many bytes: a part of the file is lost.
     */
    private static final int LONGEST_ZEROS = 64;

    private final Scan scan;
    private final HuffmanTable[] dc;
    private final HuffmanTable[] ac;
    private final int[] predictions;
    private final int[] coefficients = new int[64];
    private final int mostDcBits;
    private final int mostAcBits;
    private final Sink sink;

    /** Where blocks go. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes one block.
         *
         * @param coefficients in zigzag order, still quantised; to be left as they are
         * @param last         behind which all are zero
         */
        void block(int component, int column, int row, int[] coefficients, int last);
    }

    SequentialScan(Frame frame, Scan scan, Sink sink) throws JpegException {
        // Some encoders leave the last coefficient 0, which says nothing in a sequential scan.
        if (scan.start() != 0 || scan.end() != 63 && scan.end() != 0 || scan.high() != 0 || scan.low() != 0) {
            throw JpegException.damaged("a sequential scan of coefficients %d to %d", scan.start(), scan.end());
        }
        this.scan = scan;
        this.sink = sink;
        int count = scan.components().length;
        dc = new HuffmanTable[count];
        ac = new HuffmanTable[count];
        for (int i = 0; i < count; i++) {
            dc[i] = scan.dcTable(i);
            ac[i] = scan.acTable(i);
        }
        predictions = new int[count];
        mostDcBits = frame.precision() + 3;
        mostAcBits = frame.precision() + 2;
    }

    @Override
    public void begin() {
        Arrays.fill(predictions, 0);
    }

    @Override
    public void block(BitReader bits, int place, int column, int row) throws JpegException {
        int category = dc[place].next(bits);
        if (category > mostDcBits) {
            throw bits.damaged("a coefficient of %d bits", category);
        }
        predictions[place] += bits.difference(category);
        coefficients[0] = predictions[place];
        HuffmanTable table = ac[place];
        int last = 0;
        for (int k = 1; k < 64; k++) {
            int symbol = table.next(bits);
            int size = symbol & 0xF;
            int run = symbol >> 4;
            if (size == 0 && run == 0) {
                break;
            }
            k += run;
            if (k > 63 || size > mostAcBits || size == 0 && run != 15) {
                throw bits.damaged("a run that leaves its block or a coefficient of %d bits", size);
            }
            if (size > 0) {
                coefficients[k] = bits.difference(size);
                last = k;
            } else if (k == 63) {
                throw bits.damaged("a run that leaves its block");
            }
        }
        if (last > 0 && bits.followsZeros(LONGEST_ZEROS)) {
            throw bits.damaged("%d zero bytes and more", LONGEST_ZEROS);
        }
        if (sink != null) {
            sink.block(scan.components()[place], column, row, coefficients, last);
        }
        Arrays.fill(coefficients, 0, last + 1, 0);
    }

    @Override
    public void end(BitReader bits) {
    }
}
