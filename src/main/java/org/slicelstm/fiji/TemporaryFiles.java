package org.slicelstm.fiji;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slicelstm.UserException;

/** What is put into the temporary folder is taken out of it. */
final class TemporaryFiles {
    private TemporaryFiles() {
    }

    /**
     * Deletes a folder with the files and folders in it.
     *
     * @throws UserException if that cannot be done
     */
    static void deleteFolder(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            found.sorted(Comparator.reverseOrder()).forEach(TemporaryFiles::delete);
        } catch (IOException | UncheckedIOException e) {
            throw new UserException("The temporary folder " + folder + " cannot be deleted; delete it yourself.", e);
        }
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
