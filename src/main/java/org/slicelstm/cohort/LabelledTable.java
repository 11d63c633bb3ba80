package org.slicelstm.cohort;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slicelstm.Progress;
import org.slicelstm.UserException;

/**
 * A table to train on: a {@link PatientTable} with a column for each label ({@code 0}, {@code 1}, or empty for unknown)
 * and, where wanted, {@code split} ({@code train}, {@code validation}, {@code test} or empty) and {@code group}
 * (patients that must stay on one side of a split, such as several studies of one person).
 *
 * @param file       the table, as the user gave it
 * @param labels     the labels' names
 * @param patients   the patients of whom at least one label is known, in the table's order; paths are relative to the
 *                   table's folder, or absolute
 * @param unlabelled how many patients were dropped because every label of theirs is unknown
 */
public record LabelledTable(Path file, List<String> labels, List<LabelledPatient> patients, int unlabelled) {
    public LabelledTable {
        labels = List.copyOf(labels);
        patients = List.copyOf(patients);
    }

    /**
     * Reads a table and checks all that can be checked without decoding a picture.
     *
     * @param file     the table
     * @param labels   the columns that are labels, or empty for those that {@link TableColumns#labels} finds
     * @param images   the folder to which paths are relative and in which every picture must be of a patient; without
     *                 it paths are relative to the table
     * @param reader   tells pictures from other files among those of no patient
     * @param progress asked whether to stop
     * @throws UserException naming every problem and its row: fields that are no label, labels of one class, unknown
     *                       parts, a group in two parts, paths that match nothing, paths that two patients share, and
     *                       pictures of no patient; or at once what makes the file no table of patients
     */
    public static LabelledTable read(Path file, List<String> labels, Optional<Path> images, HeaderReader reader,
                                     Progress progress) {
        if (images.isPresent() && !Files.isDirectory(images.get())) {
            throw new UserException("There is no folder '" + images.get() + "'; give the folder of the pictures.");
        }
        PatientTable table = PatientTable.read(file);
        TableProblems problems = new TableProblems(file);
        Optional<String> split = TableColumns.split(table);
        Optional<String> group = TableColumns.group(table);
        LabelColumns columns = LabelColumns.of(table, labels, problems);
        List<LabelledPatient> all = new ArrayList<>();
        for (PatientTable.Row row : table.rows()) {
            String path = images.map(folder -> below(folder, row.path())).orElse(row.path());
            all.add(new LabelledPatient(row.number(), row.id(), path, columns.read(row),
                    split.flatMap(name -> part(row, name, problems)),
                    group.map(row.other()::get).filter(name -> !name.isEmpty()).orElse(row.id())));
        }
        List<LabelledPatient> labelled = all.stream().filter(LabelledPatient::isLabelled).toList();
        if (all.isEmpty()) {
            problems.add("It names no patient");
        } else {
            columns.tellWrong(labelled.isEmpty() ? all : labelled);
        }
        tellGroupsInTwoParts(labelled, problems);
        new TablePictures(table.folder(), all, problems, progress).tell(images, file, reader);
        problems.throwIfAny();
        return new LabelledTable(file, columns.names(), labelled, all.size() - labelled.size());
    }

    /** Rows in words: {@code row 3}, {@code rows 3, 5 and 9}; a few are named and the rest counted. */
    public static String rows(Collection<Integer> rows) {
        return (rows.size() == 1 ? "row " : "rows ") + TableProblems.list(rows);
    }

    private static Optional<Part> part(PatientTable.Row row, String column, TableProblems problems) {
        String text = row.other().get(column);
        Optional<Part> part = Part.of(text);
        if (part.isEmpty() && !text.isEmpty()) {
            problems.row(row.number(), "says '" + text + "' for split; write train, validation or test, or nothing");
        }
        return part;
    }

    /** A path of the table in the folder of the pictures; an absolute one stays. */
    static String below(Path images, String path) {
        try {
            if (Path.of(path).isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            // A glob with characters that no file has in its name here: not an absolute path.
        }
        return images.toAbsolutePath() + "/" + path;
    }

    private static void tellGroupsInTwoParts(List<LabelledPatient> patients, TableProblems problems) {
        Map<String, LabelledPatient> first = new HashMap<>();
        for (LabelledPatient each : patients) {
            if (each.part().isPresent()) {
                LabelledPatient other = first.putIfAbsent(each.group(), each);
                if (other != null && !other.part().equals(each.part())) {
                    problems.rows(List.of(other.row(), each.row()), "put the group '" + each.group()
                            + "' into two parts of the split (" + other.part().get() + " and " + each.part().get()
                            + "); keep it in one");
                }
            }
        }
    }
}
