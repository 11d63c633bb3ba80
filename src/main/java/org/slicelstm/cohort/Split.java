package org.slicelstm.cohort;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slicelstm.Count;
import org.slicelstm.UserException;

/**
 * Which patients train, which validate, which are kept back for a test. A group is always on one side.
 *
 * @param parts the part of each patient by its identifier, in the table's order
 */
public record Split(Map<String, Part> parts) {
    public Split {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /**
     * Splits at random, with every label's prevalence about the same on all sides.
     *
     * <p>A patient whose table names a part stays there. A validation or test part that the table names for anybody
     * gets nobody else. Where the table puts everybody into training or test, those who validate are drawn from the
     * training patients.
     *
     * @param patients   the patients, no group in two parts
     * @param validation fraction of all patients that validate, at least 0
     * @param test       fraction of all patients that are kept back, at least 0
     * @param seed       the same seed and patients give the same split, whatever the order of the rows
     * @throws UserException if the fractions leave nobody to train, or there are too few patients for them
     */
    public static Split of(List<LabelledPatient> patients, double validation, double test, long seed) {
        return of(patients, validation, test, seed, Set.of());
    }

    /**
     * Splits at random as above, but for patients who may only train: the fractions are then of those who are left to
     * be drawn. Where nobody is left, nobody is drawn.
     *
     * @param onlyTrain groups that are drawn for no other part, because a model has seen some of their patients; where
     *                  the table names a part for them they stay there
     */
    public static Split of(List<LabelledPatient> patients, double validation, double test, long seed,
                           Set<String> onlyTrain) {
        if (!(validation >= 0 && test >= 0 && validation + test < 1)) {
            throw new UserException(String.format(Locale.ROOT, "The fractions for validation (%s) and test (%s) must be "
                    + "0 or more and leave patients to train: make them add up to less than 1.", validation, test));
        }
        Map<String, Part> named = named(patients);
        if (validation > 0 && leavesValidationOpen(patients) && (test == 0 || named.containsValue(Part.TEST))) {
            named.values().removeIf(part -> part == Part.TRAIN);
        }
        onlyTrain.forEach(group -> named.putIfAbsent(group, Part.TRAIN));
        Map<Part, Integer> counts = new EnumMap<>(Part.class);
        patients.stream().map(each -> named.get(each.group())).filter(Objects::nonNull)
                .forEach(part -> counts.merge(part, 1, Integer::sum));
        List<LabelledPatient> open = patients.stream().filter(each -> !named.containsKey(each.group())).toList();
        int shared = onlyTrain.isEmpty() ? patients.size() : open.size();
        double[] sizes = new double[Part.values().length];
        sizes[Part.VALIDATION.ordinal()] = wanted(Part.VALIDATION, validation, shared, counts);
        sizes[Part.TEST.ordinal()] = wanted(Part.TEST, test, shared, counts);
        double rest = open.size() - sizes[Part.VALIDATION.ordinal()] - sizes[Part.TEST.ordinal()];
        if (rest < 0 || rest + counts.getOrDefault(Part.TRAIN, 0) < 1) {
            throw new UserException("The table has too few patients without a split" + (onlyTrain.isEmpty() ? ""
                    : " whom the model has not seen") + " (" + open.size() + ") for the fractions asked for: lower "
                    + "--validation or --test, or add patients.");
        }
        sizes[Part.TRAIN.ordinal()] = rest;
        Map<String, Part> drawn = new LinkedHashMap<>(named);
        if (!open.isEmpty()) {
            Stratification.deal(open, sizes, seed).forEach((group, part) -> drawn.put(group, Part.values()[part]));
        }
        Map<String, Part> parts = new LinkedHashMap<>();
        patients.forEach(each -> parts.put(each.id(), drawn.get(each.group())));
        return new Split(parts).checked(sizes);
    }

    /**
     * Splits for cross-validation: the patients are divided into folds, every label's prevalence about the same in all;
     * one fold is the test, and of the others a fraction validates. Over all folds every patient is tested once.
     *
     * @param fold       which fold is the test
     * @param validation fraction of all patients that validate, at least 0
     * @param seed       the same seed and patients give the same folds, whatever the order of the rows
     * @throws UserException if there are too few patients or groups, or the table names a part for anybody: that would
     *                       contradict one of the folds
     */
    public static Split fold(List<LabelledPatient> patients, Fold fold, double validation, long seed) {
        return fold(patients, fold, validation, seed, Set.of());
    }

    /**
     * Splits for cross-validation as above, but for patients who may only train: the others are divided into folds.
     *
     * @param onlyTrain groups that train in every fold, because a model has seen some of their patients
     */
    public static Split fold(List<LabelledPatient> patients, Fold fold, double validation, long seed,
                             Set<String> onlyTrain) {
        patients.stream().filter(each -> each.part().isPresent()).findFirst().ifPresent(each -> {
            throw new UserException("The table puts the patient '" + each.id() + "' of row " + each.row() + " into "
                    + each.part().get() + ", and --folds divides anew: leave one of the two out.");
        });
        List<LabelledPatient> divided = patients.stream().filter(each -> !onlyTrain.contains(each.group())).toList();
        long groups = divided.stream().map(LabelledPatient::group).distinct().count();
        if (fold.count() > groups) {
            throw new UserException("The table has " + Count.of(groups, "patient or group", "patients or groups")
                    + (onlyTrain.isEmpty() ? "" : " whom the model has not seen") + " to divide into " + fold.count()
                    + " folds: lower --folds, or add patients.");
        }
        if (!(validation >= 0 && validation < 1 - 1.0 / fold.count())) {
            throw new UserException(String.format(Locale.ROOT, "The fraction for validation (%s) and one of %d folds "
                    + "leave no patients to train: lower --validation.", validation, fold.count()));
        }
        double[] sizes = new double[fold.count()];
        Arrays.fill(sizes, (double) divided.size() / fold.count());
        Map<String, Integer> folds = Stratification.deal(divided, sizes, seed);
        List<LabelledPatient> rest = patients.stream()
                .filter(each -> !Objects.equals(folds.get(each.group()), fold.number() - 1)).toList();
        long open = divided.size() - (patients.size() - rest.size());
        if (open == 0 || rest.size() == patients.size()) {
            throw new UserException("The table's groups are too large to divide into " + fold.count()
                    + " folds: lower --folds.");
        }
        Split others = of(rest, validation * divided.size() / open, 0, seed, onlyTrain);
        Map<String, Part> parts = new LinkedHashMap<>();
        patients.forEach(each -> parts.put(each.id(), others.parts().getOrDefault(each.id(), Part.TEST)));
        return new Split(parts);
    }

    /** The part of each group that the table names one for. */
    private static Map<String, Part> named(List<LabelledPatient> patients) {
        Map<String, Part> named = new LinkedHashMap<>();
        for (LabelledPatient each : patients) {
            each.part().ifPresent(part -> named.putIfAbsent(each.group(), part));
        }
        return named;
    }

    /** Whether a table names everybody's part and nobody's is validation: then some of training may validate. */
    static boolean leavesValidationOpen(List<LabelledPatient> patients) {
        List<Part> parts = patients.stream().flatMap(each -> each.part().stream()).distinct().toList();
        Map<String, Part> named = named(patients);
        return parts.contains(Part.TRAIN) && !parts.contains(Part.VALIDATION)
                && patients.stream().allMatch(each -> named.containsKey(each.group()));
    }

    private static double wanted(Part part, double fraction, int patients, Map<Part, Integer> named) {
        return named.containsKey(part) || fraction == 0 || patients == 0 ? 0
                : Math.max(1, Math.round(fraction * patients));
    }

    private Split checked(double[] wanted) {
        for (Part part : Part.values()) {
            if (of(part).isEmpty() && (part == Part.TRAIN || wanted[part.ordinal()] > 0)) {
                throw new UserException("The table has too few patients or groups for a " + part
                        + " part: lower --validation or --test, or add patients.");
            }
        }
        return this;
    }

    /** The identifiers of one part, in the table's order. */
    public List<String> of(Part part) {
        return parts.entrySet().stream().filter(each -> each.getValue() == part).map(Map.Entry::getKey).toList();
    }

    /** The patients of one part, in their order; patients that the split does not name are of none. */
    public List<LabelledPatient> of(Part part, List<LabelledPatient> patients) {
        return patients.stream().filter(each -> parts.get(each.id()) == part).toList();
    }
}
