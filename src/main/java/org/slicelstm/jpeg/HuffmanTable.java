package org.slicelstm.jpeg;

/** A Huffman table (T.81 annex C): codes of up to 16 bits for symbols of one byte. */
final class HuffmanTable {
    private static final int QUICK_BITS = 10;

    /** By the next bits: length of the code and symbol, 0 where the code is longer. */
    private final short[] quick = new short[1 << QUICK_BITS];
    /** By length: the code after the last one, aligned to 16 bits; what leads from a code to its symbol's place. */
    private final int[] end = new int[17];
    private final int[] offset = new int[17];
    private final byte[] symbols;

    /**
     * Makes the codes.
     *
     * @param counts  how many codes have 1 to 16 bits
     * @param symbols in the order of their codes
     * @throws JpegException if there are more codes than their lengths allow
     */
    HuffmanTable(int[] counts, byte[] symbols) throws JpegException {
        this.symbols = symbols;
        int code = 0;
        int place = 0;
        for (int length = 1; length <= 16; length++) {
            int count = counts[length - 1];
            if (code + count > 1 << length) {
                throw JpegException.damaged("a Huffman table with too many codes of %d bits", length);
            }
            offset[length] = place - code;
            for (int i = 0; i < count; i++, code++, place++) {
                if (length <= QUICK_BITS) {
                    int first = code << QUICK_BITS - length;
                    for (int k = 0; k < 1 << QUICK_BITS - length; k++) {
                        quick[first + k] = (short) (length << 8 | symbols[place] & 0xFF);
                    }
                }
            }
            end[length] = code << 16 - length;
            code <<= 1;
        }
    }

    /** The next symbol. */
    int next(BitReader bits) throws JpegException {
        int entry = quick[bits.peek(QUICK_BITS)];
        if (entry != 0) {
            bits.skip(entry >> 8);
            return entry & 0xFF;
        }
        int next = bits.peek(16);
        for (int length = QUICK_BITS + 1; length <= 16; length++) {
            if (next < end[length]) {
                bits.skip(length);
                return symbols[(next >> 16 - length) + offset[length]] & 0xFF;
            }
        }
        bits.checkPeeked(16);
        throw bits.damaged("an impossible code");
    }
}
