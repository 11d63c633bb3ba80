package org.slicelstm.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slicelstm.Count;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LabelledCohort;
import org.slicelstm.cohort.LabelledPatient;
import org.slicelstm.cohort.LabelledTable;
import org.slicelstm.cohort.Part;
import org.slicelstm.cohort.SharedPictures;
import org.slicelstm.cohort.Split;
import org.slicelstm.cohort.SplitFile;
import org.slicelstm.model.Ancestor;
import org.slicelstm.model.Lineage;

/**
 * Who trains, who validates and who is kept back, with a look at their pictures: patients who share one are kept in one
 * part, and whom an ancestor of the model has seen is drawn for no part but the training.
 *
 * @param split the part of each patient
 * @param parts the patients of each part
 * @param notes what a reader of the results must know of it, one sentence each, without rows
 * @param with  the split that another share of validation would give
 */
record Division(Split split, Map<Part, List<TrainingPatient>> parts, List<String> notes, DoubleFunction<Split> with) {
    private static final String BEFORE = "the model that is trained further, or one that it descends from";

    /**
     * Divides.
     *
     * @param ancestor the model that is trained further, if one is
     * @param check    looks at the pictures, once a split is known to be possible
     * @param listener hears the notes, with rows
     * @throws UserException if a split is not possible, or puts the same picture into two parts
     */
    static Division of(TrainingSettings settings, LabelledCohort cohort, Optional<Ancestor> ancestor,
            PictureCheck check, TrainingListener listener, Progress progress) throws IOException {
        List<LabelledPatient> patients = cohort.patients();
        Split plain = settings.split().isPresent() ? SplitFile.read(settings.split().get(), patients)
                : draw(settings, patients, settings.validation(), Set.of());
        List<TrainingPatient> checked = check.check(cohort, listener, progress);
        SharedPictures shared = SharedPictures.of(patients, checked.stream()
                .flatMap(TrainingPatient::tellingPictures).toList());
        shared.requireOnePart(cohort.table(), settings.split().isPresent() ? plain.parts() : given(patients));
        if (shared.count() > 0) {
            listener.note("Warning: " + shared.sentence() + ": they are kept in one part of the split, where they "
                    + "count more than once.");
        }
        Lineage lineage = ancestor.map(Ancestor::lineage).orElse(Lineage.NONE);
        Set<String> seen = having(checked, lineage::has);
        List<LabelledPatient> theirs = shared.withTheirGroups(seen);
        Set<String> onlyTrain = theirs.stream().map(LabelledPatient::group).collect(Collectors.toSet());
        Split split = settings.split().isPresent() ? plain : draw(settings, shared, onlyTrain);
        Map<Part, List<TrainingPatient>> parts = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            parts.put(part, checked.stream().filter(each -> split.parts().get(each.id()) == part).toList());
        }
        List<String> notes = new ArrayList<>();
        boolean tested = parts.get(Part.TRAIN).size() < checked.size();
        if (tested && !lineage.isComplete()) {
            notes.add("Whether patients of validation or test were seen before is unknown: not all of " + BEFORE
                    + ", kept whom they have seen.");
        }
        if (!seen.isEmpty() && settings.split().isEmpty()) {
            notes.add(moved(seen.size(), patients.size(), theirs.stream().filter(each ->
                    plain.parts().get(each.id()) != split.parts().get(each.id())
                            && split.parts().get(each.id()) == Part.TRAIN).count()));
        }
        notes.forEach(listener::note);
        List<Integer> late = late(patients, parts, lineage);
        if (!late.isEmpty()) {
            listener.note(late(late.size(), " (" + LabelledTable.rows(late) + " of the table)")
                    + " Leave their part open, and they train.");
            notes.add(late(late.size(), ""));
        }
        return new Division(split, parts, List.copyOf(notes),
                validation -> draw(settings, shared.grouped(), validation, onlyTrain));
    }

    /** The patients of whom a picture is of some kind, by its digest. */
    private static Set<String> having(List<TrainingPatient> patients, Predicate<String> digest) {
        return patients.stream().filter(each -> each.tellingPictures().map(SharedPictures.Picture::digest)
                .anyMatch(digest)).map(TrainingPatient::id).collect(Collectors.toCollection(HashSet::new));
    }

    private static Split draw(TrainingSettings settings, List<LabelledPatient> patients, double validation,
            Set<String> onlyTrain) {
        return settings.fold().isPresent()
                ? Split.fold(patients, settings.fold().get(), validation, settings.seed(), onlyTrain)
                : Split.of(patients, validation, settings.test(), settings.seed(), onlyTrain);
    }

    /** Patients who share pictures count as one, which may be what leaves too few. */
    private static Split draw(TrainingSettings settings, SharedPictures shared, Set<String> onlyTrain) {
        try {
            return draw(settings, shared.grouped(), settings.validation(), onlyTrain);
        } catch (UserException e) {
            throw shared.count() == 0 ? e : new UserException(e.getMessage() + " " + shared.sentence()
                    + " and are kept together: keep each picture with one patient.", e);
        }
    }

    private static Map<String, Part> given(List<LabelledPatient> patients) {
        Map<String, Part> parts = new HashMap<>();
        patients.forEach(each -> each.part().ifPresent(part -> parts.put(each.id(), part)));
        return parts;
    }

    private static String moved(int seen, int all, long moved) {
        return seen + " of the " + all + " patients were seen before by " + BEFORE + ", as their pictures tell; none "
                + "of them is drawn for validation or test, and " + moved + (moved == 1 ? " was" : " were")
                + " moved from there to the training part.";
    }

    /**
     * The rows of those whom the given split tests though an ancestor has seen them, or lets validate though they
     * trained it: that they validate again teaches it nothing new.
     */
    private static List<Integer> late(List<LabelledPatient> patients, Map<Part, List<TrainingPatient>> parts,
            Lineage lineage) {
        Set<String> late = having(parts.get(Part.TEST), lineage::has);
        late.addAll(having(parts.get(Part.VALIDATION), lineage::trained));
        return patients.stream().filter(each -> late.contains(each.id())).map(LabelledPatient::row).toList();
    }

    private static String late(int count, String rows) {
        return "Warning: " + Count.of(count, "patient") + " whom the given split puts into "
                + "validation or test" + rows + (count == 1 ? " was" : " were") + " seen before by " + BEFORE
                + ", as their pictures tell; the numbers of these parts are too good.";
    }

    /** The lineage of the model: the ancestor's and the slices of this training. */
    Lineage lineage(Optional<Ancestor> ancestor) {
        return ancestor.map(Ancestor::lineage).orElse(Lineage.NONE)
                .with(digests(Part.TRAIN), digests(Part.VALIDATION));
    }

    private List<String> digests(Part part) {
        return parts.get(part).stream().flatMap(TrainingPatient::tellingPictures).map(SharedPictures.Picture::digest)
                .toList();
    }
}
