package org.slicelstm.train;

import java.util.ArrayList;
import java.util.List;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Label;
import org.slicelstm.cohort.LabelledPatient;

/**
 * How many patients have a label and how many do not; those of whom it is unknown count in neither.
 *
 * @param label     the label's name
 * @param positives N₊
 * @param negatives N₋
 */
public record Prevalence(String label, int positives, int negatives) {

    /**
     * Counts each label.
     *
     * @param names    the labels' names, in the order of each patient's labels
     * @param patients whom to count, such as the training part
     */
    public static List<Prevalence> of(List<String> names, List<LabelledPatient> patients) {
        List<Prevalence> prevalences = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int label = i;
            List<Label> truth = patients.stream().map(each -> each.labels().get(label)).toList();
            prevalences.add(of(names.get(i), truth));
        }
        return List.copyOf(prevalences);
    }

    static Prevalence of(String name, List<Label> truth) {
        int positives = (int) truth.stream().filter(Label.PRESENT::equals).count();
        int negatives = (int) truth.stream().filter(Label.ABSENT::equals).count();
        return new Prevalence(name, positives, negatives);
    }

    /** Patients of whom the label is known. */
    public int known() {
        return positives + negatives;
    }

    /** N₊ / (N₊ + N₋), not a number where nobody's label is known. */
    public double fraction() {
        return (double) positives / known();
    }

    /** @throws UserException if the label has one class only and cannot be learned */
    void requireBoth() {
        if (positives == 0 || negatives == 0) {
            throw new UserException("No training patient has " + (positives == 0 ? "a 1" : "a 0") + " for the label '"
                    + label + "', so it cannot be learned: leave it out of --labels, or split so that both occur.");
        }
    }
}
