package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slicelstm.UserException;

/**
 * Labels told by folders: one folder a class, in it one folder a patient. A patient has the label of its class and none
 * of the others; a class such as {@code normal} means none at all.
 */
public final class ClassFolders {
    private static final Set<String> NOTHING = Set.of("normal", "negative", "none", "healthy", "control", "no_finding");
    private static final Set<String> RESERVED = Set.of("all", "patient_id", "path", "split", "group");

    /** A patient's folder. */
    private record Place(String kind, String name) { }

    private ClassFolders() {
    }

    /**
     * Finds the patients of each class.
     *
     * @param images the folder that holds the classes' folders
     * @throws UserException if there is none with a patient, or a class cannot be the name of a label
     */
    public static ImportedLabels read(ImageFolder images) {
        Map<Place, Integer> slices = new LinkedHashMap<>();
        int[] strays = {0};
        images.folders().forEach(folder -> place(folder.below()).ifPresent(place -> slices.putIfAbsent(place, 0)));
        images.read((folder, found) -> place(folder.below()).ifPresentOrElse(
                place -> slices.merge(place, found.slices().size(), Integer::sum),
                () -> strays[0] += found.slices().size()));
        Map<String, String> labels = labels(slices.keySet());
        Set<String> diseases = new TreeSet<>(labels.values());
        diseases.removeAll(NOTHING);
        List<String> names = new ArrayList<>(ImportedLabels.USUAL);
        diseases.stream().filter(name -> !names.contains(name)).forEach(names::add);
        Map<String, Long> called = slices.keySet().stream()
                .collect(Collectors.groupingBy(Place::name, Collectors.counting()));
        List<ImportedLabels.Row> rows = new ArrayList<>();
        int pictures = 0;
        for (Map.Entry<Place, Integer> each : slices.entrySet()) {
            Place place = each.getKey();
            if (each.getValue() > 0) {
                String label = labels.get(place.kind());
                String path = place.kind() + "/" + place.name();
                rows.add(new ImportedLabels.Row(called.get(place.name()) > 1 ? path : place.name(), path,
                        names.stream().map(name -> name.equals(label) ? Label.PRESENT
                                : diseases.contains(name) ? Label.ABSENT : Label.UNKNOWN).toList(), place.name()));
                pictures += each.getValue();
            }
        }
        if (rows.isEmpty()) {
            throw new UserException("'" + images.root() + "' holds no patients by class: it must hold a folder for "
                    + "each class, such as hemorrhage and normal, and in it a folder with pictures for each patient.");
        }
        int patients = new HashSet<>(rows.stream().map(ImportedLabels.Row::group).toList()).size();
        return new ImportedLabels(names, rows, new ImportedLabels.Counts(patients, rows.size(), pictures,
                slices.size() - rows.size(), "patients' folders", strays[0]),
                notes(labels, diseases, rows.size() > patients));
    }

    /** The class and the patient that a folder belongs to; none for the folder of a class itself. */
    private static Optional<Place> place(String below) {
        String[] names = below.split("/");
        return names.length < 2 ? Optional.empty() : Optional.of(new Place(names[0], names[1]));
    }

    /** The label of each class: its name in lower case, with {@code _} for what a label cannot hold. */
    private static Map<String, String> labels(Set<Place> places) {
        Map<String, String> labels = new LinkedHashMap<>();
        Map<String, String> kinds = new HashMap<>();
        for (Place each : places) {
            String label = each.kind().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
            if (label.isEmpty() || RESERVED.contains(label)) {
                throw new UserException("The class folder '" + each.kind() + "' cannot be the name of a label; call it "
                        + "something else, in letters, digits and '_'.");
            }
            String other = kinds.putIfAbsent(label, each.kind());
            if (other != null && !other.equals(each.kind())) {
                throw new UserException("The class folders '" + other + "' and '" + each.kind() + "' both mean the "
                        + "label "
                        + label + "; make them one.");
            }
            labels.put(each.kind(), label);
        }
        return labels;
    }

    private static List<String> notes(Map<String, String> labels, Set<String> diseases, boolean sameName) {
        List<String> notes = new ArrayList<>();
        List<String> nothing = labels.values().stream().filter(NOTHING::contains).distinct().toList();
        notes.add("A patient has the label of its class (" + String.join(", ", diseases) + ") and 0 for the other "
                + "classes"
                + (nothing.isEmpty() ? "." : "; in " + String.join(", ", nothing) + " all of them are 0.")
                + " Labels that are no class are empty.");
        if (sameName) {
            notes.add("Folders of one name in several classes count as one patient: they share a group, so that a "
                    + "split keeps them together.");
        }
        return notes;
    }
}
