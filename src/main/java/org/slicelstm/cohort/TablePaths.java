package org.slicelstm.cohort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slicelstm.Progress;
import org.slicelstm.cohort.LeftOut.Status;

/**
 * What a path in a table means: a folder, a file, or all that a glob matches.
 *
 * @param places   files and folders in natural order, none of them inside another; empty where nothing matches
 * @param problems folders that could not be searched
 */
record TablePaths(List<Path> places, List<LeftOut> problems) {
    private static final String ANY_DEPTH = "**";
    private static final String GLOB_CHARACTERS = "*?[{";
    /** A folder, and a choice of names without any other sign of a glob. */
    private static final Pattern CHOICE = Pattern.compile("((?:.*/)?)\\{([^{}*?\\[\\]]+)}");

    /**
     * Resolves a path of a table.
     *
     * @param folder   the table's folder
     * @param text     a path relative to it, or an absolute one; where nothing has that name, a glob with {@code *},
     *                 {@code ?}, {@code [a-z]} or <code>{a,b}</code> within a name and {@code **} for folders of any
     *                 depth. Backslashes are taken for slashes where nothing is found with them.
     * @param progress asked whether to stop
     */
    static TablePaths resolve(Path folder, String text, Progress progress) {
        return resolve(folder, text, new FolderNames(), progress);
    }

    /** As {@link #resolve(Path, String, Progress)}, for many paths. */
    static TablePaths resolve(Path folder, String text, FolderNames listed, Progress progress) {
        TablePaths found = find(folder, text, listed, progress);
        boolean windows = found.places().isEmpty() && text.contains("\\");
        return windows ? find(folder, text.replace('\\', '/'), listed, progress) : found;
    }

    /** Whether a path can only mean the one file or folder of that name. */
    static boolean isPlain(String text) {
        return text.chars().noneMatch(c -> (GLOB_CHARACTERS + "\\").indexOf(c) >= 0) && isPath(text);
    }

    private static boolean isPath(String text) {
        try {
            Path.of(text);
            return true;
        } catch (InvalidPathException e) {
            // Characters that no file has in its name here.
            return false;
        }
    }

    private static TablePaths find(Path folder, String text, FolderNames listed, Progress progress) {
        Optional<Path> plain = existing(folder, text, listed);
        if (plain.isPresent()) {
            return new TablePaths(List.of(plain.get()), List.of());
        }
        Matcher choice = CHOICE.matcher(text);
        if (choice.matches()) {
            Optional<Path> start = existing(folder, choice.group(1), listed);
            if (start.isPresent()) {
                return choice(start.get(), choice.group(2).split(","), listed);
            }
        }
        int glob = 0;
        while (glob < text.length() && GLOB_CHARACTERS.indexOf(text.charAt(glob)) < 0) {
            glob++;
        }
        int slash = text.lastIndexOf('/', glob);
        String start = text.substring(0, slash + 1);
        Optional<Path> begin = glob == text.length() ? Optional.empty() : existing(folder, start, listed);
        if (begin.isEmpty()) {
            return new TablePaths(List.of(), List.of());
        }
        Search search = new Search(text.substring(slash + 1).split("/+"), listed, progress);
        search.expand(begin.get(), 0);
        return new TablePaths(outermost(search.found), search.problems);
    }

    /** Looks each name up: the folder may hold a hundred thousand files, and a table as many such rows. */
    private static TablePaths choice(Path folder, String[] names, FolderNames listed) {
        Set<Path> found = new LinkedHashSet<>();
        for (String name : names) {
            if (!name.isEmpty()) {
                existing(folder, name, listed).ifPresent(found::add);
            }
        }
        return new TablePaths(outermost(found), List.of());
    }

    /** The file or folder of a name, whatever its accents are composed of. */
    private static Optional<Path> existing(Path folder, String text, FolderNames listed) {
        try {
            Path path = folder.resolve(text);
            if (Files.exists(path)) {
                return Optional.of(path);
            }
            return text.chars().allMatch(c -> c < 128) ? Optional.empty() : spelt(folder, path, text, listed);
        } catch (InvalidPathException e) {
            // Characters that no file has in its name here, such as * on Windows.
            return Optional.empty();
        }
    }

    /** Follows a path name by name: each may be composed in its own way. */
    private static Optional<Path> spelt(Path folder, Path path, String text, FolderNames listed) {
        Path names = Path.of(text);
        Path at = path.isAbsolute() && names.isAbsolute() ? path.getRoot() : folder;
        try {
            for (Path name : names) {
                Path next = at.resolve(name);
                at = Files.exists(next) ? next : listed.named(at, name.toString());
                if (at == null) {
                    return Optional.empty();
                }
            }
            return Optional.of(at);
        } catch (IOException e) {
            // Not a folder, or not to be opened: there is no such path.
            return Optional.empty();
        }
    }

    private static List<Path> outermost(Set<Path> found) {
        List<Path> outermost = new ArrayList<>();
        for (Path path : found) {
            Path above = path.getParent();
            while (above != null && !found.contains(above)) {
                above = above.getParent();
            }
            if (above == null) {
                outermost.add(path);
            }
        }
        outermost.sort(Comparator.comparing(Path::toString, NaturalOrder.INSTANCE));
        return outermost;
    }

    /** Follows a glob name by name, so that only folders that matter are listed. */
    private static final class Search {
        private final String[] names;
        private final FolderNames listed;
        private final Progress progress;
        private final Set<Path> found = new LinkedHashSet<>();
        private final List<LeftOut> problems = new ArrayList<>();

        Search(String[] names, FolderNames listed, Progress progress) {
            this.names = names;
            this.listed = listed;
            this.progress = progress;
        }

        void expand(Path at, int next) {
            progress.checkCancelled();
            if (next == names.length) {
                found.add(at);
            } else if (Files.isDirectory(at)) {
                List<Path> matches = names[next].equals(ANY_DEPTH) ? atAnyDepth(at) : matches(at, names[next]);
                matches.forEach(match -> expand(match, next + 1));
            }
        }

        private List<Path> atAnyDepth(Path folder) {
            Set<String> below = new LinkedHashSet<>();
            for (FileWalk.Folder each : FileWalk.folders(folder, progress)) {
                problems.addAll(each.problems());
                for (int end = each.below().length(); end > 0; end = each.below().lastIndexOf('/', end - 1)) {
                    below.add(each.below().substring(0, end));
                }
            }
            List<Path> folders = new ArrayList<>(List.of(folder));
            below.forEach(name -> folders.add(folder.resolve(name)));
            return folders;
        }

        private List<Path> matches(Path folder, String glob) {
            try {
                return listed.matching(folder, glob);
            } catch (IOException e) {
                problems.add(FileWalk.folderNotOpened(folder, e));
            } catch (PatternSyntaxException e) {
                problems.add(LeftOut.file(folder.toString(), Status.REFUSED,
                        "cannot be searched for '" + glob + "': " + e.getDescription()));
            }
            return List.of();
        }
    }
}
