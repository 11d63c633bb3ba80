package org.slicelstm.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slicelstm.Count;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Part;
import org.slicelstm.cohort.SameName;
import org.slicelstm.cohort.SplitFile;
import org.slicelstm.evaluate.EvaluatedPart;
import org.slicelstm.model.ModelDirectory;

/** What the model's own history says against an evaluation on some patients. */
final class ModelNotes {
    private static final String SPLIT = "split.csv";

    private ModelNotes() {
    }

    /** One sentence each. */
    static List<String> of(ModelDirectory model, EvaluatedPart part) {
        List<String> notes = new ArrayList<>();
        if (!model.info().provenance().trained()) {
            notes.add("This model is untrained: its probabilities mean nothing.");
        }
        Path run = model.path().toAbsolutePath().normalize().getParent();
        Path split = run == null ? null : run.resolve(SPLIT);
        if (split == null || !Files.isRegularFile(split)) {
            return notes;
        }
        try {
            Map<String, Part> parts = SplitFile.read(split);
            List<Part> known = part.patients().stream().map(each -> parts.get(SameName.key(each.id()))).toList();
            long trained = known.stream().filter(each -> each == Part.TRAIN).count();
            long validated = known.stream().filter(each -> each == Part.VALIDATION).count();
            if (trained > 0) {
                notes.add("Warning: " + trained + " of the " + Count.of(part.patients().size(), "evaluated patient")
                        + " trained this model, says the split.csv beside it; the numbers are better than on new "
                        + "patients.");
            }
            if (validated > 0) {
                notes.add("Warning: " + validated + " of the " + Count.of(part.patients().size(), "evaluated patient")
                        + " validated this model, says the split.csv beside it; for what was chosen on them (epoch, "
                        + "thresholds, calibration) the numbers are too good.");
            }
        } catch (UserException e) {
            notes.add("Whether evaluated patients trained the model is not known: " + e.getMessage());
        }
        return notes;
    }
}
