package org.slicelstm.evaluate.figure;

import org.slicelstm.PlainText;

/** Text in XML and HTML. */
public final class Xml {
    private Xml() {
    }

    /**
     * Names of labels and patients come from tables: they must stay text. Control characters are escaped, characters
     * that XML lacks are left out.
     */
    public static String escape(String text) {
        StringBuilder safe = new StringBuilder();
        PlainText.escape(text).codePoints().filter(c -> c != 0xfffe && c != 0xffff && !(c >= 0xd800 && c <= 0xdfff))
                .forEach(c -> {
                    switch (c) {
                        case '&' -> safe.append("&amp;");
                        case '<' -> safe.append("&lt;");
                        case '>' -> safe.append("&gt;");
                        case '"' -> safe.append("&quot;");
                        default -> safe.appendCodePoint(c);
                    }
                });
        return safe.toString();
    }
}
