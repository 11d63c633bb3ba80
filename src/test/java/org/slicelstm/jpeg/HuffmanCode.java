package org.slicelstm.jpeg;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A Huffman code made for the symbols that tests encode. */
final class HuffmanCode {
    private final int[] codes = new int[256];
    private final int[] lengths = new int[256];
    private final int[] counts = new int[16];
    private final List<Integer> symbols = new ArrayList<>();

    /** Some symbols, how often they come, and the trees below them. */
    private record Tree(long weight, int symbol, Tree zero, Tree one) { }

    /**
     * The shortest code whose longest has at most 16 bits.
     *
     * @param frequencies of the 256 symbols
     */
    HuffmanCode(int[] frequencies) {
        long least = 1;
        do {
            build(frequencies, least);
            least *= 2;
        } while (longest() > 16);
        for (int length = 1, code = 0; length <= 16; length++, code <<= 1) {
            for (int symbol = 0; symbol < 256; symbol++) {
                if (lengths[symbol] == length) {
                    codes[symbol] = code++;
                    counts[length - 1]++;
                    symbols.add(symbol);
                }
            }
        }
    }

    /** Seldom symbols count as {@code least}, which flattens the tree; one place stays for the code of ones. */
    private void build(int[] frequencies, long least) {
        PriorityQueue<Tree> trees = new PriorityQueue<>(
                Comparator.comparingLong(Tree::weight).thenComparingInt(Tree::symbol));
        trees.add(new Tree(0, 256, null, null));
        for (int symbol = 0; symbol < 256; symbol++) {
            lengths[symbol] = 0;
            if (frequencies[symbol] > 0) {
                trees.add(new Tree(Math.max(least, frequencies[symbol]), symbol, null, null));
            }
        }
        while (trees.size() > 1) {
            Tree zero = trees.remove();
            Tree one = trees.remove();
            trees.add(new Tree(zero.weight + one.weight, Math.min(zero.symbol, one.symbol), zero, one));
        }
        measure(trees.remove(), 0);
    }

    private void measure(Tree tree, int depth) {
        if (tree.zero != null) {
            measure(tree.zero, depth + 1);
            measure(tree.one, depth + 1);
        } else if (tree.symbol < 256) {
            lengths[tree.symbol] = depth;
        }
    }

    private int longest() {
        int longest = 0;
        for (int length : lengths) {
            longest = Math.max(longest, length);
        }
        return longest;
    }

    /** Writes the table; place 0 to 3 for DC, 16 to 19 for AC. */
    void writeTable(StreamWriter out, int place) {
        out.words(0xFFC4, 19 + symbols.size()).bytes(place).bytes(counts);
        symbols.forEach(out::bytes);
    }

    void write(StreamWriter out, int symbol) {
        if (lengths[symbol] == 0) {
            throw new IllegalArgumentException("no code for " + symbol);
        }
        out.bits(codes[symbol], lengths[symbol]);
    }
}
