package org.slicelstm.train;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slicelstm.UserException;

/**
 * Features on disk, a file for each patient and variation, in one folder that several runs may share: files are moved
 * into place whole, nothing is locked, and a file that is gone or damaged is computed again. Beyond its size limit the
 * files that were used longest ago are deleted. The folder may be deleted at any time. Safe to use from several threads.
 */
public final class FeatureCache {
    static final String ENDING = ".features";

    /** What an interrupted run left behind is older than any write takes. */
    private static final Duration ABANDONED = Duration.ofDays(1);
    /** A file that was marked as used a moment ago need not be marked again. */
    private static final Duration MARKED = Duration.ofMinutes(1);
    /** Eviction goes a little below the limit, so that it is not needed for every file. */
    private static final double KEPT = .9;
    /** Other runs write too: look at the folder again after writing this part of the limit. */
    private static final double LOOK_AGAIN = .1;

    private final Path folder;
    private final long limit;
    private long bytesSinceLook;
    private boolean looked;

    private FeatureCache(Path folder, long limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /**
     * A cache in a folder.
     *
     * @param folder made when the first file is written
     * @param limit  bytes that its files may have together
     */
    public static FeatureCache in(Path folder, long limit) {
        return new FeatureCache(folder, limit);
    }

    /** No cache: finds nothing and writes nothing, as where every epoch draws afresh. */
    public static FeatureCache none() {
        return new FeatureCache(null, 0);
    }

    /** The features of a key, where they are there and whole; a damaged file is deleted. */
    public Optional<Features> get(FeatureKey key) {
        if (folder == null) {
            return Optional.empty();
        }
        Path file = folder.resolve(key.fileName());
        try {
            Optional<Features> features = FeatureFile.read(file, key.sha256());
            if (features.isPresent()) {
                mark(file);
            } else {
                delete(file);
            }
            return features;
        } catch (IOException e) {
            // Not there, just deleted by another run, or lost with the network: all the same to who can compute it.
            return Optional.empty();
        }
    }

    /**
     * Keeps features.
     *
     * @throws UserException if the folder cannot be written
     */
    public void put(FeatureKey key, Features features) {
        long bytes = FeatureFile.bytes(features);
        if (folder == null || bytes > limit * KEPT) {
            return;
        }
        try {
            FeatureFile.write(folder.resolve(key.fileName()), key.sha256(), features);
            makeRoom(bytes);
        } catch (IOException e) {
            throw new UserException("The feature cache '" + folder + "' cannot be written; make room there, choose another "
                    + "folder, or train with --augment-draws 0, which keeps nothing.", e);
        }
    }

    /** Deletes all files of the cache and leaves others in the folder alone. */
    public void clear() throws IOException {
        if (folder != null && Files.isDirectory(folder)) {
            for (Entry each : entries()) {
                Files.deleteIfExists(each.file());
            }
        }
    }

    /** A file of the cache, or one that was being written. */
    private record Entry(Path file, long bytes, FileTime used) { }

    private synchronized void makeRoom(long written) throws IOException {
        bytesSinceLook += written;
        if (looked && bytesSinceLook < limit * LOOK_AGAIN) {
            return;
        }
        looked = true;
        bytesSinceLook = 0;
        List<Entry> entries = new ArrayList<>(entries());
        Instant abandoned = Instant.now().minus(ABANDONED);
        for (Entry each : entries) {
            if (!isFeatures(each) && each.used().toInstant().isBefore(abandoned)) {
                delete(each.file());
            }
        }
        entries.removeIf(each -> !isFeatures(each));
        long bytes = entries.stream().mapToLong(Entry::bytes).sum();
        if (bytes <= limit * KEPT) {
            return;
        }
        entries.sort(Comparator.comparing(Entry::used));
        for (Entry each : entries) {
            if (bytes <= limit * KEPT) {
                break;
            }
            delete(each.file());
            bytes -= each.bytes();
        }
    }

    private static boolean isFeatures(Entry entry) {
        return entry.file().getFileName().toString().endsWith(ENDING);
    }

    /** The files of the cache and those aside; what disappears meanwhile is passed over. */
    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING + "*")) {
            for (Path file : files) {
                try {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    entries.add(new Entry(file, attributes.size(), attributes.lastModifiedTime()));
                } catch (NoSuchFileException e) {
                    // Another run deleted it.
                    continue;
                }
            }
        }
        return entries;
    }

    /** The time of the last change stands for that of the last use. */
    private static void mark(Path file) {
        try {
            Instant now = Instant.now();
            if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(MARKED))) {
                Files.setLastModifiedTime(file, FileTime.from(now));
            }
        } catch (IOException e) {
            // Gone, or a folder that may only be read: then it is deleted sooner, nothing worse.
            return;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Open elsewhere, or a folder that may only be read: the next look tries again.
            return;
        }
    }
}
