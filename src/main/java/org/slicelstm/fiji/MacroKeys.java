package org.slicelstm.fiji;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slicelstm.UserException;

/**
 * The keys of a macro's line, such as {@code model=[models/demo] slices=5-20}. ImageJ passes over a key that a command
 * does not know, over one without a value, and over a value whose bracket is not closed, all without a word.
 */
final class MacroKeys {
    private MacroKeys() {
    }

    /**
     * Checks what a macro gives to a command.
     *
     * @param options the second argument of {@code run}
     * @param known   the command's keys
     * @param command its name in the menu
     * @throws UserException if a key is not known, stands alone or twice, or has a value that ImageJ cannot read
     */
    static void check(String options, Set<String> known, String command) {
        List<String> seen = new ArrayList<>();
        int at = 0;
        while (at < options.length()) {
            if (options.charAt(at) == ' ') {
                at++;
                continue;
            }
            int end = keyEnd(options, at);
            String key = options.substring(at, end);
            if (!known.contains(key)) {
                throw new UserException("'" + key + "' is no key of " + command + " Its keys are "
                        + String.join(", ", known) + ".");
            }
            if (end == options.length() || options.charAt(end) == ' ') {
                throw new UserException("'" + key + "' has no value; write " + key + "=, and the value behind it.");
            }
            if (seen.contains(key)) {
                throw new UserException("'" + key + "' stands there twice; leave one out.");
            }
            seen.add(key);
            at = valueEnd(options, end + 1, key);
        }
    }

    private static int keyEnd(String options, int from) {
        int at = from;
        while (at < options.length() && options.charAt(at) != '=' && options.charAt(at) != ' ') {
            at++;
        }
        return at;
    }

    /** As ImageJ reads values: in brackets, which may nest, in apostrophes, or up to the next blank. */
    private static int valueEnd(String options, int from, String key) {
        if (from == options.length()) {
            return from;
        }
        char first = options.charAt(from);
        if (first == '\'') {
            int end = options.indexOf('\'', from + 1);
            return afterClosed(end, key, "apostrophe");
        }
        if (first != '[') {
            int blank = options.indexOf(' ', from);
            return blank < 0 ? options.length() : blank;
        }
        int open = 0;
        for (int at = from; at < options.length(); at++) {
            open += options.charAt(at) == '[' ? 1 : options.charAt(at) == ']' ? -1 : 0;
            if (open == 0) {
                return at + 1;
            }
        }
        return afterClosed(-1, key, "bracket");
    }

    private static int afterClosed(int end, String key, String mark) {
        if (end < 0) {
            throw new UserException("The value of '" + key + "' has an opening " + mark + " that is not closed, so "
                    + "that ImageJ cannot read it; close it, or rename the file or folder.");
        }
        return end + 1;
    }
}
