package org.slicelstm.cohort;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
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
        TablePaths found = find(folder, text, progress);
        boolean windows = found.places().isEmpty() && text.contains("\\");
        return windows ? find(folder, text.replace('\\', '/'), progress) : found;
    }

    private static TablePaths find(Path folder, String text, Progress progress) {
        if (exists(folder, text)) {
            return new TablePaths(List.of(folder.resolve(text)), List.of());
        }
        Matcher choice = CHOICE.matcher(text);
        if (choice.matches() && exists(folder, choice.group(1))) {
            return choice(folder, choice.group(1), choice.group(2).split(","));
        }
        int glob = 0;
        while (glob < text.length() && GLOB_CHARACTERS.indexOf(text.charAt(glob)) < 0) {
            glob++;
        }
        int slash = text.lastIndexOf('/', glob);
        String start = text.substring(0, slash + 1);
        if (glob == text.length() || !exists(folder, start)) {
            return new TablePaths(List.of(), List.of());
        }
        Search search = new Search(text.substring(slash + 1).split("/+"), progress);
        search.expand(folder.resolve(start), 0);
        return new TablePaths(outermost(search.found), search.problems);
    }

    /** Looks each name up: the folder may hold a hundred thousand files, and a table as many such rows. */
    private static TablePaths choice(Path folder, String start, String[] names) {
        Set<Path> found = new LinkedHashSet<>();
        for (String name : names) {
            if (!name.isEmpty() && exists(folder, start + name)) {
                found.add(folder.resolve(start + name));
            }
        }
        return new TablePaths(outermost(found), List.of());
    }

    private static boolean exists(Path folder, String text) {
        try {
            return Files.exists(folder.resolve(text));
        } catch (InvalidPathException e) {
            // Characters that no file has in its name here, such as * on Windows.
            return false;
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
        private final Progress progress;
        private final Set<Path> found = new LinkedHashSet<>();
        private final List<LeftOut> problems = new ArrayList<>();

        Search(String[] names, Progress progress) {
            this.names = names;
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
            List<Path> matches = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
                entries.forEach(matches::add);
            } catch (DirectoryIteratorException e) {
                problems.add(FileWalk.folderNotOpened(folder, e.getCause()));
            } catch (IOException e) {
                problems.add(FileWalk.folderNotOpened(folder, e));
            } catch (PatternSyntaxException e) {
                problems.add(LeftOut.file(folder.toString(), Status.REFUSED,
                        "cannot be searched for '" + glob + "': " + e.getDescription()));
            }
            return matches;
        }
    }
}
