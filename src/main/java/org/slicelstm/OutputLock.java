package org.slicelstm;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps two runs from writing one output, which would lose the rows of one of them without a word. The lock is held on a
 * file of its own beside the output, {@code .NAME.lock}, which stays and is never replaced: a lock on a file that is
 * moved away protects nobody. It ends with the process, however that ends. Some network folders take locks and keep
 * nobody out; {@link #isKept} tells where the file system refuses them.
 */
public final class OutputLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private OutputLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock of an output.
     *
     * @param output a file or folder, there or not; the folder that holds it is made where it is missing
     * @throws UserException if another run, of this process or another one, is writing it
     */
    public static OutputLock of(Path output) throws IOException {
        Path target = output.toAbsolutePath().normalize();
        Path folder = target.getParent() == null ? target : target.getParent();
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(folder.resolve("." + target.getFileName() + ".lock"),
                StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw taken(output, null);
            }
            return new OutputLock(channel, lock);
        } catch (OverlappingFileLockException e) {
            // On some systems this gives up the lock of the other run too: of processes, never of one, there are many.
            channel.close();
            throw taken(output, e);
        } catch (IOException e) {
            // A file system without locks: the run goes on as it would have without this class.
            channel.close();
            return new OutputLock(channel, null);
        }
    }

    private static UserException taken(Path output, Exception cause) {
        return new UserException("Another run is writing '" + output + "'; wait until it has ended, or name another "
                + "place.", cause);
    }

    /** Whether the file system keeps locks. */
    public boolean isKept() {
        return lock != null;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
