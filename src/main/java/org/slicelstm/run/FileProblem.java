package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

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
}
