package org.slicelstm.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LabelledPatient;
import org.slicelstm.cohort.Part;
import org.slicelstm.cohort.Split;

/** What should be known of the parts before hours of training: that nobody is kept back, or too few validate. */
final class PartsAdvice {
    private static final double STEP = .01;
    private static final double LARGEST = .5;

    private final TrainingSettings settings;
    private final List<LabelledPatient> patients;
    private final Division division;
    private final Split split;

    PartsAdvice(TrainingSettings settings, List<LabelledPatient> patients, Division division) {
        this.settings = settings;
        this.patients = patients;
        this.division = division;
        split = division.split();
    }

    /** One sentence each; none where all is well. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (split.of(Part.TEST).isEmpty()) {
            sentences.add("Nobody is kept back for a test, so that nothing will say how good the model is on new "
                    + "patients; " + (settings.split().isPresent() ? "name some as test in the split."
                            : "--test 0.2 keeps one patient in five back."));
        }
        List<Prevalence> validation = Prevalence.of(settings.recipe().labels(), split.of(Part.VALIDATION, patients));
        List<Prevalence> few = validation.stream().filter(PartsAdvice::tooFew).toList();
        if (split.of(Part.VALIDATION).isEmpty()) {
            sentences.add("Nobody validates: the last epoch counts as the best, thresholds stay at .5 and nothing is "
                    + "calibrated; " + remedy(few) + ".");
        } else if (!few.isEmpty()) {
            sentences.add("Too few patients validate to choose a threshold and to calibrate, for which "
                    + Threshold.FEWEST + " with a label and as many without are needed: "
                    + few.stream().map(each -> each.label() + " has " + each.positives() + " with it and "
                            + each.negatives() + " without").collect(Collectors.joining(", "))
                    + ". The threshold stays at .5 then; " + remedy(few) + ".");
        }
        return sentences;
    }

    private static boolean tooFew(Prevalence validation) {
        return Math.min(validation.positives(), validation.negatives()) < Threshold.FEWEST;
    }

    private String remedy(List<Prevalence> few) {
        if (settings.split().isPresent() || namesValidation()) {
            return "name more of them as validation in the split";
        }
        List<Prevalence> all = Prevalence.of(settings.recipe().labels(),
                patients.stream().filter(each -> split.parts().get(each.id()) != Part.TEST).toList());
        List<String> wanted = few.stream().map(Prevalence::label).filter(label -> all.stream()
                .anyMatch(each -> each.label().equals(label)
                        && Math.min(each.positives(), each.negatives()) >= 2 * Threshold.FEWEST)).toList();
        Optional<Double> share = wanted.isEmpty() ? Optional.empty() : share(wanted);
        if (share.isEmpty()) {
            return "no --validation would do: the table has too few patients with or too few without";
        }
        return String.format(Locale.ROOT, "--validation %.2f would do", share.get())
                + (wanted.size() == few.size() ? "" : " for " + String.join(", ", wanted)
                + ", no share for the others");
    }

    private boolean namesValidation() {
        return patients.stream().anyMatch(each -> each.part().equals(Optional.of(Part.VALIDATION)));
    }

    /** The smallest share, in steps of a hundredth, with which enough validate for these labels; found by drawing. */
    private Optional<Double> share(List<String> labels) {
        for (int percent = 1; percent <= Math.round(LARGEST / STEP); percent++) {
            double share = percent * STEP;
            try {
                Split other = division.with().apply(share);
                if (Prevalence.of(settings.recipe().labels(), other.of(Part.VALIDATION, patients)).stream()
                        .filter(each -> labels.contains(each.label())).noneMatch(PartsAdvice::tooFew)) {
                    return Optional.of(share);
                }
            } catch (UserException e) {
                // Nobody would be left to train: nor with a larger share.
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
