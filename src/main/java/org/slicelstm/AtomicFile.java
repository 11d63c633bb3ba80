package org.slicelstm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes a file aside and moves it into place, so that a reader sees the old one or the whole new one. */
public final class AtomicFile {
    private AtomicFile() {
    }

    /** What fills the file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Path aside) throws IOException;
    }

    /**
     * Writes a file; its folder is made where it is missing.
     *
     * @param file    the file, replaced where it exists
     * @param content fills the empty file it is handed
     * @throws IOException if writing fails; nothing stays behind
     */
    public static void write(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // Not createTempFile: its files are for their owner alone, and results are shared in a lab.
        Path aside = Files.createFile(folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp"));
        try {
            content.writeTo(aside);
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
