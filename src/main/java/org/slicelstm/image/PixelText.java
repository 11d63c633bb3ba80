package org.slicelstm.image;

import java.awt.Graphics2D;
import java.util.Map;

/**
 * Writes digits and a montage's one sentence in letters of 5 x 7 pixels. Java's own text needs fonts, which bare
 * servers and containers do not have, and looks different on every machine.
 */
final class PixelText {
    static final int HEIGHT = 7;

    private static final int ADVANCE = 6;

    /** Seven rows from the top, five bits each, the leftmost the highest. */
    private static final Map<Character, int[]> LETTERS = Map.ofEntries(
            Map.entry(' ', new int[] {0, 0, 0, 0, 0, 0, 0}),
            Map.entry('.', new int[] {0, 0, 0, 0, 0, 0b01100, 0b01100}),
            Map.entry('0', new int[] {0b01110, 0b10001, 0b10001, 0b10101, 0b10001, 0b10001, 0b01110}),
            Map.entry('1', new int[] {0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110}),
            Map.entry('2', new int[] {0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111}),
            Map.entry('3', new int[] {0b01110, 0b10001, 0b00001, 0b00110, 0b00001, 0b10001, 0b01110}),
            Map.entry('4', new int[] {0b10010, 0b10010, 0b10010, 0b11111, 0b00010, 0b00010, 0b00010}),
            Map.entry('5', new int[] {0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110}),
            Map.entry('6', new int[] {0b01110, 0b10000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110}),
            Map.entry('7', new int[] {0b11111, 0b00001, 0b00010, 0b00010, 0b00100, 0b00100, 0b00100}),
            Map.entry('8', new int[] {0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110}),
            Map.entry('9', new int[] {0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00001, 0b01110}),
            Map.entry('W', new int[] {0b10001, 0b10001, 0b10001, 0b10101, 0b10101, 0b11011, 0b10001}),
            Map.entry('a', new int[] {0, 0, 0b01110, 0b00001, 0b01111, 0b10001, 0b01111}),
            Map.entry('b', new int[] {0b10000, 0b10000, 0b11110, 0b10001, 0b10001, 0b10001, 0b11110}),
            Map.entry('c', new int[] {0, 0, 0b01111, 0b10000, 0b10000, 0b10000, 0b01111}),
            Map.entry('d', new int[] {0b00001, 0b00001, 0b01111, 0b10001, 0b10001, 0b10001, 0b01111}),
            Map.entry('e', new int[] {0, 0, 0b01110, 0b10001, 0b11111, 0b10000, 0b01111}),
            Map.entry('h', new int[] {0b10000, 0b10000, 0b11110, 0b10001, 0b10001, 0b10001, 0b10001}),
            Map.entry('i', new int[] {0b00100, 0, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100}),
            Map.entry('l', new int[] {0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00110}),
            Map.entry('m', new int[] {0, 0, 0b11110, 0b10101, 0b10101, 0b10101, 0b10101}),
            Map.entry('n', new int[] {0, 0, 0b11110, 0b10001, 0b10001, 0b10001, 0b10001}),
            Map.entry('o', new int[] {0, 0, 0b01110, 0b10001, 0b10001, 0b10001, 0b01110}),
            Map.entry('p', new int[] {0, 0, 0b11110, 0b10001, 0b11110, 0b10000, 0b10000}),
            Map.entry('r', new int[] {0, 0, 0b10111, 0b11000, 0b10000, 0b10000, 0b10000}),
            Map.entry('s', new int[] {0, 0, 0b01111, 0b10000, 0b01110, 0b00001, 0b11110}),
            Map.entry('t', new int[] {0b00100, 0b00100, 0b01110, 0b00100, 0b00100, 0b00100, 0b00011}),
            Map.entry('u', new int[] {0, 0, 0b10001, 0b10001, 0b10001, 0b10001, 0b01111}),
            Map.entry('v', new int[] {0, 0, 0b10001, 0b10001, 0b10001, 0b01010, 0b00100}),
            Map.entry('x', new int[] {0, 0, 0b10001, 0b01010, 0b00100, 0b01010, 0b10001}));

    private PixelText() {
    }

    /** Width of a text in pixels, at scale 1. */
    static int width(String text) {
        return text.length() * ADVANCE;
    }

    /** Draws a text in the current colour with its upper left corner at x, y; every dot is scale by scale pixels. */
    static void draw(Graphics2D graphics, String text, int x, int y, int scale) {
        for (int i = 0; i < text.length(); i++) {
            int[] rows = LETTERS.get(text.charAt(i));
            if (rows == null) {
                throw new IllegalArgumentException("no letter " + text.charAt(i));
            }
            for (int row = 0; row < HEIGHT; row++) {
                for (int bit = 0; bit < 5; bit++) {
                    if ((rows[row] >> 4 - bit & 1) == 1) {
                        graphics.fillRect(x + (i * ADVANCE + bit) * scale, y + row * scale, scale, scale);
                    }
                }
            }
        }
    }
}
