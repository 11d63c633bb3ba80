package org.slicelstm.cohort;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slicelstm.Progress;
import org.slicelstm.cohort.LeftOut.Status;

/**
 * Finds the folders below a path that directly hold files. Keeps only their names, so that a large tree costs little;
 * {@link #list} lists the files of one of them when its turn comes. Links to folders are followed unless they lead to
 * what is walked anyway, so the walk ends and reads nothing twice.
 */
final class FileWalk {
    /** What macOS puts beside the folders of an archive. */
    private static final String MAC_ARCHIVE = "__MACOSX";

    /**
     * A folder that holds files, is empty, cannot be opened, or has something in it that is not entered.
     *
     * @param below      its path below the root, with slashes; empty for the root itself
     * @param hasFolders whether there are further such folders below it
     * @param problems   what of it is not entered
     */
    record Folder(String below, boolean hasFolders, List<LeftOut> problems) {
        Path path(Path root) {
            return root.resolve(below);
        }
    }

    /**
     * The files of a folder in natural order.
     *
     * @param files   ordinary files
     * @param leftOut pipes, devices, links that lead nowhere
     */
    record Listing(List<Path> files, List<LeftOut> leftOut) { }

    private final Path root;
    private final Progress progress;
    private final List<Path> entered = new ArrayList<>();
    private final List<Folder> folders = new ArrayList<>();

    private FileWalk(Path root, Progress progress) {
        this.root = root;
        this.progress = progress;
    }

    /**
     * The folders at or below the root that may be patients, a folder before those in it, else in natural order. Hidden
     * folders (.git) are passed over.
     */
    static List<Folder> folders(Path root, Progress progress) {
        FileWalk walk = new FileWalk(root, progress);
        try {
            walk.entered.add(root.toRealPath());
        } catch (IOException e) {
            // It may be a patient all the same: listing it says why it is not.
            return List.of(new Folder("", false, List.of()));
        }
        walk.visit("", List.of());
        return walk.folders;
    }

    /** @param beside what lies beside the folder and is left out for its sake */
    private void visit(String below, List<LeftOut> beside) {
        progress.checkCancelled();
        List<String> subfolders = new ArrayList<>();
        List<LeftOut> problems = new ArrayList<>(beside);
        boolean hasFiles;
        try {
            hasFiles = survey(root.resolve(below), subfolders, problems);
        } catch (IOException e) {
            // Here too the listing says why.
            folders.add(new Folder(below, false, problems));
            return;
        }
        subfolders.sort(NaturalOrder.INSTANCE);
        List<String> bone = WindowFolders.bone(root.resolve(below), subfolders);
        subfolders.removeAll(bone);
        int place = folders.size();
        for (String name : subfolders) {
            String deeper = below.isEmpty() ? name : below + "/" + name;
            if (isNew(root.resolve(deeper), problems)) {
                visit(deeper, !WindowFolders.isBrain(name) ? List.of() : bone.stream()
                        .map(each -> WindowFolders.leftOut(root.resolve(below).resolve(each))).toList());
            }
        }
        boolean hasFolders = folders.size() > place;
        if (hasFiles || !problems.isEmpty() || !hasFolders) {
            folders.add(place, new Folder(below, hasFolders, List.copyOf(problems)));
            progress.update("Looking for patients", folders.size(), -1);
        }
    }

    /** Tells whether a folder holds files, and collects the names of the folders in it that can be written. */
    private static boolean survey(Path folder, List<String> subfolders, List<LeftOut> problems) throws IOException {
        boolean hasFiles = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!Files.isDirectory(entry)) {
                    hasFiles = true;
                } else if (entry.getFileName().toString().indexOf('\uFFFD') >= 0) {
                    problems.add(LeftOut.file(entry.toString(), Status.REFUSED, "a folder whose name has characters "
                            + "that the locale (" + System.getProperty("sun.jnu.encoding") + ") cannot write; rename "
                            + "it, or set LC_ALL to C.UTF-8 or another locale of UTF-8"));
                } else if (!isHidden(entry)) {
                    subfolders.add(entry.getFileName().toString());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return hasFiles;
    }

    private static boolean isHidden(Path folder) {
        String name = folder.getFileName().toString();
        return name.startsWith(".") || name.equals(MAC_ARCHIVE);
    }

    /** Folders are new unless they are links to, above or below what is walked already. */
    private boolean isNew(Path folder, List<LeftOut> problems) {
        Path target;
        try {
            BasicFileAttributes itself =
                    Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            // "Other" are the junctions of Windows.
            if (!itself.isSymbolicLink() && !itself.isOther()) {
                return true;
            }
            target = folder.toRealPath();
        } catch (IOException e) {
            problems.add(folderNotOpened(folder, e));
            return false;
        }
        for (Path known : entered) {
            if (target.startsWith(known) || known.startsWith(target)) {
                problems.add(LeftOut.file(folder.toString(), Status.LEFT_OUT,
                        "a link to a folder that is read in its own place, or to one above it (a loop)"));
                return false;
            }
        }
        entered.add(target);
        return true;
    }

    /** The files that lie directly in a folder, hidden ones too. */
    static Listing list(Path folder) {
        List<Path> files = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> sort(entry, files, leftOut));
        } catch (DirectoryIteratorException e) {
            leftOut.add(folderNotOpened(folder, e.getCause()));
        } catch (IOException e) {
            leftOut.add(folderNotOpened(folder, e));
        }
        files.sort(Comparator.comparing(Path::toString, NaturalOrder.INSTANCE));
        return new Listing(files, leftOut);
    }

    /** Puts one path among the files or among what is left out; folders are neither. */
    static void sort(Path entry, List<Path> files, List<LeftOut> leftOut) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                files.add(entry);
            } else if (!attributes.isDirectory()) {
                leftOut.add(LeftOut.file(entry.toString(), Status.LEFT_OUT,
                        "not an ordinary file: a pipe, a socket or a device"));
            }
        } catch (IOException e) {
            leftOut.add(LeftOut.file(entry.toString(), Status.REFUSED, Words.whyNotOpened(e)));
        }
    }

    /** A folder that cannot be opened, and why. */
    static LeftOut folderNotOpened(Path folder, IOException e) {
        return LeftOut.file(folder.toString(), Status.REFUSED, "a folder that " + Words.whyNotOpened(e));
    }
}
