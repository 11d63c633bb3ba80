package org.slicelstm.cohort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slicelstm.Progress;
import org.slicelstm.UserException;

/** What the rows of a table point to, and which of them point to the same pictures. */
final class RowPlaces {
    private final UnaryOperator<Path> identity;
    /** The first row of each file or folder that a row names. */
    private final Map<Path, Owner> owners = new HashMap<>();
    private final Map<Owner, List<Path>> places = new LinkedHashMap<>();

    /** A row, and the patient that it names. */
    record Owner(int row, String id) { }

    /** @param identity what two paths of one file have in common */
    RowPlaces(UnaryOperator<Path> identity) {
        this.identity = identity;
    }

    /**
     * Requires that no two rows of a table point to the same pictures, of whose patients one would be mixed with the
     * other's slices. A path that is no pattern is not looked up: a table of many rows costs no more than its text.
     *
     * @param images the folder to which paths are relative, instead of the table's
     * @throws UserException naming the rows
     */
    static void requireApart(PatientTable table, Optional<Path> images, Progress progress) {
        RowPlaces places = new RowPlaces(path -> SameName.key(path.toAbsolutePath().normalize()));
        FolderNames names = new FolderNames();
        for (PatientTable.Row row : table.rows()) {
            progress.checkCancelled();
            String path = images.map(folder -> LabelledTable.below(folder, row.path())).orElse(row.path());
            places.add(row.number(), row.id(), TablePaths.isPlain(path) ? List.of(table.folder().resolve(path))
                    : TablePaths.resolve(table.folder(), path, names, progress).places());
        }
        TableProblems problems = new TableProblems(table.file(), "cannot be used");
        places.tellShared(problems);
        problems.throwIfAny();
    }

    /** Adds a row with the files and folders that its path means. */
    void add(int row, String id, List<Path> found) {
        Owner owner = new Owner(row, id);
        List<Path> known = found.stream().map(identity).toList();
        known.forEach(place -> owners.putIfAbsent(place, owner));
        places.put(owner, known);
    }

    /** Tells of each row that shares pictures with another. */
    void tellShared(TableProblems problems) {
        places.forEach((row, found) -> found.stream().flatMap(place -> above(place).stream())
                .filter(owner -> owner.row() != row.row()).findFirst()
                .ifPresent(owner -> tellShared(row, owner, problems)));
    }

    private static void tellShared(Owner one, Owner other, TableProblems problems) {
        List<Owner> both = Stream.of(one, other).sorted(Comparator.comparingInt(Owner::row)).toList();
        problems.rows(both.stream().map(Owner::row).toList(), "point to the same pictures ('" + both.get(0).id()
                + "' and '" + both.get(1).id() + "'); a picture is of one patient");
    }

    /** Whether a row names a file or a folder above it. */
    boolean hasOwner(Path path) {
        return !above(identity.apply(path)).isEmpty();
    }

    private List<Owner> above(Path path) {
        List<Owner> found = new ArrayList<>();
        for (Path above = path; above != null; above = above.getParent()) {
            if (owners.containsKey(above)) {
                found.add(owners.get(above));
            }
        }
        return found;
    }
}
