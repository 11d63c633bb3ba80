package org.slicelstm.fiji;

import ij.IJ;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slicelstm.UserException;

/**
 * Checks what arrives in a command's parameters. In a macro nothing is checked by anyone else: a number may be any
 * text, a choice any word, a folder long gone.
 */
final class Parameters {
    private Parameters() {
    }

    /**
     * One of some words, in any case.
     *
     * @throws UserException if it is none of them
     */
    static String choice(String key, String text, List<String> words) {
        String given = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        if (!words.contains(given)) {
            throw new UserException("'" + key + "' is '" + text + "'; write " + String.join(", ", words) + ".");
        }
        return given;
    }

    /**
     * A whole number.
     *
     * @throws UserException if it is none, or outside of the range
     */
    static int whole(String key, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UserException(wrongNumber(key, text, least, most), e);
        }
        throw new UserException(wrongNumber(key, text, least, most));
    }

    private static String wrongNumber(String key, String text, int least, int most) {
        return "'" + key + "' is '" + text + "'; write a whole number from " + least + " to " + most + ".";
    }

    /** The text without blanks around it, or null where nothing is left. */
    static String textOrNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /**
     * A file or folder that is there; a path that is not absolute may also be one of Fiji's folder.
     *
     * @param what what it should be, such as {@code a model's folder}
     * @throws UserException if nothing is given, or nothing is there
     */
    static Path existing(String key, String text, String what) {
        if (textOrNull(text) == null) {
            throw new UserException("'" + key + "' is empty; name " + what + ".");
        }
        Path path = path(key, text);
        if (Files.exists(path)) {
            return path;
        }
        String fiji = IJ.getDirectory("imagej");
        if (!path.isAbsolute() && fiji != null && Files.exists(Path.of(fiji).resolve(path))) {
            return Path.of(fiji).resolve(path);
        }
        throw new UserException("'" + key + "' is '" + text + "', and nothing is there; name " + what + ".");
    }

    /** @throws UserException if the text cannot be a path */
    static Path path(String key, String text) {
        try {
            return Path.of(text.strip());
        } catch (InvalidPathException e) {
            throw new UserException("'" + key + "' is '" + text + "', which cannot be a path; correct it.", e);
        }
    }
}
