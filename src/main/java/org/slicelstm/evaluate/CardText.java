package org.slicelstm.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slicelstm.Count;
import org.slicelstm.Product;
import org.slicelstm.model.ModelInfo;
import org.slicelstm.model.TrainingRecord;

/** {@code MODEL_CARD.md}, filled from the evaluation. */
final class CardText {
    private static final List<Measure> SHOWN = List.of(Measure.AUC, Measure.AVERAGE_PRECISION, Measure.SENSITIVITY,
            Measure.SPECIFICITY, Measure.PRECISION, Measure.NEGATIVE_PREDICTIVE_VALUE, Measure.BRIER,
            Measure.CALIBRATION_SLOPE, Measure.CALIBRATION_INTERCEPT);

    private CardText() {
    }

    static String text(EvaluationResult result) {
        List<String> lines = new ArrayList<>(List.of("# Model card: " + Words.model(result), "",
                "**" + Product.RESEARCH_USE_ONLY + "**", "", "## Model", ""));
        result.run().info().ifPresentOrElse(info -> lines.addAll(model(info, result.run().modelSha256())),
                () -> lines.add("Only its predictions are known: " + result.run().predictions() + "."));
        lines.addAll(List.of("", "## Intended use", "",
                "- Research on predicting findings of a patient from the loose slices of a head CT.",
                "- Not for diagnosis, triage, treatment or any decision about a person.",
                "- Users: researchers who can judge imaging data and prediction models.",
                "", "## Data", ""));
        result.run().info().flatMap(info -> info.provenance().training()).ifPresentOrElse(training -> lines.addAll(
                List.of("- Trained on: " + Words.trainedOn(training) + ". Table with SHA-256 " + training.tableSha256()
                                + ", seed " + training.seed() + ".",
                        "- Epoch: " + Words.epoch(training) + ".")),
                () -> lines.add("- Trained on: " + (result.run().info()
                        .map(info -> info.provenance().trained()).orElse(true) ? "not known here." : "nothing.")));
        lines.addAll(List.of("", "Evaluated on:", ""));
        Map<String, String> facts = Words.facts(result);
        List.of("Model", "SHA-256 of the model", "State of the model", "Labels").forEach(facts::remove);
        facts.forEach((name, value) -> lines.add("- " + name + ": " + value));
        lines.addAll(List.of("", "## Metrics", "", "95 % intervals in brackets; " + Numbers.UNDEFINED
                + " where a value is not defined.", ""));
        lines.add("| label | positive / known | threshold | " + SHOWN.stream().map(Measure::title)
                .collect(Collectors.joining(" | ")) + " |");
        lines.add("| --- ".repeat(SHOWN.size() + 3) + "|");
        for (LabelEvaluation each : result.rows()) {
            lines.add("| " + cell(each.label()) + " | " + each.positives() + " / " + (each.patients() - each.missing())
                    + " | " + each.threshold().map(Numbers::text).orElse(Numbers.UNDEFINED) + " | "
                    + SHOWN.stream().map(measure -> Numbers.text(each.get(measure))).collect(Collectors.joining(" | "))
                    + " |");
        }
        lines.addAll(List.of("", "## Limits", ""));
        result.run().notes().forEach(note -> lines.add("- " + note));
        Words.leaks(result).forEach(leak -> lines.add("- " + leak));
        if (!result.failed().isEmpty()) {
            lines.add("- " + Words.withoutPrediction(result) + ": the table above is without them, metrics.json "
                    + "repeats it with them called wrong.");
        }
        lines.addAll(result.run().info().filter(info -> info.foreign().isEmpty() && !info.provenance().trained())
                .isPresent() ? List.of("- It has seen no patient and knows nothing.") : List.of(
                "- It knows only what its training patients showed; other scanners, protocols, ages and diseases may "
                        + "mislead it. The numbers hold for patients like these."));
        lines.addAll(List.of(
                "- A probability is not a finding: it does not say where, and a low one rules nothing out.",
                "- " + Words.subgroups(result),
                "", "## Ethical note", "",
                "- Use it only with pictures you may use, with the consent or approval that applies to you.",
                "- Errors may fall on some groups of people more than on others; this evaluation does not show it.",
                "- What is burned into pictures cannot be removed here; identifiers of DICOM headers are in no result.",
                ""));
        return String.join("\n", lines);
    }

    private static List<String> model(ModelInfo info, String sha256) {
        List<String> lines = new ArrayList<>(List.of("- Name: " + info.name(), "- SHA-256: " + sha256,
                "- Created by: " + info.provenance().createdBy(),
                "- State: " + Words.state(info),
                "- Labels: " + String.join(", ", info.labels()),
                "- Input: pictures of " + info.input().height() + " × " + info.input().width() + " pixels, window "
                        + info.input().window(),
                "- Slice order in training: " + Words.trainingOrder(info) + "; in prediction: " + info.predictionOrder()
                        + ", " + Count.of(info.orders(), "order")));
        info.provenance().training().flatMap(TrainingRecord::ancestorSha256).ifPresent(ancestor -> lines.add(
                "- Ancestor, the model that its training began with: SHA-256 " + ancestor));
        info.recipe().ifPresent(recipe -> lines.add("- Backbone: " + recipe.backbone().name() + "; head: "
                + recipe.head().sequence().kind()));
        return lines;
    }

    /** A name from a table in a cell of Markdown. */
    static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
