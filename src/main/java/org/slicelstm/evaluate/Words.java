package org.slicelstm.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slicelstm.model.ModelInfo;

/** What report, card and checklist say alike. */
final class Words {
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
        run.info().ifPresent(info -> facts.put("State of the model", info.provenance().trained() ? "trained"
                : "untrained: its probabilities mean nothing"));
        put(facts, "Predictions", run.predictions());
        put(facts, "SHA-256 of the predictions", run.predictionsSha256());
        put(facts, "Table", run.table());
        put(facts, "SHA-256 of the table", run.tableSha256());
        facts.put("Split", split(run));
        long groups = result.predicted().stream().map(EvaluatedPatient::group).distinct().count();
        facts.put("Patients", result.patients().size() + ", " + result.failed().size() + " without a prediction"
                + (result.grouped() ? ", in " + groups + " groups" : ""));
        facts.put("Labels", String.join(", ", result.labels()));
        facts.put("Bootstrap", run.draws() + " draws, seed " + run.seed());
        put(facts, "Device", run.device());
        facts.put("Versions", run.versions().entrySet().stream().map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", ")));
        return facts;
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
        methods.add("One answer a patient and label: the calibrated probability that predict gives, from all slices.");
        methods.add(result.run().info().map(Words::thresholds)
                .orElse("Every label is called from .5, for the model's thresholds are not known."));
        if (result.grouped()) {
            methods.add("Patients of one group are not independent: every interval of the metrics is that of a "
                    + "bootstrap over groups, 2.5th to 97.5th percentile. DeLong's intervals and test elsewhere take "
                    + "patients as independent and are too narrow.");
        } else {
            methods.add("Intervals: DeLong for the AUC; Wilson for accuracy, sensitivity, specificity and predictive "
                    + "values; Wald for the calibration; for the others, macro and micro a bootstrap over patients, "
                    + "2.5th to 97.5th percentile. metrics.json has the bootstrap's for all.");
        }
        methods.add("Average precision: the sum of precision times gain in recall, without interpolation.");
        methods.add("Calibration slope and intercept: a logistic regression of the truth on the logit of the "
                + "probability; right are 1 and 0. In the large: the intercept where the slope is held at 1; above 0 "
                + "the probabilities are too low on the whole.");
        methods.add("Expected calibration error: ten bins of equal width.");
        methods.add("Macro: the mean over the labels that define a value. Micro: all answers of all labels as one.");
        methods.add("A label that is missing takes no part. Nothing is corrected for multiple testing.");
        return methods;
    }

    private static String thresholds(ModelInfo info) {
        return "Thresholds are those stored in the model" + (info.provenance().training().isPresent()
                ? ", chosen on its validation patients when it was trained." : ".");
    }
}
