package org.slicelstm;

/** Something that ends a command after part of its results stand, such as a full disk. */
public final class UnfinishedException extends UserException {
    private static final long serialVersionUID = 1L;

    public UnfinishedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
