package org.slicelstm.fiji;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.slicelstm.UserException;
import org.slicelstm.job.RawStack;

/** What is put into the temporary folder is taken out of it. */
final class TemporaryFiles {
    private static final Duration SURELY_OVER = Duration.ofHours(1);

    private TemporaryFiles() {
    }

    /**
     * A new file for the pixels of a job. What a Fiji that was killed left of such files is deleted first: they are
     * pictures of patients.
     *
     * @param folder the temporary folder
     */
    static Path pictures(Path folder) throws IOException {
        File[] leftOver = folder.toFile().listFiles(TemporaryFiles::isLeftOver);
        for (File file : leftOver == null ? new File[0] : leftOver) {
            try {
                deleteFolder(file.toPath());
            } catch (UserException e) {
                // It belongs to somebody else: it stays, and this job goes on all the same.
                continue;
            }
        }
        return Files.createTempFile(folder, "slicelstm-" + ProcessHandle.current().pid() + "-", ".raw");
    }

    /** A new folder for the pictures that a worker writes. */
    static Path folder() throws IOException {
        return Files.createTempDirectory("slicelstm-" + ProcessHandle.current().pid() + "-");
    }

    /** By its name of a process that is gone; and old, since containers may share the folder but not the numbers. */
    private static boolean isLeftOver(File file) {
        Matcher name = RawStack.TEMPORARY.matcher(file.getName());
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
                && file.lastModified() < System.currentTimeMillis() - SURELY_OVER.toMillis();
    }

    /**
     * Deletes a file, or a folder with the files and folders in it.
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
