package org.slicelstm.run.doctor;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slicelstm.run.doctor.Facts.Folder;
import org.slicelstm.run.doctor.Facts.Leftovers;

/** Looks at folders, and removes what earlier versions left in them. */
public final class Disk {
    /** Folders of JavaCPP's cache are named after the jar that they were unpacked from. */
    private static final String OURS = "(tensorflow-core-native|cuda)-\\d.*\\.jar";

    private Disk() {
    }

    /**
     * Looks at a folder.
     *
     * @param what what it is for
     * @param used bytes in it, or −1 where it is not SliceLSTM's alone
     */
    public static Folder folder(String what, Path path, long used) throws IOException {
        Path there = path.toAbsolutePath();
        while (!Files.isDirectory(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return new Folder(what, path, used, Files.getFileStore(there).getUsableSpace(), isWritable(there));
    }

    /** By trying: rights alone do not tell it on a network drive. */
    private static boolean isWritable(Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, ".slicelstm-", ".try"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Bytes of all files in a folder or of a file; links do not count, nor what cannot be read or is gone. */
    public static long bytes(Path path) throws IOException {
        AtomicLong sum = new AtomicLong();
        if (Files.exists(path)) {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                    sum.addAndGet(about.isRegularFile() ? about.size() : 0);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return sum.get();
    }

    /**
     * Unpacked libraries that this version does not use; folders of other programs' libraries are none.
     *
     * @param cache where native libraries are unpacked to
     * @param used  names of the jars that this version unpacks
     */
    public static List<Path> oldLibraries(Path cache, List<String> used) throws IOException {
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(cache)) {
            return found.filter(each -> each.getFileName().toString().matches(OURS)
                    && !used.contains(each.getFileName().toString()) && Files.isDirectory(each)).sorted().toList();
        }
    }

    /** What such folders are called and how big they are. */
    public static Leftovers leftovers(List<Path> folders) throws IOException {
        long sum = 0;
        for (Path each : folders) {
            sum += bytes(each);
        }
        return new Leftovers(folders.stream().map(each -> each.getFileName().toString()).toList(), sum);
    }

    /**
     * Removes a folder with all that is in it; links are removed and not followed.
     *
     * @return how many bytes became free
     * @throws IOException if something in it cannot be removed
     */
    public static long remove(Path folder) throws IOException {
        long bytes = bytes(folder);
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        return bytes;
    }
}
