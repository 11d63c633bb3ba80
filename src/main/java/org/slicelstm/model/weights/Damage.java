package org.slicelstm.model.weights;

import org.slicelstm.UserException;

/** The sentences about weight files that are not what they should be. */
final class Damage {
    private static final int LONGEST_QUOTE = 80;

    private Damage() {
    }

    /** A file whose content contradicts itself or ends too early. */
    static UserException of(String file, String what) {
        return of(file, what, null);
    }

    static UserException of(String file, String what, Throwable cause) {
        return new UserException(file + " is damaged or incomplete: " + what + "; get the file again.", cause);
    }

    /** A name from the file, shortened and without control characters, so that it cannot disturb a message. */
    static String quote(String name) {
        String plain = name.codePoints().limit(LONGEST_QUOTE)
                .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return "'" + (plain.length() < name.length() ? plain + "…" : plain) + "'";
    }
}
