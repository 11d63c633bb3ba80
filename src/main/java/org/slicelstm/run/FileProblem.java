package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.charset.Charset;

/** What went wrong with a file, in a sentence. */
public final class FileProblem {
    private FileProblem() {
    }

    /** The sentence, with the file's name and what to do where that is known. */
    public static String sentence(IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist; check the path.";
        }
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + " cannot be read or written: permission denied.";
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " exists already; name another place.";
        }
        if (e instanceof FileSystemException problem) {
            return problem.getFile() + " cannot be read or written: "
                    + (problem.getReason() == null ? "the file system refused" : problem.getReason()) + ".";
        }
        return "A file could not be read or written: " + e.getMessage() + ".";
    }

    /** Why a text cannot be a path: a character that none may have, or one that Java's locale cannot write. */
    public static String sentence(InvalidPathException e) {
        String encoding = System.getProperty("sun.jnu.encoding");
        boolean written = Charset.forName(encoding).newEncoder().canEncode(e.getInput());
        return written && e.getInput().indexOf('\uFFFD') < 0 ? "'" + e.getInput() + "' cannot be a path: "
                + e.getReason() + "."
                : "The name '" + e.getInput() + "' has characters that the locale of this process (" + encoding
                + ") cannot write; start it where LC_ALL is C.UTF-8 or another locale of UTF-8, or rename it.";
    }
}
