package org.slicelstm.cohort;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What folders hold, kept while a table is checked: ten thousand rows with patterns for one folder of a million files
 * list it once, and each looks only at names that begin as its pattern does.
 */
final class FolderNames {
    private static final Comparator<Name> BY_KEY = Comparator.comparing(Name::key);

    private final Map<Path, List<Name>> known = new HashMap<>();

    /** A name as it is compared, and as it is on the disk. */
    private record Name(String key, Path entry) { }

    /**
     * The entries of a folder whose names match a glob; accents match however they are composed.
     *
     * @throws java.util.regex.PatternSyntaxException if the glob is none
     */
    List<Path> matching(Path folder, String glob) throws IOException {
        String pattern = SameName.key(glob);
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        List<Name> names = names(folder);
        String start = pattern.substring(0, literal(pattern));
        int at = start.isEmpty() ? 0 : first(names, start);
        List<Path> matching = new ArrayList<>();
        for (; at < names.size() && names.get(at).key().startsWith(start); at++) {
            Path name = names.get(at).entry().getFileName();
            if (matcher.matches(SameName.key(name))) {
                matching.add(names.get(at).entry());
            }
        }
        return matching;
    }

    /** The entry of a folder with a name, whatever its accents are composed of; null where there is none. */
    Path named(Path folder, String name) throws IOException {
        String key = SameName.key(name);
        List<Name> names = names(folder);
        int at = first(names, key);
        return at < names.size() && names.get(at).key().equals(key) ? names.get(at).entry() : null;
    }

    private static int literal(String glob) {
        int end = 0;
        while (end < glob.length() && "*?[]{}\\".indexOf(glob.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** Place of the first name that is not before a text. */
    private static int first(List<Name> names, String text) {
        int low = 0;
        int high = names.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (names.get(middle).key().compareTo(text) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private List<Name> names(Path folder) throws IOException {
        List<Name> names = known.get(folder);
        if (names == null) {
            names = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    names.add(new Name(SameName.key(entry.getFileName().toString()), entry));
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            names.sort(BY_KEY.thenComparing(Name::entry));
            known.put(folder, names);
        }
        return names;
    }
}
