package org.slicelstm;

import java.nio.file.Files;
import java.nio.file.Path;

/** Checks files that users name before they are opened: opening a pipe waits for whoever writes it, perhaps for ever. */
public final class OrdinaryFile {
    private OrdinaryFile() {
    }

    /**
     * Refuses what is there and is no ordinary file; what is not there is told by whoever opens it.
     *
     * @throws UserException naming the file, if it is a folder, a pipe, a socket or a device
     */
    public static void require(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new UserException("'" + file + "' is " + (Files.isDirectory(file) ? "a folder"
                    : "a pipe, a socket or a device") + "; name an ordinary file.");
        }
    }
}
