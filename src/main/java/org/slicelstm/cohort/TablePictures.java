package org.slicelstm.cohort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slicelstm.Progress;

/** Checks that the patients of a table and the files there are belong together, before any of them is read. */
final class TablePictures {
    private final Path folder;
    private final List<LabelledPatient> patients;
    private final TableProblems problems;
    private final Progress progress;
    /** The first patient of each file or folder that a row names. */
    private final Map<Path, LabelledPatient> owners = new HashMap<>();

    TablePictures(Path folder, List<LabelledPatient> patients, TableProblems problems, Progress progress) {
        this.folder = folder;
        this.patients = patients;
        this.problems = problems;
        this.progress = progress;
    }

    /** Tells of paths that match nothing, of paths that two rows share, and of pictures of no patient. */
    void tell(Optional<Path> images, Path table, HeaderReader reader) {
        Map<LabelledPatient, List<Path>> places = new HashMap<>();
        for (LabelledPatient each : patients) {
            List<Path> found = TablePaths.resolve(folder, each.path(), progress).places().stream()
                    .map(TablePictures::real).toList();
            if (found.isEmpty() && each.isLabelled()) {
                problems.row(each.row(), "names the patient '" + each.id() + "', but nothing matches its path '"
                        + each.path() + "'; correct the path, or take the row out");
            }
            found.forEach(place -> owners.putIfAbsent(place, each));
            places.put(each, found);
        }
        for (LabelledPatient each : patients) {
            places.get(each).stream().flatMap(place -> owners(place).stream())
                    .filter(owner -> owner.row() != each.row()).findFirst()
                    .ifPresent(owner -> tellShared(each, owner));
        }
        images.ifPresent(root -> tellUnclaimed(root, real(table), reader));
    }

    private void tellShared(LabelledPatient one, LabelledPatient other) {
        List<LabelledPatient> both = Stream.of(one, other).sorted(Comparator.comparingInt(LabelledPatient::row)).toList();
        problems.rows(both.stream().map(LabelledPatient::row).toList(), "point to the same pictures ('"
                + both.get(0).id() + "' and '" + both.get(1).id() + "'); a picture is of one patient");
    }

    /** The patients that name a path or a folder above it. */
    private List<LabelledPatient> owners(Path path) {
        List<LabelledPatient> found = new ArrayList<>();
        for (Path above = path; above != null; above = above.getParent()) {
            if (owners.containsKey(above)) {
                found.add(owners.get(above));
            }
        }
        return found;
    }

    private void tellUnclaimed(Path images, Path table, HeaderReader reader) {
        List<String> unclaimed = new ArrayList<>();
        for (FileWalk.Folder each : FileWalk.folders(images, progress)) {
            Path path = each.path(images);
            List<Path> files = FileWalk.list(path).files().stream().filter(file -> !real(file).equals(table))
                    .filter(file -> owners(real(file)).isEmpty()).toList();
            if (files.stream().anyMatch(file -> isPicture(file, reader))) {
                unclaimed.add("'" + path + "'");
            }
        }
        if (!unclaimed.isEmpty()) {
            problems.add((unclaimed.size() == 1 ? "The folder " : "The folders ") + TableProblems.list(unclaimed)
                    + (unclaimed.size() == 1 ? " holds" : " hold") + " pictures that no row names; add a row for each "
                    + "patient, or give a folder without them for --images");
        }
    }

    private boolean isPicture(Path file, HeaderReader reader) {
        progress.checkCancelled();
        try {
            return !reader.read(file, file.toString()).isEmpty();
        } catch (NotASliceException e) {
            // A damaged picture is a picture nevertheless; a text file or a localiser is nobody's loss.
            return e.status() == LeftOut.Status.REFUSED;
        }
    }

    /** The file itself where links lead to it. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            // Gone in between: then its name must do.
            return path.toAbsolutePath().normalize();
        }
    }
}
