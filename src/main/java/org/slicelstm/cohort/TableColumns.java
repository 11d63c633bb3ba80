package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the columns of a table are besides {@code patient_id} and {@code path}: one rule for every command. */
public final class TableColumns {
    static final String SPLIT = "split";
    static final String GROUP = "group";
    /** What describes a patient; a sex coded as 0 and 1 is no disease. */
    private static final List<String> DESCRIBING = List.of("sex", "age", "site", "scanner");
    /** What a table made of folders counts. */
    private static final String SLICES = "slices";

    /**
     * The labels of a table for which nobody named any.
     *
     * @param labels the labels, those that were proposed first
     * @param notes  which columns are nearly labels, and why they are none; one sentence each
     */
    public record Labels(List<String> labels, List<String> notes) {
        public Labels {
            labels = List.copyOf(labels);
            notes = List.copyOf(notes);
        }
    }

    private TableColumns() {
    }

    /** The column of a name in any case. */
    public static Optional<String> named(PatientTable table, String name) {
        return table.columns().stream().filter(name::equalsIgnoreCase).findFirst();
    }

    /** The column that divides the patients. */
    public static Optional<String> split(PatientTable table) {
        return named(table, SPLIT);
    }

    /** The column of patients that belong together. */
    public static Optional<String> group(PatientTable table) {
        return named(table, GROUP);
    }

    /** Which of sex, age, site and scanner the table tells of anybody. */
    public static List<String> describing(PatientTable table) {
        return DESCRIBING.stream().filter(name -> named(table, name)
                .filter(column -> texts(table, column).anyMatch(text -> !text.isEmpty())).isPresent()).toList();
    }

    /** Whether a column may be a label by its name. */
    static boolean mayBeLabel(String column) {
        return Stream.concat(Stream.of(SPLIT, GROUP, SLICES), DESCRIBING.stream()).noneMatch(column::equalsIgnoreCase);
    }

    /**
     * The columns that hold 0, 1 or nothing, and 0 or 1 at least once, but for those of another meaning. A column that
     * was proposed is a label whatever it holds, as long as it holds something: what is wrong in it is then told.
     *
     * @param proposed labels of a recipe or model
     */
    public static Labels labels(PatientTable table, List<String> proposed) {
        List<String> labels = new ArrayList<>();
        List<String> others = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (String label : proposed) {
            named(table, label).filter(column -> known(table, column) > 0 || strange(table, column).isPresent())
                    .ifPresent(column -> labels.add(label));
        }
        for (String column : table.columns()) {
            if (!mayBeLabel(column) || labels.stream().anyMatch(column::equalsIgnoreCase)) {
                continue;
            }
            Optional<PatientTable.Row> strange = strange(table, column);
            long known = known(table, column);
            if (strange.isEmpty() && known > 0) {
                others.add(plain(column));
            } else if (strange.isEmpty()) {
                notes.add("The column '" + column + "' is empty and counts as no label.");
            } else if (2 * known >= texts(table, column).filter(text -> !text.isEmpty()).count()) {
                notes.add("The column '" + column + "' counts as no label, for row " + strange.get().number()
                        + " says '"
                        + strange.get().other().get(column) + "'; where it is one, write 0, 1 or nothing there.");
            }
        }
        labels.addAll(others);
        return new Labels(labels, notes);
    }

    /** As a model writes its labels, where that is only a matter of case. */
    private static String plain(String column) {
        return column.toLowerCase(Locale.ROOT);
    }

    private static long known(PatientTable table, String column) {
        return texts(table, column).filter(text -> Label.of(text).filter(Label::isKnown).isPresent()).count();
    }

    private static Optional<PatientTable.Row> strange(PatientTable table, String column) {
        return table.rows().stream().filter(row -> Label.of(row.other().get(column)).isEmpty()).findFirst();
    }

    private static Stream<String> texts(PatientTable table, String column) {
        return table.rows().stream().map(row -> row.other().get(column));
    }
}
