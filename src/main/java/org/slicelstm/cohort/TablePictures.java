package org.slicelstm.cohort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slicelstm.Progress;

/** Checks that the patients of a table and the files there are belong together, before any of them is read. */
final class TablePictures {
    private final Path folder;
    private final List<LabelledPatient> patients;
    private final TableProblems problems;
    private final Progress progress;
    private final RowPlaces rows = new RowPlaces(TablePictures::real);

    TablePictures(Path folder, List<LabelledPatient> patients, TableProblems problems, Progress progress) {
        this.folder = folder;
        this.patients = patients;
        this.problems = problems;
        this.progress = progress;
    }

    /** Tells of paths that match nothing, of paths that two rows share, and of pictures of no patient. */
    void tell(Optional<Path> images, Path table, HeaderReader reader) {
        FolderNames names = new FolderNames();
        for (LabelledPatient each : patients) {
            List<Path> found = TablePaths.resolve(folder, each.path(), names, progress).places();
            if (found.isEmpty() && each.isLabelled()) {
                problems.row(each.row(), "names the patient '" + each.id() + "', but nothing matches its path '"
                        + each.path() + "'; correct the path, or take the row out");
            }
            rows.add(each.row(), each.id(), found);
        }
        rows.tellShared(problems);
        images.ifPresent(root -> tellUnclaimed(root, real(table), reader));
    }

    private void tellUnclaimed(Path images, Path table, HeaderReader reader) {
        List<String> unclaimed = new ArrayList<>();
        for (FileWalk.Folder each : FileWalk.folders(images, progress)) {
            Path path = each.path(images);
            List<Path> files = FileWalk.list(path).files().stream().filter(file -> !real(file).equals(table))
                    .filter(file -> !rows.hasOwner(file)).toList();
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
