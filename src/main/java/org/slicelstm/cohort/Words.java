package org.slicelstm.cohort;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.slicelstm.Count;

/** How files, frames and their troubles are named in reasons. */
final class Words {
    private Words() {
    }

    /** A slice as results name it: the file, and the frame where the file has several. */
    static String name(Slice slice) {
        return slice.frames() > 1 ? slice.shownAs() + ", frame " + slice.frame() : slice.shownAs();
    }

    static String count(int count, String one, String many) {
        return Count.of(count, one, many);
    }

    /** Why a file or folder cannot be opened, without repeating its name. */
    static String whyNotOpened(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "cannot be opened: it is gone, or a link that leads nowhere";
        }
        if (e instanceof AccessDeniedException) {
            return "cannot be opened: no permission to read it";
        }
        String detail = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return "cannot be opened: " + (detail == null ? "an input error" : detail);
    }
}
