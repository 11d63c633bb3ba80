package org.slicelstm.jpeg;

import java.util.List;

/**
 * A scan header (T.81 B.2.3, T.87 C.2.3), the tables that are in force, and where its entropy-coded data lie.
 *
 * @param components      indices into the frame's components
 * @param dcTables        the DC or lossless table of each; null where none was defined
 * @param acTables        the AC table of each; null where none was defined
 * @param start           first coefficient; the predictor of lossless JPEG; NEAR of JPEG-LS
 * @param end             last coefficient; the interleave mode of JPEG-LS
 * @param high            bit position of the scan before
 * @param low             bit position of this scan: the point transform where there is no progression
 * @param restartInterval coding units between restart markers, 0 for none
 * @param preset          the coding parameters of JPEG-LS
 * @param intervals       the entropy-coded data between the restart markers, in order
 */
record Scan(int[] components, HuffmanTable[] dcTables, HuffmanTable[] acTables, int start, int end, int high, int low,
            int restartInterval, LsPreset preset, List<Interval> intervals) {

    /**
     * Entropy-coded bytes of a stream.
     *
     * @param from first byte
     * @param to   the byte after the last
     */
    record Interval(int from, int to) { }

    /**
     * How many units each interval holds but the last.
     *
     * @param units coding units of the whole scan
     * @throws JpegException if there are not as many intervals as that makes
     */
    int unitsPerInterval(int units) throws JpegException {
        int each = restartInterval == 0 ? units : restartInterval;
        int expected = Frame.ceil(units, each);
        if (intervals.size() != expected) {
            throw JpegException.damaged("%,d restart intervals in a scan that has %,d", intervals.size(), expected);
        }
        return each;
    }

    HuffmanTable dcTable(int index) throws JpegException {
        return defined(dcTables[index]);
    }

    HuffmanTable acTable(int index) throws JpegException {
        return defined(acTables[index]);
    }

    private static HuffmanTable defined(HuffmanTable table) throws JpegException {
        if (table == null) {
            throw JpegException.damaged("a scan without its Huffman table");
        }
        return table;
    }
}
