package org.slicelstm.fiji;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slicelstm.UserException;

/** What is put into the temporary folder is taken out of it. */
final class TemporaryFiles {
    private TemporaryFiles() {
    }

    /**
     * Deletes a file.
     *
     * @param file may be null or gone
     * @throws UserException if it cannot be deleted
     */
    static void delete(Path file) {
        if (file == null) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UserException("The temporary file " + file + " cannot be deleted; delete it yourself.", e);
        }
    }
}
