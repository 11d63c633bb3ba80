package org.slicelstm;

import java.util.Locale;

/**
 * Text from outside (names of files, identifiers, labels) as it may be shown: nothing in it moves a terminal's cursor,
 * colours it, begins a new line or turns the direction of what follows.
 */
public final class PlainText {
    private PlainText() {
    }

    /**
     * The text with every control character (C0, DEL, C1), line and paragraph separator and override of the writing
     * direction as JSON would write it: {@code \n}, {@code \t}, {@code \r} and <code>\</code><code>u001b</code>. Any
     * other text is returned as it is, and null as null.
     */
    public static String escape(String text) {
        if (text == null || text.chars().noneMatch(PlainText::isControl)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            if (isControl(c)) {
                safe.append(escaped((char) c));
            } else {
                safe.append((char) c);
            }
        });
        return safe.toString();
    }

    private static String escaped(char control) {
        return switch (control) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, "\\u%04x", (int) control);
        };
    }

    /** Whether a character steers a terminal or the layout of text; none of them needs a surrogate pair. */
    private static boolean isControl(int c) {
        return Character.isISOControl(c) || c >= 0x2028 && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    }
}
