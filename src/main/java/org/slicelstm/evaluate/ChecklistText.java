package org.slicelstm.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slicelstm.Count;
import org.slicelstm.Product;
import org.slicelstm.model.Provenance;
import org.slicelstm.model.TrainingRecord;

/**
 * {@code checklist.md}: what a reviewer of medical imaging studies asks, after the subjects of the Checklist for
 * Artificial Intelligence in Medical Imaging (CLAIM, Tejani et al., Radiology: Artificial Intelligence 2024), in
 * words of our own; answered where the software can.
 */
final class ChecklistText {
    private static final String AUTHORS = "*for the authors*";

    private final List<String> lines = new ArrayList<>();

    private ChecklistText() {
    }

    static String text(EvaluationResult result) {
        ChecklistText list = new ChecklistText();
        list.lines.addAll(List.of("# Checklist for a report on this evaluation", "",
                "The subjects follow CLAIM (Checklist for Artificial Intelligence in Medical Imaging). What the "
                        + "software knows is filled in; the rest only the authors can say.", ""));
        list.data(result);
        list.model(result);
        list.evaluation(result);
        list.results(result);
        list.lines.add("");
        return String.join("\n", list.lines);
    }

    private void section(String name) {
        lines.addAll(List.of("", "## " + name, "", "| asked | answer |", "| --- | --- |"));
    }

    private void item(String asked, String answer) {
        lines.add("| " + asked + " | " + CardText.cell(answer) + " |");
    }

    private void data(EvaluationResult result) {
        RunFacts run = result.run();
        section("Design and data");
        item("Aim, hypothesis, retrospective or prospective", AUTHORS);
        item("Where the pictures come from, dates, sites, scanners", AUTHORS);
        item("Who was included and excluded, and why", AUTHORS + (result.failed().isEmpty() ? ""
                : "; " + Words.withoutPrediction(result) + ", see the report"));
        item("How pictures are prepared", run.info().filter(info -> run.predictions().isEmpty()).map(info ->
                "each slice to HU where the header says how, window " + (run.window().isEmpty() ? info.input().window()
                        : run.window() + " in the place of the model's " + info.input().window()) + ", "
                        + info.input().height() + " × " + info.input().width() + " pixels").orElse(AUTHORS));
        item("Removal of identity", "no identifier of a DICOM header reaches a result; what is burned into pictures: "
                + AUTHORS);
        item("Missing labels", result.evaluation().labels().stream().allMatch(each -> each.missing() == 0) ? "none"
                : "left out of the metrics of that label: " + result.evaluation().labels().stream()
                        .map(each -> each.label() + " " + each.missing()).collect(Collectors.joining(", ")));
        item("Reference standard: who decided what is true, and how sure", AUTHORS);
        item("How patients were divided", Words.split(run) + (result.grouped() ? "; patients share groups" : ""));
        item("Sample size and its reason", Count.of(result.patients().size(), "patient") + "; the reason: " + AUTHORS);
        item("Independence of the test patients", run.notes().isEmpty() ? "unknown"
                : String.join(" ", run.notes()));
        item("External test", AUTHORS);
    }

    private static String start(Provenance from) {
        return from.training().flatMap(TrainingRecord::ancestorSha256)
                .map(ancestor -> "those of the model with SHA-256 " + ancestor)
                .orElse(from.weightsSha256().equals(Provenance.UNTRAINED) ? "drawn at random, seed " + from.seed()
                        : "from a file with SHA-256 " + from.weightsSha256());
    }

    private void model(EvaluationResult result) {
        RunFacts run = result.run();
        section("Model and training");
        item("Inputs, structure, outputs", run.info().map(info -> info.name() + ": " + Words.seen(info) + " to one "
                + "probability for each of " + String.join(", ", info.labels()) + (info.recipe().isPresent()
                        ? "; model.json has the layers" : "; how it is built, its maker knows"))
                .orElse(AUTHORS));
        item("Start of the weights", run.info().filter(info -> info.foreign().isEmpty())
                .map(info -> start(info.provenance())).orElse(AUTHORS));
        item("Training: settings, how the best model was chosen", run.info()
                .flatMap(info -> info.provenance().training())
                .map(training -> "epoch " + Words.epoch(training) + "; seed " + training.seed()
                        + "; recipe and metrics are in model.json")
                .orElse(run.info().filter(info -> info.foreign().isEmpty() && !info.provenance().trained()).isPresent()
                        ? "none" : "not recorded: " + AUTHORS));
        item("Software and versions", run.versions().entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue()).collect(Collectors.joining(", ")));
        item("Where model and code can be had", run.modelSha256().isEmpty() ? AUTHORS
                : "SHA-256 " + run.modelSha256() + "; where: " + AUTHORS);
    }

    private void evaluation(EvaluationResult result) {
        section("Evaluation");
        item("Metrics", "discrimination, calls and calibration" + (result.labels().size() > 1
                ? " for each label, macro and micro" : "") + ": metrics.csv");
        item("Uncertainty", "95 % intervals: " + (result.grouped() ? "bootstrap over groups"
                : "DeLong, Wilson, Wald, bootstrap") + ", " + result.run().draws() + " draws, seed "
                + result.run().seed());
        item("Choice of thresholds", Words.thresholds(result));
        item("Sources of bias", bias(result));
        item("Comparison with others", result.other().map(other -> "DeLong's paired test against " + other.name())
                .orElse("constant answers only; readers or other models: " + AUTHORS));
        item("Robustness, subgroups, explanations", AUTHORS);
    }

    private static String bias(EvaluationResult result) {
        boolean known = result.leakage().stream().anyMatch(each -> each.auc().interval().isDefined());
        return !known ? "AUC of slice count, picture size and mean intensity alone: not known of these patients"
                : "AUC of slice count, picture size and mean intensity alone: in the report; "
                        + (Words.leaks(result).isEmpty() ? "none that is known is told apart from chance"
                                : String.join(" ", Words.leaks(result)));
    }

    private void results(EvaluationResult result) {
        section("Results and discussion");
        item("Flow of patients", result.patients().size() + " evaluated, " + result.predicted().size() + " predicted, "
                + result.failed().size() + " failed");
        item("Age, sex and severity of disease in each part", result.run().describing().isEmpty() ? AUTHORS
                : "the table has " + String.join(", ", result.run().describing()) + ", not counted here: " + AUTHORS);
        item("Performance", result.evaluation().labels().stream().map(each -> each.label() + " AUC "
                + Numbers.text(each.get(Measure.AUC))).collect(Collectors.joining("; ")));
        boolean wrong = IntStream.range(0, result.labels().size()).anyMatch(i -> !WrongCall.of(result, i).isEmpty());
        item("Failures", wrong ? "patients called wrong are listed in the report; what they have in common: " + AUTHORS
                : "nobody who was predicted was called wrong");
        item("Limits, use in practice", AUTHORS + "; " + Product.RESEARCH_USE_ONLY);
        item("Registration, protocol, funding", AUTHORS);
    }
}
