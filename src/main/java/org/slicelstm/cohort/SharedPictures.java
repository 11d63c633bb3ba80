package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slicelstm.UserException;

/**
 * Pictures that stand under two patients: in two parts of a split the model would know the answer, within one part the
 * patients count more than once.
 */
public final class SharedPictures {
    private final List<LabelledPatient> patients;
    private final List<SortedMap<Integer, Picture>> shared;
    private final Map<Integer, LabelledPatient> byRow = new HashMap<>();
    private final Map<String, String> groups = new HashMap<>();

    /**
     * A picture of a patient.
     *
     * @param patient the patient's identifier
     * @param name    the picture's name in results
     * @param digest  of its decoded pixels; the same for the same picture in another file or format
     */
    public record Picture(String patient, String name, String digest) { }

    private SharedPictures(List<LabelledPatient> patients, List<SortedMap<Integer, Picture>> shared) {
        this.patients = patients;
        this.shared = shared;
        patients.forEach(each -> byRow.put(each.row(), each));
        shared.forEach(rows -> rows.keySet().forEach(row -> join(rows.firstKey(), row)));
    }

    /**
     * Looks for them.
     *
     * @param patients the patients, each with an identifier of its own
     * @param pictures all pictures of theirs but near-constant ones, which tell nobody apart
     */
    public static SharedPictures of(List<LabelledPatient> patients, Collection<Picture> pictures) {
        Map<String, Integer> rows = new HashMap<>();
        patients.forEach(each -> rows.put(each.id(), each.row()));
        Map<String, SortedMap<Integer, Picture>> byDigest = new LinkedHashMap<>();
        for (Picture each : pictures) {
            byDigest.computeIfAbsent(each.digest(), any -> new TreeMap<>())
                    .putIfAbsent(rows.get(each.patient()), each);
        }
        return new SharedPictures(patients, byDigest.values().stream().filter(each -> each.size() > 1).toList());
    }

    private void join(int row, int other) {
        String one = group(byRow.get(row).group());
        String two = group(byRow.get(other).group());
        if (!one.equals(two)) {
            // The least of the names, so that the order of the rows changes nothing.
            groups.put(one.compareTo(two) < 0 ? two : one, one.compareTo(two) < 0 ? one : two);
        }
    }

    private String group(String name) {
        String found = name;
        while (groups.containsKey(found)) {
            found = groups.get(found);
        }
        return found;
    }

    /** How many pictures stand under more than one patient. */
    public int count() {
        return shared.size();
    }

    /** The rows of the patients who share pictures. */
    public Set<Integer> rows() {
        Set<Integer> rows = new TreeSet<>();
        shared.forEach(each -> rows.addAll(each.keySet()));
        return rows;
    }

    /** The patients, those who share pictures in one group, and with them all of their groups. */
    public List<LabelledPatient> grouped() {
        return patients.stream().map(each -> each.inGroup(group(each.group()))).toList();
    }

    /** Some patients, by their identifiers, with all whom they stay together with; grouped as above. */
    public List<LabelledPatient> withTheirGroups(Set<String> ids) {
        Set<String> names = patients.stream().filter(each -> ids.contains(each.id())).map(each -> group(each.group()))
                .collect(Collectors.toSet());
        return grouped().stream().filter(each -> names.contains(each.group())).toList();
    }

    /**
     * Says how many pictures are shared, and by whom.
     *
     * @return a sentence without its full stop, such as {@code 2 pictures stand under more than one patient, 2 patients
     *     in all (rows 3 and 5 of the table)}
     */
    public String sentence() {
        return (count() == 1 ? "1 picture stands" : count() + " pictures stand") + " under more than one patient, "
                + rows().size() + " patients in all (" + LabelledTable.rows(rows()) + " of the table)";
    }

    /**
     * Checks that no picture stands in two parts of a split, also not through patients whose part is still open and who
     * have to follow those with whom they share.
     *
     * @param table the table of the patients
     * @param parts the part of each patient that is in one, by its identifier
     * @throws UserException naming the rows of every set of patients that share pictures across parts
     */
    public void requireOnePart(LabelledTable table, Map<String, Part> parts) {
        Map<String, Set<Part>> found = new HashMap<>();
        Map<String, Set<Integer>> rows = new LinkedHashMap<>();
        patients.stream().filter(each -> parts.containsKey(each.id())).forEach(each ->
                found.computeIfAbsent(group(each.group()), any -> new TreeSet<>()).add(parts.get(each.id())));
        Map<String, List<SortedMap<Integer, Picture>>> pictures = new HashMap<>();
        for (SortedMap<Integer, Picture> each : shared) {
            String group = group(byRow.get(each.firstKey()).group());
            if (found.getOrDefault(group, Set.of()).size() > 1) {
                rows.computeIfAbsent(group, any -> new TreeSet<>()).addAll(each.keySet());
                pictures.computeIfAbsent(group, any -> new ArrayList<>()).add(each);
            }
        }
        TableProblems problems = new TableProblems(table.file());
        rows.forEach((group, all) -> {
            List<SortedMap<Integer, Picture>> theirs = pictures.get(group);
            List<Picture> first = List.copyOf(across(theirs, parts).values());
            problems.rows(List.copyOf(all), "share pictures, but are in the parts "
                    + TableProblems.list(found.get(group)) + " of the split: '" + first.get(0).name() + "' of '"
                    + first.get(0).patient() + "' is '" + first.get(1).name() + "' of '" + first.get(1).patient() + "'"
                    + (theirs.size() > 1 ? ", and " + (theirs.size() - 1) + " more" : "")
                    + "; put them into one part, or keep each picture with one patient");
        });
        problems.throwIfAny();
    }

    /** A picture in two parts, with the first patient of each of them, or else the first picture. */
    private SortedMap<Integer, Picture> across(List<SortedMap<Integer, Picture>> pictures, Map<String, Part> parts) {
        for (SortedMap<Integer, Picture> each : pictures) {
            SortedMap<Integer, Picture> one = new TreeMap<>();
            Set<Part> seen = new LinkedHashSet<>();
            each.forEach((row, picture) -> {
                Part part = parts.get(picture.patient());
                if (part != null && seen.add(part)) {
                    one.put(row, picture);
                }
            });
            if (one.size() > 1) {
                return one;
            }
        }
        return pictures.get(0);
    }
}
