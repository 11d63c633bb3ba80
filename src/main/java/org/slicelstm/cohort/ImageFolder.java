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

    /** Hands on what the files below the folder hold, with the folder that they are in. */
    void read(BiConsumer<FileWalk.Folder, HeaderScan.Found> files) {
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
            FileWalk.Listing listing = FileWalk.list(folder.path(root));
            if (!listing.leftOut().isEmpty()) {
                files.accept(folder, new HeaderScan.Found(List.of(), listing.leftOut()));
            }
            for (int from = 0; from < listing.files().size(); from += AT_ONCE) {
                progress.checkCancelled();
                List<Path> some = listing.files().subList(from, Math.min(from + AT_ONCE, listing.files().size()));
                files.accept(folder, scan.read(some));
                done += some.size();
                progress.update("Reading headers", done, -1);
            }
        }
    }
}
