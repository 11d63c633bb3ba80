package org.slicelstm.cohort;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A patient of a table with labels.
 *
 * @param row    its row as a spreadsheet counts: the header is row 1
 * @param id     {@code patient_id}
 * @param path   folder, file or glob of its pictures, as the table says
 * @param labels one for each label of the table, in the table's order
 * @param part   what the column {@code split} says, if anything
 * @param group  what the column {@code group} says, else the identifier: patients of one group stay together
 */
public record LabelledPatient(int row, String id, String path, List<Label> labels, Optional<Part> part,
                              String group) {
    public LabelledPatient {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(group, "group");
        labels = List.copyOf(labels);
    }

    /** The same patient in another group. */
    LabelledPatient inGroup(String other) {
        return new LabelledPatient(row, id, path, labels, part, other);
    }

    /** Whether any label is known. */
    public boolean isLabelled() {
        return labels.stream().anyMatch(Label::isKnown);
    }
}
