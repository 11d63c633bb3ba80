package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slicelstm.Count;
import org.slicelstm.Progress;
import org.slicelstm.UserException;

/**
 * The patients of a table with their slices.
 *
 * @param table   the table; patients without a known label are not in it any more
 * @param members the patients to train on, in the table's order
 * @param tooMany how many were dropped because they have more slices than allowed
 */
public record LabelledCohort(LabelledTable table, List<Member> members, int tooMany) {

    /**
     * A patient to train on.
     *
     * @param labelled what the table says
     * @param patient  its slices, at least one
     */
    public record Member(LabelledPatient labelled, Patient patient) { }

    public LabelledCohort {
        members = List.copyOf(members);
    }

    /**
     * Reads the headers of every patient's files.
     *
     * @param table    the table
     * @param finder   finds the slices of a row
     * @param most     patients with more slices than this are dropped and counted; empty drops nobody
     * @param progress told how many patients are found, and asked whether to stop
     * @throws UserException naming every row of whose files none can be used
     */
    public static LabelledCohort find(LabelledTable table, PatientFinder finder, OptionalInt most, Progress progress) {
        PatientTable rows = new PatientTable(table.file(), List.of(), List.of());
        TableProblems problems = new TableProblems(table.file());
        List<Member> members = new ArrayList<>();
        int tooMany = 0;
        for (LabelledPatient each : table.patients()) {
            progress.checkCancelled();
            Patient patient = finder.find(rows, new PatientTable.Row(each.row(), each.id(), each.path(), Map.of()));
            if (patient.slices().isEmpty()) {
                problems.row(each.row(), "names the patient '" + each.id() + "', but none of the files at '" + each.path()
                        + "' is a picture that can be used" + reason(patient));
            } else if (most.isPresent() && patient.slices().size() > most.getAsInt()) {
                tooMany++;
            } else {
                members.add(new Member(each, patient));
            }
            progress.update("Looking for pictures", members.size() + tooMany, table.patients().size());
        }
        if (members.isEmpty() && tooMany > 0) {
            problems.add("Every patient has more than " + Count.of(most.getAsInt(), "slice") + "; allow more");
        }
        problems.throwIfAny();
        return new LabelledCohort(table, members, tooMany);
    }

    private static String reason(Patient patient) {
        Optional<LeftOut> first = patient.leftOut().stream().findFirst();
        return first.map(out -> " (" + out.file() + ": " + out.reason() + ")").orElse("");
    }

    /** What the table says of the members, for a split. */
    public List<LabelledPatient> patients() {
        return members.stream().map(Member::labelled).toList();
    }
}
