package org.slicelstm.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slicelstm.UserException;

/**
 * An experiment: variants of one recipe, each trained on every fold from every seed.
 *
 * @param name     what it is called, the name of folders too
 * @param question what it asks, one sentence
 * @param metric   what the variants are compared in: a column of {@code results.csv} but {@code loss}
 * @param recipe   the name of the recipe where the user names none
 * @param labels   the labels where the user names none; may be empty for the recipe's
 * @param folds    parts of the cross-validation
 * @param seeds    of everything that is random
 * @param override settings of every variant
 * @param variants at least one; the first is what the others are compared with
 * @param phantoms how it runs without a table, if it can
 */
public record Study(String name, String question, String metric, String recipe, List<String> labels, int folds,
        List<Long> seeds, RecipeOverride override, List<Variant> variants, Optional<Phantoms> phantoms) {
    /** The studies that come with the software. */
    public static final List<String> SHIPPED = List.of("shuffling", "heads", "window", "paper");

    private static final List<String> METRICS = List.of("auc", "accuracy", "recall", "precision", "specificity", "f1");
    private static final String FIELDS = "name question metric recipe labels folds seeds orders override variants "
            + "phantoms";
    private static final int MOST_FOLDS = 1000;
    private static final int DEFAULT_FOLDS = 5;

    /** How slices are ordered when a trained variant is asked. */
    public enum Order {
        /** The mean over random orders. */
        RANDOM,
        /** Once, in the slices' own order. */
        SORTED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One way to train.
     *
     * @param name     what it is called, the name of a folder too
     * @param override what is different
     * @param orders   in which orders it is asked, the one that counts most first
     */
    public record Variant(String name, RecipeOverride override, List<Order> orders) {
        public Variant {
            checkName("The variant", name);
            orders = List.copyOf(new LinkedHashSet<>(orders));
            Checks.require(!orders.isEmpty(), "The variant '" + name + "' names no order; write random, sorted or "
                    + "both.");
        }
    }

    /**
     * The study on synthetic patients, small enough to be over soon.
     *
     * @param patients   how many
     * @param seed       of the patients
     * @param prevalence of labels, 0 to 1
     * @param weights    the fetched weights that its backbone wants
     * @param recipe     the recipe's name
     * @param otherwise  the recipe where these weights were not fetched
     * @param labels     the labels
     * @param folds      parts of the cross-validation
     * @param seeds      of everything that is random
     * @param override   settings of every variant
     */
    public record Phantoms(int patients, long seed, Map<String, Double> prevalence, String weights, String recipe,
            String otherwise, List<String> labels, int folds, List<Long> seeds, RecipeOverride override) { }

    public Study {
        checkName("The study", name);
        Checks.require(METRICS.contains(metric), "The study's metric cannot be '" + metric + "'; write one of "
                + String.join(", ", METRICS) + ".");
        labels = List.copyOf(labels);
        seeds = List.copyOf(new LinkedHashSet<>(seeds));
        variants = List.copyOf(variants);
        Checks.range("folds", folds, 2, MOST_FOLDS);
        Checks.require(!seeds.isEmpty(), "The study names no seed; write at least one.");
        Checks.require(!variants.isEmpty(), "The study names no variant; write at least one.");
        Set<String> names = new HashSet<>();
        variants.forEach(each -> Checks.require(names.add(each.name()), "The study has two variants '" + each.name()
                + "'; give each a name of its own."));
    }

    private static void checkName(String what, String name) {
        Checks.require(name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}"), what + "'s name '" + name
                + "' may hold letters, digits, '-', '_' and '.' only; rename it.");
    }

    /** A study that comes with the software, if there is one of that name. */
    public static Optional<Study> shipped(String name) {
        if (!SHIPPED.contains(name)) {
            return Optional.empty();
        }
        try (InputStream in = Study.class.getResourceAsStream("studies/" + name + ".json")) {
            return Optional.of(fromJson("The study '" + name + "'",
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("a study of the software cannot be read", e);
        }
    }

    /**
     * Reads a study.
     *
     * @param document what the text is called in errors
     * @throws UserException if a field is missing, wrong or not known
     */
    public static Study fromJson(String document, String json) {
        try {
            Fields fields = new Fields(document, JsonParser.parseString(json), FIELDS);
            List<Order> orders = orders(fields, List.of(Order.RANDOM, Order.SORTED));
            List<Variant> variants = new ArrayList<>();
            for (JsonElement each : fields.list("variants")) {
                Fields variant = new Fields(document + ", a variant", each, "name override orders");
                variants.add(new Variant(variant.text("name", null), variant.override(), orders(variant, orders)));
            }
            Optional<Phantoms> phantoms = fields.has("phantoms") ? Optional.of(phantoms(fields)) : Optional.empty();
            return new Study(fields.text("name", null), fields.text("question", ""), fields.text("metric", "auc"),
                    fields.text("recipe", null), fields.texts("labels"), (int) fields.number("folds", DEFAULT_FOLDS),
                    fields.numbers("seeds", List.of(1L, 2L, 3L)), fields.override(), variants, phantoms);
        } catch (JsonParseException | IllegalStateException | NumberFormatException | ClassCastException
                | UnsupportedOperationException e) {
            throw new UserException(document + " is not valid: a value is of another kind than it should be; see "
                    + "docs/command-line.md.", e);
        }
    }

    private static List<Order> orders(Fields fields, List<Order> otherwise) {
        if (!fields.has("orders")) {
            return otherwise;
        }
        return fields.texts("orders").stream().map(text -> Arrays.stream(Order.values())
                .filter(order -> order.toString().equals(text)).findFirst().orElseThrow(() -> new UserException(
                        fields.document() + ": the order '" + text + "' is not known; write random or "
                                + "sorted."))).toList();
    }

    private static Phantoms phantoms(Fields study) {
        Fields fields = new Fields(study.document() + ", phantoms", study.get("phantoms"),
                "patients seed prevalence weights recipe without_weights labels folds seeds override");
        Map<String, Double> prevalence = new LinkedHashMap<>();
        if (fields.has("prevalence")) {
            fields.get("prevalence").getAsJsonObject().entrySet()
                    .forEach(each -> prevalence.put(each.getKey(), each.getValue().getAsDouble()));
        }
        return new Phantoms((int) fields.number("patients", 60), fields.number("seed", 1), prevalence,
                fields.text("weights", null), fields.text("recipe", null), fields.text("without_weights", null),
                fields.texts("labels"), (int) fields.number("folds", 2),
                fields.numbers("seeds", List.of(1L)), fields.override());
    }

    /** The fields of an object, none of them unknown. */
    private record Fields(String document, JsonObject object) {
        Fields(String document, JsonElement json, String known) {
            this(document, json.getAsJsonObject());
            Set<String> names = Set.of(known.split(" "));
            object.keySet().stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
                throw new UserException(document + " has the unknown field '" + name + "'; the fields are "
                        + known.replace(" ", ", ") + ".");
            });
        }

        boolean has(String name) {
            return object.has(name);
        }

        JsonElement get(String name) {
            if (!has(name)) {
                throw new UserException(document + " lacks the field '" + name + "'; add it.");
            }
            return object.get(name);
        }

        String text(String name, String otherwise) {
            return otherwise != null && !has(name) ? otherwise : get(name).getAsString();
        }

        long number(String name, long otherwise) {
            return has(name) ? get(name).getAsBigDecimal().longValueExact() : otherwise;
        }

        List<JsonElement> list(String name) {
            return get(name).getAsJsonArray().asList();
        }

        List<String> texts(String name) {
            return has(name) ? list(name).stream().map(JsonElement::getAsString).toList() : List.of();
        }

        List<Long> numbers(String name, List<Long> otherwise) {
            return has(name) ? list(name).stream().map(JsonElement::getAsLong).toList() : otherwise;
        }

        RecipeOverride override() {
            return has("override") ? new RecipeOverride(get("override").getAsJsonObject()) : RecipeOverride.NONE;
        }
    }
}
