package org.slicelstm.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slicelstm.Count;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LabelledPatient;
import org.slicelstm.cohort.Part;
import org.slicelstm.cohort.SameName;
import org.slicelstm.cohort.SplitFile;

/**
 * Who is evaluated.
 *
 * @param name     {@code train}, {@code validation}, {@code test} or {@code all}
 * @param from     what divides the patients, in words; empty where nothing does
 * @param patients those evaluated, in the table's order
 * @param parts    the part of each patient of the table that is in one
 * @param training the patients of the table that trained
 * @param notes    what a reader of the results must know of it, one sentence each
 */
public record EvaluatedPart(String name, String from, List<LabelledPatient> patients, Map<String, Part> parts,
                            List<LabelledPatient> training, List<String> notes) {
    private static final String ALL = "all";

    /**
     * Chooses.
     *
     * @param splitFile a split.csv, or empty for the table's column
     * @param split     the part wanted, or {@code all}
     * @throws UserException if there is no such part, nobody is in it, or file and table contradict each other
     */
    public static EvaluatedPart choose(EvaluationTable table, Optional<Path> splitFile, String split) {
        Optional<Part> part = Part.of(split);
        if (part.isEmpty() && !split.equalsIgnoreCase(ALL)) {
            throw new UserException("There is no part '" + split + "'; write --split train, validation, test or all.");
        }
        boolean divided = splitFile.isPresent() || table.hasSplit();
        Map<String, Part> parts = parts(table, splitFile);
        List<LabelledPatient> chosen = part.isEmpty() || !divided ? table.patients()
                : table.patients().stream().filter(each -> parts.get(each.id()) == part.get()).toList();
        String from = splitFile.map(file -> "the split '" + file + "'").orElse(divided
                ? "the column split" : "");
        if (chosen.isEmpty()) {
            throw new UserException("Nobody of the table '" + table.file() + "' is in the part '" + part.get()
                    + "' by " + from + " (" + counts(table, parts) + "); choose another --split.");
        }
        if (chosen.stream().noneMatch(LabelledPatient::isLabelled)) {
            throw new UserException("Of nobody who would be evaluated does the table '" + table.file()
                    + "' tell a label (" + String.join(", ", table.labels()) + "); there is nothing to compare with.");
        }
        List<LabelledPatient> training = table.patients().stream().filter(each -> parts.get(each.id()) == Part.TRAIN)
                .toList();
        return new EvaluatedPart(divided && part.isPresent() ? part.get().toString() : ALL, from, chosen, parts,
                training, notes(chosen, parts, training, divided, table, splitFile));
    }

    private static Map<String, Part> parts(EvaluationTable table, Optional<Path> splitFile) {
        if (splitFile.isPresent()) {
            Map<String, Part> named = SplitFile.read(splitFile.get());
            List<LabelledPatient> known = table.patients().stream()
                    .filter(each -> named.containsKey(SameName.key(each.id()))).toList();
            return SplitFile.read(splitFile.get(), known).parts();
        }
        Map<String, Part> parts = new HashMap<>();
        table.patients().forEach(each -> each.part().ifPresent(part -> parts.put(each.id(), part)));
        return parts;
    }

    private static String counts(EvaluationTable table, Map<String, Part> parts) {
        List<String> counts = new ArrayList<>();
        for (Part part : Part.values()) {
            long count = table.patients().stream().filter(each -> parts.get(each.id()) == part).count();
            counts.add(part + ": " + count);
        }
        counts.add("none: " + table.patients().stream().filter(each -> !parts.containsKey(each.id())).count());
        return String.join(", ", counts);
    }

    private static List<String> notes(List<LabelledPatient> chosen, Map<String, Part> parts,
                                      List<LabelledPatient> training, boolean divided, EvaluationTable table,
                                      Optional<Path> splitFile) {
        List<String> notes = new ArrayList<>();
        if (!divided) {
            notes.add("Nothing divides the patients: everybody of the table is evaluated. If any of them "
                    + "trained the model, the numbers are too good; give the run's split.csv with --split-file.");
        }
        long unnamed = splitFile.isEmpty() ? 0
                : table.patients().stream().filter(each -> !parts.containsKey(each.id())).count();
        if (unnamed > 0) {
            notes.add("The split file does not name " + Count.of(unnamed, "patient") + " of the table, who "
                    + (unnamed == 1 ? "is" : "are") + " in no part.");
        }
        long trained = chosen.stream().filter(each -> parts.get(each.id()) == Part.TRAIN).count();
        if (trained > 0) {
            notes.add("Warning: " + trained + " of the " + Count.of(chosen.size(), "evaluated patient") + " "
                    + (trained == 1 ? "is" : "are") + " of the training part; the numbers are better than on "
                    + "new patients.");
        }
        long validated = chosen.stream().filter(each -> parts.get(each.id()) == Part.VALIDATION).count();
        if (validated > 0) {
            notes.add("Warning: " + validated + " of the " + Count.of(chosen.size(), "evaluated patient") + " "
                    + (validated == 1 ? "is" : "are") + " of the validation part, on which a training chooses what it "
                    + "can (epoch, thresholds, calibration); the numbers may be too good.");
        }
        Set<String> groups = training.stream().map(LabelledPatient::group).collect(Collectors.toSet());
        long shared = chosen.stream().filter(each -> parts.get(each.id()) != Part.TRAIN)
                .filter(each -> groups.contains(each.group())).count();
        if (shared > 0) {
            notes.add("Warning: " + shared + " of the " + Count.of(chosen.size(), "evaluated patient")
                    + (shared == 1 ? " shares" : " share") + " a group with a patient of the training part; the "
                    + "numbers may be too good.");
        }
        return List.copyOf(notes);
    }

    /** The part of a patient as tables write it, or empty text. */
    public String partOf(String patient) {
        Part part = parts.get(patient);
        return part == null ? "" : part.toString();
    }
}
