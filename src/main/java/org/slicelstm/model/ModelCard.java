package org.slicelstm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slicelstm.Count;

/** The text for people that lies beside a model. */
final class ModelCard {
    private ModelCard() {
    }

    /** The card in Markdown. */
    static String text(ModelInfo info, String modelSha256) {
        List<String> lines = new ArrayList<>(List.of(
                "# " + info.name(),
                "",
                "**Research use only.** Not a medical device; not for diagnosis, triage or treatment.",
                "",
                "## What it is"));
        info.recipe().ifPresent(recipe -> lines.addAll(what(recipe)));
        info.foreign().ifPresent(foreign -> lines.addAll(what(foreign)));
        lines.addAll(List.of(
                "",
                "- Labels: " + String.join(", ", info.labels()),
                "- Input: pictures of " + info.input().height() + " × " + info.input().width()
                        + " pixels, RGB from 0 to 255, window: " + info.input().window(),
                "- Slice order in training: " + (info.foreign().isPresent() ? "unknown" : info.trainingOrder())
                        + "; in prediction: " + info.predictionOrder()));
        info.recipe().ifPresent(recipe -> lines.addAll(List.of(
                "- Created by: " + info.provenance().createdBy() + ", seed " + info.provenance().seed(),
                "- Backbone weights: " + backboneWeights(info.provenance()))));
        info.provenance().training().flatMap(TrainingRecord::ancestorSha256).ifPresent(ancestor -> lines.add(
                "- Ancestor, the model that its training began with: SHA-256 " + ancestor));
        info.lineage().ifPresent(seen -> lines.add(lineage(seen)));
        info.foreign().ifPresent(foreign -> lines.add("- Adopted by: " + info.provenance().createdBy()));
        lines.addAll(List.of(
                "- SHA-256 of the model: " + modelSha256,
                "",
                "## State"));
        lines.addAll(info.foreign().isPresent()
                ? List.of("Made elsewhere: how it was trained and tested, its maker knows.") : state(info.provenance()));
        lines.addAll(List.of(
                "",
                "## Limits",
                "- It knows only what its training patients showed; other scanners, protocols, ages and diseases "
                        + "may mislead it.",
                "- A probability is not a finding: it does not say where, and a low one rules nothing out.",
                "- Slices of other kinds (bone window, contrast, reformats, other body parts) are not what it expects.",
                "- A SavedModel is code: load it only from a source you trust, and compare its SHA-256.",
                ""));
        return String.join("\n", lines);
    }

    private static List<String> what(Recipe recipe) {
        return List.of("A convolutional network (" + recipe.backbone().name() + ") looks at each slice of a head CT "
                        + "and " + recipe.head().sequence().kind().title()
                        + " joins the slices of one patient to one probability for each label."
                        + recipe.head().slicesWindow().map(most -> " Of a patient with more than "
                                + Count.of(most, "slice") + " it takes " + most
                                + ", evenly spread over their order.").orElse(""),
                "",
                "Method: Leal et al. 2020, Convolutional-LSTM for Multi-Image to Single Output Medical Prediction, "
                        + "arXiv 2010.10004.");
    }

    private static List<String> what(ForeignModel foreign) {
        return List.of("A SavedModel that was made elsewhere and is used as it is: "
                + foreign.slices().map(n -> "exactly " + Count.of(n, "slice")).orElse("the slices")
                + " of one patient go in, "
                + (foreign.running() ? "a probability for each label comes out after each slice."
                        : "one probability for each label comes out; " + (foreign.slices().isPresent()
                                ? "there is no running probability."
                                : "the running probability is the model on the first slices alone.")));
    }

    private static String lineage(LineageRecord seen) {
        return "- Lineage: " + seen.file() + ", unless it was left out, keeps 8 bytes of a digest of each of the "
                + "pictures that trained (" + seen.trained() + ") or validated (" + seen.validated() + ") it or a model "
                + "that it descends from"
                + (seen.complete() ? "" : ", but for an older one that kept nothing") + "; it names nobody";
    }

    private static String backboneWeights(Provenance provenance) {
        if (provenance.training().flatMap(TrainingRecord::ancestorSha256).isPresent()) {
            return "those of its ancestor, trained further where the recipe trains them";
        }
        return provenance.weightsSha256().equals(Provenance.UNTRAINED) ? "drawn at random from the seed"
                : "from a file with SHA-256 " + provenance.weightsSha256();
    }

    private static List<String> state(Provenance provenance) {
        if (!provenance.trained()) {
            return List.of("**Untrained.** The head's weights are random: its probabilities mean nothing until it is "
                    + "trained.");
        }
        return provenance.training().map(ModelCard::training).orElse(List.of("Trained; see model.json."));
    }

    private static List<String> training(TrainingRecord record) {
        List<String> lines = new ArrayList<>();
        lines.add("Trained on " + patients(record, "train") + "; epoch " + record.bestEpoch() + " of " + record.epochs()
                + (count(record, "validation") > 0 ? ", chosen on " + patients(record, "validation")
                        : ", the last, for nobody validated") + ". " + (count(record, "test") > 0
                        ? "Kept back until the end: " + patients(record, "test") : "Nobody was kept back for a test")
                + ". Seed " + record.seed() + ", " + record.device() + ".");
        if (count(record, "validation") > 0 || count(record, "test") > 0) {
            lines.addAll(measured(record));
        }
        lines.addAll(record.notes());
        return lines;
    }

    private static List<String> measured(TrainingRecord record) {
        List<String> lines = new ArrayList<>();
        lines.addAll(List.of("", "| patients | label | AUC | recall | specificity |", "| --- | --- | --- | --- | --- |"));
        for (String part : List.of("validation", "test")) {
            record.metrics().getOrDefault(part, Map.of()).forEach((label, metrics) -> {
                if (!label.equals("all")) {
                    lines.add("| " + part + " | " + label + " | " + number(metrics, "auc") + " | "
                            + number(metrics, "recall") + " | " + number(metrics, "specificity") + " |");
                }
            });
        }
        lines.addAll(List.of("", "Recall and specificity are of calls at the thresholds in model.json, as predictions "
                + "are called."));
        return lines;
    }

    private static String patients(TrainingRecord record, String part) {
        return Count.of(count(record, part), "patient");
    }

    private static int count(TrainingRecord record, String part) {
        return record.patients().getOrDefault(part, 0);
    }

    private static String number(Map<String, Double> metrics, String name) {
        return metrics.containsKey(name) ? String.format(Locale.ROOT, "%.3f", metrics.get(name)) : "not defined";
    }
}
