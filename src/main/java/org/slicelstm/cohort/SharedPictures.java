package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slicelstm.UserException;

/** Finds pictures that stand under two patients: in two parts of a split the model would know the answer. */
public final class SharedPictures {
    private SharedPictures() {
    }

    /**
     * A picture of a patient.
     *
     * @param patient the patient's identifier
     * @param name    the picture's name in results
     * @param digest  of its decoded pixels; the same for the same picture in another file or format
     */
    public record Picture(String patient, String name, String digest) { }

    /**
     * Checks that no picture stands under two patients.
     *
     * @param table    the table of the patients
     * @param pictures all pictures but near-constant ones, which tell nobody apart
     * @throws UserException naming the rows of every set of patients that share pictures
     */
    public static void check(LabelledTable table, List<Picture> pictures) {
        Map<String, LabelledPatient> patients = new LinkedHashMap<>();
        table.patients().forEach(each -> patients.put(each.id(), each));
        Map<String, SortedMap<Integer, Picture>> byDigest = new LinkedHashMap<>();
        for (Picture each : pictures) {
            byDigest.computeIfAbsent(each.digest(), any -> new TreeMap<>())
                    .putIfAbsent(patients.get(each.patient()).row(), each);
        }
        Map<List<Integer>, List<SortedMap<Integer, Picture>>> byRows = new LinkedHashMap<>();
        byDigest.values().stream().filter(rows -> rows.size() > 1).forEach(
                rows -> byRows.computeIfAbsent(List.copyOf(rows.keySet()), any -> new ArrayList<>()).add(rows));
        TableProblems problems = new TableProblems(table.file());
        byRows.forEach((rows, shared) -> {
            List<Picture> first = List.copyOf(shared.get(0).values());
            problems.rows(rows, "have the same picture under different patients: '" + first.get(0).name() + "' of '"
                    + first.get(0).patient() + "' is '" + first.get(1).name() + "' of '" + first.get(1).patient() + "'"
                    + (shared.size() > 1 ? ", and " + (shared.size() - 1) + " more" : "")
                    + "; keep each picture with one patient");
        });
        problems.throwIfAny();
    }
}
