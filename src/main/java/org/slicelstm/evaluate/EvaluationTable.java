package org.slicelstm.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Label;
import org.slicelstm.cohort.LabelledPatient;
import org.slicelstm.cohort.Part;
import org.slicelstm.cohort.PatientTable;
import org.slicelstm.cohort.TableColumns;

/**
 * A table of patients to evaluate: as one to train on, but labels of one class, patients without a known label and
 * paths that match nothing are no mistake here.
 *
 * @param file     the table, as the user gave it
 * @param labels   the labels that are evaluated
 * @param patients all patients, in the table's order
 * @param hasSplit whether the table divides the patients
 * @param describing which of sex, age, site and scanner it tells
 */
public record EvaluationTable(Path file, List<String> labels, List<LabelledPatient> patients, boolean hasSplit,
                              List<String> describing) {
    public EvaluationTable {
        labels = List.copyOf(labels);
        patients = List.copyOf(patients);
        describing = List.copyOf(describing);
    }

    /**
     * Reads a table.
     *
     * @param labels the labels to evaluate, each a column
     * @throws UserException naming the column or row that is wrong
     */
    public static EvaluationTable read(Path file, List<String> labels) {
        PatientTable table = PatientTable.read(file);
        if (table.rows().isEmpty()) {
            throw new UserException("The table '" + file + "' names no patient.");
        }
        List<String> columns = labels.stream().map(label -> TableColumns.named(table,
                label).orElseThrow(() -> missing(table,
                labels, label))).toList();
        Optional<String> split = TableColumns.split(table);
        Optional<String> group = TableColumns.group(table);
        List<LabelledPatient> patients = new ArrayList<>();
        for (PatientTable.Row row : table.rows()) {
            List<Label> truth = columns.stream().map(column -> label(file, row, column)).toList();
            patients.add(new LabelledPatient(row.number(), row.id(), row.path(), truth,
                    split.flatMap(column -> part(file, row, column)),
                    group.map(row.other()::get).filter(name -> !name.isEmpty()).orElse(row.id())));
        }
        return new EvaluationTable(file, labels, patients, split.isPresent(), TableColumns.describing(table));
    }

    private static UserException missing(PatientTable table, List<String> labels, String label) {
        List<String> present = labels.stream().filter(each -> TableColumns.named(table, each).isPresent()).toList();
        return new UserException("The table '" + table.file() + "' has no column for the label '" + label
                + "'; add it with 0, 1 or nothing" + (present.isEmpty() ? "."
                        : ", or evaluate the others with --labels " + String.join(",", present) + "."));
    }

    private static Label label(Path file, PatientTable.Row row, String column) {
        String text = row.other().get(column);
        return Label.of(text).orElseThrow(() -> new UserException("Row " + row.number() + " of the table '" + file
                + "' says '" + text + "' for the label '" + column + "'; write 0, 1 or nothing."));
    }

    private static Optional<Part> part(Path file, PatientTable.Row row, String column) {
        String text = row.other().get(column);
        if (!text.isEmpty() && Part.of(text).isEmpty()) {
            throw new UserException("Row " + row.number() + " of the table '" + file + "' says '" + text
                    + "' for split; write train, validation or test, or nothing.");
        }
        return Part.of(text);
    }
}
