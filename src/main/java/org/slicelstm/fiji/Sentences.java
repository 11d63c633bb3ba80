package org.slicelstm.fiji;

import java.util.regex.Pattern;

/** Sentences of jobs name the options of the command line; in Fiji they are the keys of a command. */
final class Sentences {
    /** Not those of other programs. */
    private static final Pattern OPTION = Pattern.compile("(?<!\\S)(?<!gdcmconv )--([a-z]+(?:-[a-z]+)*)");

    private Sentences() {
    }

    /** The sentence with keys: {@code --max-slices} is {@code 'maxslices'}. */
    static String inFiji(String sentence) {
        return OPTION.matcher(sentence).replaceAll(option -> "'" + key(option.group(1)) + "'");
    }

    /** A sentence about an open image: it has slices, not files, and a dialog with words of its own. */
    static String ofOpenImage(String sentence) {
        return sentence.replaceAll("none of (\\d+) file(s?) can be used", "none of $1 slice$2 can be used")
                .replace("give --intensity hu", "set 'Pixel values are' to hu")
                .replace("or --intensity stored", "or to stored");
    }

    private static String key(String option) {
        return switch (option) {
            // A key must not end another one, as out ends dropout.
            case "out" -> "newfolder";
            case "slices-window" -> "headslices";
            default -> option.replace("-", "");
        };
    }
}
