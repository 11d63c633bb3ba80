package org.slicelstm.cohort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LeftOut.Status;

/**
 * Finds the patients that paths mean.
 * <ul>
 * <li>A folder that directly holds files is one patient, named after the folder; a folder of folders is many.
 * <li>A stack file or a single picture that is named itself is one patient, named after the file.
 * <li>Each row of a {@link PatientTable} is one patient, whatever its files say.
 * <li>DICOM is grouped by patient: two in one folder are {@code folder} and {@code folder#2}; consecutive folders whose
 * slices are of one patient and one study are one patient, named after the folder that holds them, where more than
 * identifiers says so: frames of reference, places, and the anatomy at these. What nothing shows to be one person's is
 * a row for each folder.
 * <li>Loose pictures beside usable DICOM slices in one folder are left out; beside DICOM of which nothing can be used
 * they are the patient.
 * <li>A folder without a usable file is a patient without slices; only where it has patients in folders below it, its
 * files are strays.
 * </ul>
 * Of everything that is found, nothing is dropped without a name and a reason, hidden folders excepted.
 */
public final class PatientFinder {
    private final HeaderScan scan;
    private final OnePerson persons;
    private final CohortOptions options;
    private final Progress progress;

    /** Reads headers one after the other in the caller's thread. */
    public PatientFinder(HeaderReader reader, CohortOptions options, Progress progress) {
        this(reader, options, Runnable::run, progress);
    }

    /**
     * Reads headers through an executor.
     *
     * @param reader   recognises files and reads their headers
     * @param options  which slices of a patient take part
     * @param executor runs the reading of single files; its threads must not be those that ask for patients
     * @param progress told how far the work is, and asked between files whether to stop
     */
    public PatientFinder(HeaderReader reader, CohortOptions options, Executor executor, Progress progress) {
        this.scan = new HeaderScan(reader, executor, progress);
        this.persons = new OnePerson(reader);
        this.options = options;
        this.progress = progress;
    }

    /**
     * Finds patients. Folders are walked now; headers are read as the patients are asked for, at most one folder ahead,
     * so that memory holds a few hundred bytes for each folder and the headers of one patient.
     *
     * @param paths  folders, files and tables, as the user gave them; each stands for patients of its own
     * @param strays told, while patients are asked for, of files in no patient: those beside patients' folders
     * @throws UserException if a path does not exist or a table is wrong, before any header is read
     */
    public Patients find(List<Path> paths, Consumer<LeftOut> strays) {
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new UserException("There is no file or folder '" + path + "'.");
            }
        }
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            addUnits(i, paths.get(i), units);
        }
        return new Patients(this, units, strays);
    }

    private void addUnits(int given, Path path, List<Unit> units) {
        if (Files.isDirectory(path)) {
            FileWalk.folders(path, progress).forEach(folder -> units.add(new Unit.OfFolder(given, path, folder)));
        } else if (!Files.isRegularFile(path)) {
            throw new UserException("'" + path + "' is neither a file nor a folder.");
        } else if (Files.isReadable(path) && PatientTable.isTable(path)) {
            PatientTable table = PatientTable.read(path);
            if (table.rows().isEmpty()) {
                throw new UserException("The table '" + path + "' names no patient.");
            }
            requireApart(table, Optional.empty(), progress);
            table.rows().forEach(row -> units.add(new Unit.OfRow(table, row)));
        } else {
            units.add(new Unit.OfFile(path));
        }
    }

    /**
     * Requires that no two rows of a table point to the same pictures, also not through patterns that meet.
     *
     * @param images   the folder to which paths are relative, instead of the table's
     * @param progress asked whether to stop
     * @throws UserException naming the rows
     */
    public static void requireApart(PatientTable table, Optional<Path> images, Progress progress) {
        RowPlaces.requireApart(table, images, progress);
    }

    /**
     * Finds the patient of one row of a table. All files that its path means are this one patient's. Where nothing
     * matches the path, the patient has no slices and what is left out names the row.
     */
    public Patient find(PatientTable table, PatientTable.Row row) {
        return patient(table, row, row.id());
    }

    /** The files and folders that the path of a row means; none where nothing matches. No header is read. */
    public List<Path> places(PatientTable table, PatientTable.Row row) {
        return TablePaths.resolve(table.folder(), row.path(), progress).places();
    }

    Patient patient(PatientTable table, PatientTable.Row row, String id) {
        TablePaths paths = TablePaths.resolve(table.folder(), row.path(), progress);
        List<Path> files = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>(paths.problems());
        for (Path place : WindowFolders.namesBone(row.path()) ? paths.places()
                : WindowFolders.withoutBone(paths.places(), leftOut)) {
            if (Files.isDirectory(place)) {
                for (FileWalk.Folder folder : FileWalk.folders(place, progress)) {
                    collect(folder, place, files, leftOut);
                }
            } else {
                FileWalk.sort(place, files, leftOut);
            }
        }
        if (paths.places().isEmpty()) {
            leftOut.add(LeftOut.file(row.path(), Status.REFUSED,
                    "row " + row.number() + " of the table '" + table.file() + "': nothing matches this path"));
        }
        HeaderScan.Found found = read(files, leftOut);
        int patients = PatientGrouping.byPatient(found.slices(), options, persons).patients().size();
        List<String> notes = patients == 1 ? List.of()
                : List.of("The headers name " + patients + " patients; the table says that they are one.");
        Patient patient = PatientAssembly.assemble(id, found.slices(), found.leftOut(), notes, options, persons);
        return patient.withWarnings(BodyPart.warnings(patient.slices()));
    }

    Patient patient(Path file, String id) {
        List<Path> files = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        FileWalk.sort(file, files, leftOut);
        HeaderScan.Found found = read(files, leftOut);
        Patient patient = PatientAssembly.assemble(id, found.slices(), found.leftOut(), List.of(), options, persons);
        return patient.withWarnings(BodyPart.warnings(patient.slices()));
    }

    HeaderScan.Found read(Unit.OfFolder unit) {
        List<Path> files = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        collect(unit.folder(), unit.root(), files, leftOut);
        return read(files, leftOut);
    }

    private static void collect(FileWalk.Folder folder, Path root, List<Path> files, List<LeftOut> leftOut) {
        leftOut.addAll(folder.problems());
        FileWalk.Listing listing = FileWalk.list(folder.path(root));
        files.addAll(listing.files());
        leftOut.addAll(listing.leftOut());
    }

    private HeaderScan.Found read(List<Path> files, List<LeftOut> leftOut) {
        HeaderScan.Found found = scan.read(files);
        leftOut.addAll(found.leftOut());
        return new HeaderScan.Found(found.slices(), leftOut);
    }

    OnePerson persons() {
        return persons;
    }

    CohortOptions options() {
        return options;
    }
}
