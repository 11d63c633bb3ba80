package org.slicelstm.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slicelstm.Count;
import org.slicelstm.model.ModelInfo;
import org.slicelstm.model.TrainingRecord;

/** What report, card and checklist say alike. */
final class Words {
    private static final List<String> GROUPS = List.of("age", "sex", "scanner", "site");

    private Words() {
    }

    /** What the model is called. */
    static String model(EvaluationResult result) {
        RunFacts run = result.run();
        return run.info().map(info -> info.name() + " (" + run.model() + ")")
                .orElse("the predictions " + run.predictions());
    }

    /** What was evaluated, by name. */
    static Map<String, String> facts(EvaluationResult result) {
        RunFacts run = result.run();
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "Model", run.model());
        put(facts, "SHA-256 of the model", run.modelSha256());
        run.info().ifPresent(info -> facts.put("State of the model", state(info)));
        put(facts, "Predictions", run.predictions());
        put(facts, "SHA-256 of the predictions", run.predictionsSha256());
        put(facts, "Table", run.table());
        put(facts, "SHA-256 of the table", run.tableSha256());
        facts.put("Split", split(run));
        long groups = result.predicted().stream().map(EvaluatedPatient::group).distinct().count();
        facts.put("Patients", result.patients().size() + ", " + result.failed().size() + " without a prediction"
                + (result.grouped() ? ", in " + Count.of(groups, "group") : ""));
        put(facts, "Window", run.window());
        facts.put("Labels", String.join(", ", result.labels()));
        facts.put("Bootstrap", run.draws() + " draws, seed " + run.seed());
        put(facts, "Device", run.device());
        facts.put("Versions", run.versions().entrySet().stream().map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", ")));
        return facts;
    }

    /** Whether anybody trained it. */
    static String state(ModelInfo info) {
        return info.foreign().isPresent() ? "made elsewhere: whether it is trained, its maker knows"
                : info.provenance().trained() ? "trained" : "untrained: its probabilities mean nothing";
    }

    /** In which order slices came in training. */
    static String trainingOrder(ModelInfo info) {
        return info.foreign().isPresent() ? "unknown" : info.provenance().trained() ? info.trainingOrder().toString()
                : "none, for it is untrained";
    }

    /** How many patients trained, validated and were kept back. */
    static String trainedOn(TrainingRecord training) {
        int validation = training.patients().getOrDefault("validation", 0);
        int test = training.patients().getOrDefault("test", 0);
        return "train " + training.patients().getOrDefault("train", 0) + (validation > 0 ? ", validation " + validation
                : "; nobody validated") + (test > 0 ? "; kept back as test " + test : "; nobody was kept back as test");
    }

    /** Which epoch the weights are of, and why. */
    static String epoch(TrainingRecord training) {
        return training.bestEpoch() + " of " + training.epochs()
                + (training.patients().getOrDefault("validation", 0) > 0 ? ", chosen on the validation patients"
                        : ", the last, for nobody validated");
    }

    /** What the model makes its answer from. */
    static String seen(ModelInfo info) {
        Optional<Integer> window = info.recipe().flatMap(recipe -> recipe.head().slicesWindow());
        return window.map(most -> "at most " + Count.of(most, "slice") + " of a patient, evenly spread")
                .or(() -> info.foreign().flatMap(foreign -> foreign.slices()).map(n -> "exactly "
                        + Count.of(n, "slice") + " of a patient")).orElse("all slices of a patient");
    }

    /** That nothing was told apart by what describes patients, one sentence. */
    static String subgroups(EvaluationResult result) {
        RunFacts run = result.run();
        List<String> missing = GROUPS.stream().filter(each -> !run.describing().contains(each)).toList();
        String source = run.table().isEmpty() ? "the predictions do" : "the table does";
        if (run.describing().isEmpty()) {
            return "By " + either(GROUPS, "or") + " nothing was told apart: " + source + " not say them.";
        }
        return "By " + either(run.describing(), "or") + " nothing was told apart, though the table says "
                + (run.describing().size() == 1 ? "it" : "them") + (missing.isEmpty() ? "."
                        : "; it does not say " + either(missing, "or") + ".");
    }

    private static String either(List<String> names, String word) {
        return names.size() == 1 ? names.get(0) : String.join(", ", names.subList(0, names.size() - 1)) + " " + word
                + " " + names.get(names.size() - 1);
    }

    /** How many patients have no prediction: {@code 1 of 12 patients has no prediction}. */
    static String withoutPrediction(EvaluationResult result) {
        return result.failed().size() + " of " + Count.of(result.patients().size(), "patient")
                + (result.failed().size() == 1 ? " has" : " have") + " no prediction";
    }

    static String split(RunFacts run) {
        return run.part() + (run.partFrom().isEmpty() ? "; nothing divides the patients" : ", by " + run.partFrom());
    }

    private static void put(Map<String, String> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.put(name, value);
        }
    }

    /** Where something that is no finding tells a label, one sentence each. */
    static List<String> leaks(EvaluationResult result) {
        Map<String, String> names = Map.of("slices", "number of slices", "picture_size", "size of the pictures",
                "mean_intensity", "mean value of the pictures");
        return result.leakage().stream().filter(each -> each.auc().interval().isDefined())
                .filter(each -> each.auc().interval().low() > .5 || each.auc().interval().high() < .5)
                .map(each -> "The " + names.get(each.name()) + " alone tells " + each.label() + ": AUC "
                        + Numbers.text(each.auc()) + ".").toList();
    }

    /** How the numbers came about, one sentence each. */
    static List<String> methods(EvaluationResult result) {
        List<String> methods = new ArrayList<>();
        methods.add("One answer a patient and label: " + probability(result));
        methods.add(thresholds(result));
        if (result.grouped()) {
            methods.add("Patients of one group are not independent: every interval of the metrics is that of a "
                    + "bootstrap over groups, 2.5th to 97.5th percentile. DeLong's intervals and test elsewhere take "
                    + "patients as independent and are too narrow.");
        } else {
            methods.add("Intervals: DeLong for the AUC; Wilson for accuracy, sensitivity, specificity and predictive "
                    + "values; Wald for the calibration; for the others"
                    + (result.labels().size() > 1 ? ", macro and micro" : "")
                    + " a bootstrap over patients, 2.5th to 97.5th percentile. metrics.json has the "
                    + "bootstrap's for all.");
        }
        methods.add("Average precision: the sum of precision times gain in recall, without interpolation.");
        methods.add("Calibration slope and intercept: a logistic regression of the truth on the logit of the "
                + "probability; right are 1 and 0. In the large: the intercept where the slope is held at 1; above 0 "
                + "the probabilities are too low on the whole.");
        methods.add("Expected calibration error: ten bins of equal width.");
        if (result.labels().size() > 1) {
            methods.add("Macro: the mean over the labels that define a value. Micro: all answers of all labels "
                    + "as one.");
        }
        methods.add("A label that is missing takes no part. Nothing is corrected for multiple testing.");
        return methods;
    }

    /** What the evaluated number is, and whether validation patients calibrated it. */
    private static String probability(EvaluationResult result) {
        RunFacts run = result.run();
        if (run.info().isEmpty() || !run.predictions().isEmpty()) {
            return "the probability that the predictions tell; whether it is calibrated, they do not say.";
        }
        ModelInfo info = run.info().get();
        List<String> fitted = result.labels().stream().filter(each -> info.calibration().get(each).isFitted()).toList();
        List<String> others = result.labels().stream().filter(each -> !fitted.contains(each)).toList();
        boolean corrected = others.stream().anyMatch(each -> info.calibration().get(each).priorCorrection() != 0);
        String not = "not calibrated" + (corrected ? ", only corrected for the weights of the loss" : "");
        return "the probability that predict gives, from " + seen(info) + "; " + (others.isEmpty() ? "calibrated"
                : fitted.isEmpty() ? not : "calibrated for " + String.join(", ", fitted) + "; for "
                        + String.join(", ", others) + " " + not) + ".";
    }

    /** Where the thresholds come from, one sentence. */
    static String thresholds(EvaluationResult result) {
        if (result.run().info().isEmpty()) {
            return "Every label is called from .5, for the model's thresholds are not known.";
        }
        ModelInfo info = result.run().info().get();
        List<String> chosen = result.labels().stream().filter(info::choseThreshold).toList();
        List<String> others = result.labels().stream().filter(each -> !chosen.contains(each)).toList();
        return "Thresholds are those stored in the model" + (others.isEmpty()
                ? ", chosen on its validation patients when it was trained."
                : chosen.isEmpty() ? "; none was chosen on patients."
                : "; for " + String.join(", ", chosen) + " chosen on its validation patients when it was trained, for "
                        + String.join(", ", others) + " not chosen on patients.");
    }
}
