package org.slicelstm.model;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slicelstm.UserException;

/**
 * The content of {@code model.json}: everything about a model that is not in its SavedModel. Field names are the
 * components' in lower case with underscores; unknown fields are ignored.
 *
 * @param formatVersion   {@link #FORMAT_VERSION}
 * @param recipe          what the model is made of, where it was made here
 * @param foreign         how it is fed, where it was made elsewhere; a model has one of the two
 * @param trainingOrder   how the slices of a patient were ordered in training
 * @param predictionOrder how they are ordered for a prediction, sorted or shuffled
 * @param orders          how many seeded orders a patient's mean logit is taken over where they are shuffled
 * @param thresholds      for each label the probability from which it is called, 0 to 1
 * @param calibration     for each label how a logit becomes a probability
 * @param tags            tags of the SavedModel's graph
 * @param signatures      what the SavedModel calls the signatures, by our name of them; a model made elsewhere may
 *                        lack some
 * @param provenance      where the model comes from
 * @param lineage         whom the model has seen, where it keeps that
 * @param sha256          SHA-256 of each file of the SavedModel, by its path in the directory with slashes
 */
public record ModelInfo(int formatVersion, Optional<Recipe> recipe, Optional<ForeignModel> foreign,
        Order trainingOrder, Order predictionOrder, int orders, Map<String, Double> thresholds,
        Map<String, Calibration> calibration, List<String> tags, Map<String, SignatureNames> signatures,
        Provenance provenance, Optional<LineageRecord> lineage, Map<String, String> sha256) {
    /** The version of {@code model.json} written and read here. */
    public static final int FORMAT_VERSION = 1;

    /** How many orders a model trained on shuffled slices is asked in, unless told otherwise. */
    public static final int SHUFFLED_ORDERS = 16;

    private static final int MOST_ORDERS = 10_000;
    private static final Pattern SCHEDULE = Pattern.compile("\"schedule\"\\s*:\\s*\"([^\"]*)\"");

    /** The order of a patient's slices. */
    public enum Order {
        /** Of training: the model is untrained. */
        NONE,
        /** By a seeded shuffle. */
        SHUFFLED,
        /** By position, instance number or name. */
        SORTED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ModelInfo {
        Checks.require(formatVersion == FORMAT_VERSION, "The field 'format_version' is " + formatVersion
                + ", but this software reads version " + FORMAT_VERSION + "; use the software that wrote the model.");
        Checks.require(recipe.isPresent() != foreign.isPresent(), "One of the fields 'recipe' and 'foreign' must be "
                + "there, and not both; restore the file from the original model.");
        List<String> labels = recipe.isPresent() ? recipe.get().labels() : foreign.get().labels();
        Checks.require(predictionOrder != Order.NONE,
                "The field 'prediction_order' should be sorted or shuffled; correct it.");
        Checks.range("orders", orders, 1, MOST_ORDERS);
        thresholds = Collections.unmodifiableMap(new LinkedHashMap<>(thresholds));
        thresholds.forEach((label, each) -> Checks.range("thresholds." + label, each, 0, 1));
        calibration = Collections.unmodifiableMap(new LinkedHashMap<>(calibration));
        checkLabels("thresholds", thresholds, labels);
        checkLabels("calibration", calibration, labels);
        Checks.require(!tags.isEmpty(), "The field 'tags' is empty; name the SavedModel's tags, such as serve.");
        tags = List.copyOf(tags);
        signatures = Collections.unmodifiableMap(new TreeMap<>(signatures));
        sha256 = Collections.unmodifiableMap(new TreeMap<>(sha256));
    }

    private static void checkLabels(String field, Map<String, ?> values, List<String> labels) {
        Checks.require(values.keySet().equals(new HashSet<>(labels)), "The field '" + field
                + "' must have one entry for each of the labels " + String.join(", ", labels) + "; correct it.");
    }

    /** A new model that has seen no patient: thresholds at one half, no calibration, one pass in the sorted order. */
    public static ModelInfo untrained(Recipe recipe, Map<String, SignatureNames> signatures, Provenance provenance) {
        return uncalibrated(Optional.of(recipe), Optional.empty(), recipe.labels(), List.of("serve"), signatures,
                provenance);
    }

    /** A model made elsewhere, as it is: thresholds at one half, no calibration, one pass in the sorted order. */
    public static ModelInfo adopted(ForeignModel foreign, List<String> tags, SignatureNames serving,
            Provenance provenance) {
        return uncalibrated(Optional.empty(), Optional.of(foreign), foreign.labels(), tags,
                Map.of(SignatureNames.SERVING_DEFAULT, serving), provenance);
    }

    private static ModelInfo uncalibrated(Optional<Recipe> recipe, Optional<ForeignModel> foreign, List<String> labels,
            List<String> tags, Map<String, SignatureNames> signatures, Provenance provenance) {
        Map<String, Double> thresholds = new LinkedHashMap<>();
        Map<String, Calibration> calibration = new LinkedHashMap<>();
        for (String label : labels) {
            thresholds.put(label, 0.5);
            calibration.put(label, Calibration.IDENTITY);
        }
        return new ModelInfo(FORMAT_VERSION, recipe, foreign, Order.NONE, Order.SORTED, 1, thresholds, calibration,
                tags, signatures, provenance, Optional.empty(), Map.of());
    }

    /** What the model is called. */
    public String name() {
        return recipe.map(Recipe::name).or(() -> foreign.map(ForeignModel::name)).orElseThrow();
    }

    /** Whether a label's threshold was chosen on validation patients when the model was trained. */
    public boolean choseThreshold(String label) {
        // Both or neither: one number of patients is asked of both, and without a slope there is nothing to cut.
        return provenance.training().isPresent() && calibration.get(label).isFitted()
                && calibration.get(label).slope() != 0;
    }

    /** The diseases, in the order of the model's outputs. */
    public List<String> labels() {
        return recipe.map(Recipe::labels).or(() -> foreign.map(ForeignModel::labels)).orElseThrow();
    }

    /** How a picture becomes the input. */
    public InputRecipe input() {
        return recipe.map(Recipe::input).or(() -> foreign.map(ForeignModel::input)).orElseThrow();
    }

    /**
     * The recipe of a model that was made here.
     *
     * @throws UserException if it was made elsewhere
     */
    public Recipe ownRecipe() {
        return recipe.orElseThrow(() -> new UserException("The model '" + name()
                + "' was made elsewhere and has no recipe, which this needs; take a model that new-model made."));
    }

    /**
     * The same model after training.
     *
     * @param order how the slices of a patient were ordered in training, and will be in prediction, unless one order
     *              is enough there: then they are sorted
     * @param seen  orders that a prediction averages over
     */
    public ModelInfo trained(Order order, int seen, Map<String, Double> limits, Map<String, Calibration> fitted,
            TrainingRecord record) {
        return new ModelInfo(formatVersion, recipe, foreign, order, seen == 1 ? Order.SORTED : order, seen,
                limits, fitted, tags, signatures, provenance.trainedOn(record), lineage, sha256);
    }

    /** The same, with the files' hashes. */
    ModelInfo withSha256(Map<String, String> hashes, Optional<LineageRecord> seen) {
        return new ModelInfo(formatVersion, recipe, foreign, trainingOrder, predictionOrder, orders, thresholds,
                calibration, tags, signatures, provenance, seen, hashes);
    }

    /**
     * Reads {@code model.json}.
     *
     * @param document what the text is called in errors
     * @throws UserException if a field is missing or wrong
     */
    static ModelInfo fromJson(String document, String json) {
        return RecordJson.read(document, withKnownSchedule(json), ModelInfo.class);
    }

    /**
     * Without a schedule that there is not: version 0.1 took any word for one, trained at a constant rate with some and
     * with others not at all. A prediction needs none.
     */
    private static String withKnownSchedule(String json) {
        Matcher named = SCHEDULE.matcher(json);
        return named.find() && Stream.of(Schedule.values()).noneMatch(each -> each.toString().equals(named.group(1)))
                ? named.replaceFirst("\"schedule\": null") : json;
    }

    /** The text of {@code model.json}. */
    String toJson() {
        return RecordJson.write(this);
    }
}
