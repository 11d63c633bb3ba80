package org.slicelstm;

/**
 * Something the user can put right. The message is one sentence that names the file, row or setting, says what is
 * wrong and what to do; it is shown as it is, without a stack trace.
 */
public class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserException(String sentence) {
        super(sentence);
    }

    public UserException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
