package org.slicelstm.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slicelstm.cohort.SharedPictures;
import org.slicelstm.evaluate.EvaluatedPart;
import org.slicelstm.model.Lineage;
import org.slicelstm.model.ModelDirectory;

/** What the pictures of evaluated patients tell of whether a model has seen them, whatever they are called now. */
final class SeenPatients {
    private SeenPatients() {
    }

    /**
     * One sentence for each thing that is known, and one for those of whom nothing is.
     *
     * @param model    the model; empty where only predictions are known
     * @param name     what it is called in the sentences
     * @param pictures of the evaluated patients; none where there are only predictions
     */
    static List<String> of(Optional<ModelDirectory> model, String name, EvaluatedPart part,
            List<SharedPictures.Picture> pictures) throws IOException {
        if (model.isPresent() && !model.get().info().provenance().trained()) {
            return List.of();
        }
        String unknown = "Whether evaluated patients trained " + name + " is unknown: ";
        if (model.isEmpty() || pictures.isEmpty()) {
            return List.of(unknown + "their pictures cannot be compared with those that it has seen.");
        }
        Lineage lineage = model.get().lineage();
        if (lineage.slices() == 0 && !lineage.isComplete()) {
            return List.of(unknown + "it keeps no lineage, as older models do, others that were "
                    + "made elsewhere, and copies without their lineage.bin.");
        }
        Set<String> trained = new HashSet<>();
        Set<String> seen = new HashSet<>();
        for (SharedPictures.Picture each : pictures) {
            if (lineage.trained(each.digest())) {
                trained.add(each.patient());
            }
            if (lineage.has(each.digest())) {
                seen.add(each.patient());
            }
        }
        int all = part.patients().size();
        int validated = seen.size() - trained.size();
        List<String> notes = new ArrayList<>();
        if (!trained.isEmpty()) {
            notes.add("Warning: " + trained.size() + " of the " + all + " evaluated patients trained " + name
                    + ", or one that it descends from, as their pictures tell; the numbers are better than on new "
                    + "patients.");
        }
        if (validated > 0) {
            notes.add("Warning: on " + validated + " of the " + all + " evaluated patients epoch, thresholds and "
                    + "calibration of " + name + ", or of one that it descends from, were chosen, as their pictures "
                    + "tell.");
        }
        if (seen.size() < all) {
            notes.add("Whether " + (seen.isEmpty() ? "evaluated patients" : "the other " + (all - seen.size())
                    + " evaluated patients") + " trained " + name + " is unknown: none of their pictures is among the "
                    + lineage.slices() + " that it keeps, but one that was encoded anew with loss, resized or windowed "
                    + "cannot be known again" + (lineage.isComplete() ? "."
                            : ", and a model that it descends from keeps none."));
        }
        return notes;
    }

    /** Says how many pictures stand under two of the evaluated patients. */
    static List<String> repeats(EvaluatedPart part, List<SharedPictures.Picture> pictures) {
        SharedPictures shared = SharedPictures.of(part.patients(), pictures);
        return shared.count() == 0 ? List.of() : List.of("Warning: " + shared.sentence() + "; they count as "
                + "independent and are not. Give them one name in a column group, or keep each picture with one "
                + "patient.");
    }
}
