package org.slicelstm;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something the user can put right. The message is one sentence that names the file, row or setting, says what is
 * wrong and what to do; it is shown as it is, without a stack trace. Control characters of names in it are escaped.
 */
public class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserException(String sentence) {
        this(sentence, null);
    }

    public UserException(String sentence, Throwable cause) {
        this(List.of(sentence), cause);
    }

    /**
     * Several things at once.
     *
     * @param lines the sentence, and below it what it announces
     */
    public UserException(List<String> lines, Throwable cause) {
        super(lines.stream().map(PlainText::escape).collect(Collectors.joining("\n")), cause);
    }
}
