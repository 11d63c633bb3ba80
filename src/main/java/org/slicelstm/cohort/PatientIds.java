package org.slicelstm.cohort;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names patients so that no two of a run share a name: a table's identifier as it is; a folder's name, or where several
 * folders have that name its path below the path given; a file's name without its ending; and {@code #2}, {@code #3}
 * where that is taken. A name depends on the whole run's folders, not on what their headers say.
 */
final class PatientIds {
    /** The names of several folders or files. */
    private final Map<String, Integer> names = new HashMap<>();
    /** The paths below the path given that several paths given have. */
    private final Map<String, Integer> pathsBelow = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Set<String> rowsNamed = new HashSet<>();

    /** A folder that may give its name to a patient. */
    private record Candidate(int given, Path root, String below) { }

    /** Counts how often each name could be given. */
    PatientIds(List<Unit> units) {
        Set<Candidate> candidates = new HashSet<>();
        Unit.OfFolder before = null;
        for (Unit unit : units) {
            if (unit instanceof Unit.OfRow row) {
                taken.add(row.row().id());
            } else if (unit instanceof Unit.OfFile file) {
                names.merge(stem(file.file()), 1, Integer::sum);
            } else if (unit instanceof Unit.OfFolder folder) {
                candidates.add(new Candidate(folder.given(), folder.root(), folder.below()));
                if (before != null && before.given() == folder.given()) {
                    String common = commonFolder(before.below(), folder.below());
                    candidates.add(new Candidate(folder.given(), folder.root(), common));
                }
            }
            before = unit instanceof Unit.OfFolder folder ? folder : null;
        }
        for (Candidate each : candidates) {
            names.merge(name(each.root(), each.below()), 1, Integer::sum);
            pathsBelow.merge(pathBelow(each.root(), each.below()), 1, Integer::sum);
        }
        names.values().removeIf(count -> count == 1);
        pathsBelow.values().removeIf(count -> count == 1);
    }

    /** The deepest folder that holds both; empty for the root. */
    static String commonFolder(String below, String other) {
        String common = below;
        while (!common.isEmpty() && !other.equals(common) && !other.startsWith(common + "/")) {
            common = common.substring(0, Math.max(common.lastIndexOf('/'), 0));
        }
        return common;
    }

    String ofRow(String id) {
        return rowsNamed.add(id) ? id : unique(id);
    }

    String ofFile(Path file) {
        String stem = stem(file);
        return unique(names.containsKey(stem) ? name(file, "") : stem);
    }

    /**
     * Names a folder.
     *
     * @param root  the path as the user gave it
     * @param below the folder's path below it, with slashes; empty for the root itself
     */
    String ofFolder(Path root, String below) {
        String name = name(root, below);
        if (!names.containsKey(name)) {
            return unique(name);
        }
        String path = pathBelow(root, below);
        boolean clear = below.isEmpty() || !pathsBelow.containsKey(path);
        return unique(clear ? path : name(root, "") + "/" + path);
    }

    private String unique(String wanted) {
        String id = wanted;
        for (int number = 2; !taken.add(id); number++) {
            id = wanted + "#" + number;
        }
        return id;
    }

    private static String name(Path root, String below) {
        if (!below.isEmpty()) {
            return below.substring(below.lastIndexOf('/') + 1);
        }
        Path name = root.getFileName();
        if (name == null || List.of("", ".", "..").contains(name.toString())) {
            name = root.toAbsolutePath().normalize().getFileName();
        }
        return name == null ? root.toString() : name.toString();
    }

    private static String pathBelow(Path root, String below) {
        return below.isEmpty() ? name(root, "") : below;
    }

    /** The name without its ending; numbers at its end (IM.0001) are no ending. */
    private static String stem(Path file) {
        String name = name(file, "");
        int dot = name.lastIndexOf('.');
        return dot > 0 && name.substring(dot).matches("\\.[A-Za-z][A-Za-z0-9]{0,4}") ? name.substring(0, dot) : name;
    }
}
