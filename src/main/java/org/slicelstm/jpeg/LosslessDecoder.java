package org.slicelstm.jpeg;

import static org.slicelstm.jpeg.JpegException.damaged;

import org.slicelstm.jpeg.Scan.Interval;

/** Lossless JPEG with Huffman codes (T.81 annex H, process 14). */
final class LosslessDecoder {
    private final byte[] bytes;
    private final Frame frame;
    private final int step;
    private final short[] samples;

    /**
     * A decoder into given samples.
     *
     * @param samples {@code [rows][columns][components]}
     */
    LosslessDecoder(byte[] bytes, Frame frame, short[] samples) throws JpegException {
        this.bytes = bytes;
        this.frame = frame;
        this.step = frame.components().size();
        this.samples = samples;
        if (!frame.fullSize()) {
            throw JpegException.unread("lossless JPEG with subsampled colours");
        }
    }

    /** Decodes one scan. */
    void decode(Scan scan) throws JpegException {
        int low = scan.low();
        if (scan.start() < 1 || scan.start() > 7 || scan.end() != 0 || scan.high() != 0
                || low >= frame.precision()) {
            throw damaged("predictor %d and %d dropped bits in a lossless scan", scan.start(), low);
        }
        int columns = frame.columns();
        int pixels = frame.rows() * columns;
        if (scan.restartInterval() % columns != 0) {
            throw damaged("restart markers every %,d samples, within rows of %,d", scan.restartInterval(), columns);
        }
        int each = scan.unitsPerInterval(pixels);
        int count = scan.components().length;
        HuffmanTable[] tables = new HuffmanTable[count];
        for (int i = 0; i < count; i++) {
            tables[i] = scan.dcTable(i);
        }
        BitReader bits = new BitReader(bytes, false);
        int row = 0;
        for (Interval interval : scan.intervals()) {
            bits.open(interval);
            int first = row;
            int end = Math.min(frame.rows(), row + each / columns);
            for (; row < end; row++) {
                if (count == 1) {
                    row(bits, tables[0], row * columns * step + scan.components()[0], predictor(scan, row, first), low);
                } else {
                    interleavedRow(bits, tables, scan, row, predictor(scan, row, first));
                }
            }
            bits.close();
        }
        checkRange(scan);
        if (low > 0) {
            for (int c : scan.components()) {
                for (int i = c; i < samples.length; i += step) {
                    samples[i] <<= low;
                }
            }
        }
    }

    /** The first row of an interval is predicted from the left, its first sample by half the range. */
    private static int predictor(Scan scan, int row, int first) {
        return row == first ? 0 : scan.start();
    }

    private void row(BitReader bits, HuffmanTable table, int from, int predictor, int low) throws JpegException {
        int up = frame.columns() * step;
        int end = from + up;
        int left = predictor == 0 ? 1 << frame.precision() - low - 1 : samples[from - up] & 0xFFFF;
        left = left + difference(bits, table) & 0xFFFF;
        samples[from] = (short) left;
        for (int i = from + step; i < end; i += step) {
            left = predict(predictor, left, i, up) + difference(bits, table) & 0xFFFF;
            samples[i] = (short) left;
        }
    }

    private void interleavedRow(BitReader bits, HuffmanTable[] tables, Scan scan, int row, int predictor)
            throws JpegException {
        int up = frame.columns() * step;
        for (int x = 0; x < frame.columns(); x++) {
            for (int c = 0; c < tables.length; c++) {
                int i = row * up + x * step + scan.components()[c];
                int predicted = x > 0 ? predict(predictor, samples[i - step] & 0xFFFF, i, up)
                        : predictor == 0 ? 1 << frame.precision() - scan.low() - 1 : samples[i - up] & 0xFFFF;
                samples[i] = (short) (predicted + difference(bits, tables[c]));
            }
        }
    }

    /** T.81 table H.1. */
    private int predict(int predictor, int left, int i, int up) {
        if (predictor <= 1) {
            return left;
        }
        int above = samples[i - up] & 0xFFFF;
        int corner = samples[i - up - step] & 0xFFFF;
        return switch (predictor) {
            case 2 -> above;
            case 3 -> corner;
            case 4 -> left + above - corner;
            case 5 -> left + (above - corner >> 1);
            case 6 -> above + (left - corner >> 1);
            default -> left + above >> 1;
        };
    }

    private static int difference(BitReader bits, HuffmanTable table) throws JpegException {
        int category = table.next(bits);
        if (category < 16) {
            return bits.difference(category);
        }
        if (category > 16) {
            throw bits.damaged("a difference of %d bits", category);
        }
        return 1 << 15;
    }

    /**
     * Differences are taken modulo 2^16, so samples may leave their range only where data are damaged, or where the
     * encoder was given negative values in two's complement.
     */
    private void checkRange(Scan scan) throws JpegException {
        int range = frame.precision() - scan.low();
        for (int c : scan.components()) {
            for (int i = c; i < samples.length; i += step) {
                int value = samples[i];
                if ((value & 0xFFFF) >>> range != 0 && value >> range - 1 != -1) {
                    throw damaged("a sample of more than %d bits", range);
                }
            }
        }
    }
}
