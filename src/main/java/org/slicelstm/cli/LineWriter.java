package org.slicelstm.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slicelstm.PlainText;

/**
 * Standard output or standard error in UTF-8. Here alone text meets the terminal: what {@code println} is given is one
 * line, whatever names of files, identifiers or labels are in it, and what would steer a terminal is escaped. All else
 * is written as it is (help, the moving line, JSON), but for the characters that JSON may hold and a terminal should
 * not get: they are escaped in a way that JSON reads as the same text.
 */
final class LineWriter extends PrintWriter {
    private static final Pattern LEFT_BY_JSON = Pattern.compile("[\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]");

    LineWriter(PrintStream to) {
        super(to, true, StandardCharsets.UTF_8);
    }

    @Override
    public void println(String line) {
        super.println(PlainText.escape(String.valueOf(line)));
    }

    @Override
    public void println(Object line) {
        println(String.valueOf(line));
    }

    @Override
    public void write(String text, int from, int length) {
        String safe = LEFT_BY_JSON.matcher(text.substring(from, from + length))
                .replaceAll(found -> Matcher.quoteReplacement(PlainText.escape(found.group())));
        super.write(safe, 0, safe.length());
    }
}
