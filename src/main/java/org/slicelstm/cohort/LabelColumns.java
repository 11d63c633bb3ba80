package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The columns of a table that are labels, and what their fields say. */
final class LabelColumns {
    /** Histories name the average over the labels so. */
    private static final String RESERVED = "all";

    private final List<String> names;
    private final TableProblems problems;
    /** For each label the rows whose field is not a label, by what they say. */
    private final List<Map<Integer, String>> wrong = new ArrayList<>();

    private LabelColumns(List<String> names, TableProblems problems) {
        this.names = names;
        this.problems = problems;
        names.forEach(name -> wrong.add(new TreeMap<>()));
    }

    /**
     * Chooses the labels.
     *
     * @param wanted what was named, a column each; or empty for the columns that are labels by what they hold
     */
    static LabelColumns of(PatientTable table, List<String> wanted, TableProblems problems) {
        TableColumns.Labels found = TableColumns.labels(table, List.of());
        List<String> own = found.labels();
        List<String> names = new ArrayList<>();
        for (String name : wanted.isEmpty() ? own : wanted) {
            Optional<String> column = TableColumns.named(table, name);
            if (column.isEmpty()) {
                problems.row(1, "has no column for the label '" + name + "'; " + (own.isEmpty()
                        ? "no column of it is a label" : "its labels are " + String.join(",", own)));
            } else if (column.get().equalsIgnoreCase(RESERVED)) {
                problems.row(1, "calls a label 'all', which is the name of the average; give it another name");
            } else if (!names.contains(column.get())) {
                names.add(column.get());
            }
        }
        if (own.isEmpty() && wanted.isEmpty()) {
            problems.row(1, "names no label; add a column for each label with 0, 1 or nothing" + found.notes().stream()
                    .map(note -> ". " + note.substring(0, note.length() - 1)).collect(Collectors.joining()));
        }
        return new LabelColumns(names, problems);
    }

    List<String> names() {
        return List.copyOf(names);
    }

    /** The labels of a row; a field that is none counts as unknown and is told by {@link #tellWrong}. */
    List<Label> read(PatientTable.Row row) {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String text = row.other().get(names.get(i));
            Optional<Label> label = Label.of(text);
            if (label.isEmpty()) {
                wrong.get(i).put(row.number(), text);
            }
            labels.add(label.orElse(Label.UNKNOWN));
        }
        return labels;
    }

    /** Tells of fields that are no label, a problem for each column, and of labels that have one class only. */
    void tellWrong(List<LabelledPatient> patients) {
        List<String> trainable = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!wrong.get(i).isEmpty()) {
                problems.rows(List.copyOf(wrong.get(i).keySet()), (wrong.get(i).size() == 1 ? "says" : "say")
                        + " something for the label '" + names.get(i) + "' that is neither 0 nor 1 nor empty, such as '"
                        + wrong.get(i).values().iterator().next()
                        + "'; correct it, or name the columns that are labels with --labels");
            } else if (count(patients, i, Label.PRESENT) > 0 && count(patients, i, Label.ABSENT) > 0) {
                trainable.add(names.get(i));
            }
        }
        for (int i = 0; i < names.size(); i++) {
            if (wrong.get(i).isEmpty() && !trainable.contains(names.get(i))) {
                tellOneClass(i, patients, trainable);
            }
        }
    }

    private void tellOneClass(int label, List<LabelledPatient> patients, List<String> trainable) {
        long positives = count(patients, label, Label.PRESENT);
        String is = positives > 0 ? "1" : count(patients, label, Label.ABSENT) > 0 ? "0" : "empty";
        String has = "have nothing but " + (is.equals("empty") ? "empty fields" : is + " for whoever is known");
        String instead = trainable.isEmpty() ? "no label of this table can be learned"
                : "train with --labels " + String.join(",", trainable);
        problems.rows(patients.stream().map(LabelledPatient::row).toList(), has + " in the label '" + names.get(label)
                + "', which cannot be learned from one class; " + instead);
    }

    private static long count(List<LabelledPatient> patients, int label, Label value) {
        return patients.stream().filter(each -> each.labels().get(label) == value).count();
    }
}
