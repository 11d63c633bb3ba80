package org.slicelstm;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Fills a new folder aside and moves it into place, so that it is whole or absent. */
public final class AtomicFolder {
    /** Held by whoever fills a draft. */
    private static final String LOCK = "lock";

    private AtomicFolder() {
    }

    /** What fills the folder. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Path aside) throws IOException;
    }

    /**
     * Writes a folder.
     *
     * @param folder  where; must be absent or an empty folder
     * @param content fills the empty folder it is handed
     * @throws UserException if there is something at that place already
     * @throws IOException   if writing fails; nothing stays behind
     */
    public static void write(Path folder, Content content) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        refuseExisting(folder, target);
        Files.createDirectories(target.getParent());
        sweep(target);
        Path draft = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-");
        try (FileChannel alive = FileChannel.open(draft.resolve(LOCK), StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            lock(alive);
            // The temporary folder is its owner's alone; the one inside has the user's usual permissions.
            Path inside = Files.createDirectory(draft.resolve("folder"));
            content.writeTo(inside);
            refuseExisting(folder, target);
            Files.deleteIfExists(target);
            Files.move(inside, target);
        } catch (IOException e) {
            throw e instanceof FileSystemException ? e : AtomicFile.named(folder, e);
        } finally {
            deleteTree(draft);
        }
    }

    /** Whether nobody else has the lock, as far as the file system tells. */
    private static boolean lock(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException | IOException e) {
            return false;
        }
    }

    /** Removes drafts of this folder that killed runs left: those whose lock nobody holds. */
    private static void sweep(Path target) throws IOException {
        String start = "." + target.getFileName() + "-";
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(target.getParent(),
                path -> path.getFileName().toString().startsWith(start)
                        && path.getFileName().toString().substring(start.length()).matches("\\d+"))) {
            beside.forEach(left::add);
        }
        for (Path each : left) {
            Path lock = each.resolve(LOCK);
            if (Files.isRegularFile(lock)) {
                boolean dead;
                try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
                    dead = lock(channel);
                }
                if (dead) {
                    deleteTree(each);
                }
            }
        }
    }

    private static void refuseExisting(Path folder, Path target) throws IOException {
        if (target.getParent() == null) {
            throw new UserException("'" + folder + "' cannot be a new folder; name one below it.");
        }
        if (Files.isDirectory(target)) {
            try (Stream<Path> content = Files.list(target)) {
                if (content.findAny().isEmpty()) {
                    return;
                }
            }
            throw new UserException("The folder '" + folder
                    + "' is not empty; name a new folder, or remove that one first.");
        }
        if (Files.exists(target)) {
            throw new UserException("'" + folder + "' is a file; name a new folder.");
        }
    }

    private static void deleteTree(Path root) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(root)) {
            all = new ArrayList<>(walk.toList());
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.deleteIfExists(all.get(i));
        }
    }
}
