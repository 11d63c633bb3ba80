package org.slicelstm.cohort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.slicelstm.Progress;
import org.slicelstm.UserException;

/**
 * A folder of pictures of any depth whose headers are read a few thousand at a time.
 *
 * @param root     the folder
 * @param reader   recognises slices
 * @param executor runs the reading of single files
 * @param progress told how many files were looked at, and asked whether to stop
 */
public record ImageFolder(Path root, HeaderReader reader, Executor executor, Progress progress) {
    private static final int AT_ONCE = 4096;

    /** @throws UserException if there is no such folder */
    public ImageFolder {
        if (!Files.isDirectory(root)) {
            throw new UserException("There is no folder '" + root + "'; give the folder of the pictures by --images.");
        }
    }

    /** The folders of any depth that hold files or are empty. */
    List<FileWalk.Folder> folders() {
        return FileWalk.folders(root, progress);
    }

    /** Hands on the slices below the folder, with the folder that holds them; what is no slice is passed over. */
    void read(BiConsumer<FileWalk.Folder, List<Slice>> slices) {
        HeaderScan scan = new HeaderScan(reader, executor, new Progress() {
            @Override
            public void update(String what, long done, long total) {
                // Told for the whole folder below.
            }

            @Override
            public boolean isCancelled() {
                return progress.isCancelled();
            }
        });
        long done = 0;
        for (FileWalk.Folder folder : folders()) {
            List<Path> files = FileWalk.list(folder.path(root)).files();
            for (int from = 0; from < files.size(); from += AT_ONCE) {
                progress.checkCancelled();
                List<Path> some = files.subList(from, Math.min(from + AT_ONCE, files.size()));
                slices.accept(folder, scan.read(some).slices());
                done += some.size();
                progress.update("Reading headers", done, -1);
            }
        }
    }
}
