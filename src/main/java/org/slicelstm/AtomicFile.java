package org.slicelstm;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/** Writes a file aside and moves it into place, so that a reader sees the old one or the whole new one. */
public final class AtomicFile {
    private static final Pattern ASIDE = Pattern.compile("\\..*\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

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
     * @throws FileSystemException naming the file and the cause, if writing fails; nothing stays behind
     */
    public static void write(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            // Not createTempFile: its files are for their owner alone, and results are shared in a lab.
            Path aside = Files.createFile(folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp"));
            try {
                content.writeTo(aside);
                Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw named(file, e);
        }
    }

    /**
     * A failure to write, with the name of the file: that of a full disk says nothing but that there is no space.
     *
     * @param file what was to be written
     * @param e    what happened
     */
    public static FileSystemException named(Path file, IOException e) {
        Throwable cause = e;
        while (cause.getCause() instanceof IOException deeper) {
            cause = deeper;
        }
        String reason = cause instanceof FileSystemException system
                ? Objects.requireNonNullElse(system.getReason(), reason(system)) : cause.getMessage();
        FileSystemException named = new FileSystemException(file.toString(), null, reason);
        named.initCause(e);
        return named;
    }

    private static String reason(FileSystemException e) {
        return e instanceof AccessDeniedException ? "permission denied"
                : e instanceof NoSuchFileException ? e.getFile() + " is not there"
                        : e instanceof FileAlreadyExistsException ? e.getFile() + " is there already"
                                : "the file system refused";
    }

    /**
     * Removes what a run that was killed left aside in a folder. Only for whoever holds the {@link OutputLock} of it:
     * another run would lose what it is writing.
     *
     * @param folder where files were being written; need not exist
     */
    public static void sweep(Path folder) throws IOException {
        sweep(folder, "");
    }

    /** The same of one file alone. */
    public static void sweepOf(Path file) throws IOException {
        sweep(file.toAbsolutePath().getParent(), "." + file.getFileName() + ".");
    }

    private static void sweep(Path folder, String start) throws IOException {
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, path -> isLeftOver(path, start))) {
                for (Path each : left) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }

    private static boolean isLeftOver(Path path, String start) {
        String name = path.getFileName().toString();
        return name.startsWith(start) && ASIDE.matcher(name).matches();
    }
}
