package org.slicelstm.fiji;

import ij.IJ;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slicelstm.UserException;
import org.slicelstm.job.Job;

/**
 * Checks what arrives in a command's parameters. In a macro nothing is checked by anyone else: a number may be any
 * text, a choice any word, a folder long gone.
 */
final class Parameters {
    private static final int MOST_SLICES = 1_000_000;

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

    /** A whole number, or null where nothing is given. */
    static Integer wholeOrNull(String key, String text, int least, int most) {
        return textOrNull(text) == null ? null : whole(key, text, least, most);
    }

    /**
     * A number with a point, whatever the language of the machine.
     *
     * @throws UserException if it is none, or outside of the range
     */
    static double decimal(String key, String text, double least, double most) {
        String wrong = "'" + key + "' is '" + text + "'; write a number from " + least + " to " + most
                + ", with a point.";
        try {
            double number = Double.parseDouble(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UserException(wrong, e);
        }
        throw new UserException(wrong);
    }

    /** A number, or null where nothing is given. */
    static Double decimalOrNull(String key, String text, double least, double most) {
        return textOrNull(text) == null ? null : decimal(key, text, least, most);
    }

    /** Yes or no, or null where nothing is given. */
    static Boolean yesOrNull(String key, String text) {
        return textOrNull(text) == null ? null : choice(key, text, List.of("true", "false")).equals("true");
    }

    /** What joins the slices; null where nothing is given. */
    static Job.Head headOrNull(String head, String headslices) {
        Integer most = wholeOrNull("headslices", headslices, 1, MOST_SLICES);
        return textOrNull(head) == null && most == null ? null : new Job.Head(textOrNull(head), most);
    }

    /** The words between commas; none where nothing is given. */
    static List<String> list(String text) {
        return textOrNull(text) == null ? List.of()
                : Arrays.stream(text.split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
    }

    /**
     * A path that is to be written.
     *
     * @param what what it will be, such as {@code a new folder}
     * @throws UserException if nothing is given, or no path
     */
    static String written(String key, String text, String what) {
        if (textOrNull(text) == null) {
            throw new UserException("'" + key + "' is empty; name " + what + ".");
        }
        return path(key, text).toString();
    }

    /** A file or folder that is there, or null where nothing is given. */
    static String existingOrNull(String key, String text, String what) {
        return textOrNull(text) == null ? null : existing(key, text, what).toString();
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
