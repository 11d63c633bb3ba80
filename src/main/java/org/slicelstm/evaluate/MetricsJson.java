package org.slicelstm.evaluate;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** {@code metrics.json}. What is not defined is null, with the reason beside it. */
final class MetricsJson {
    private MetricsJson() {
    }

    static String text(EvaluationResult result) {
        JsonObject document = evaluation(result.evaluation());
        document.add("patients", counts(result));
        JsonObject leakage = new JsonObject();
        JsonObject baselines = new JsonObject();
        result.labels().forEach(label -> leakage.add(label, new JsonObject()));
        result.leakage().forEach(each -> leakage.getAsJsonObject(each.label()).add(each.name(), estimate(each.auc())));
        result.baselines().forEach(each -> baselines.add(each.label(), baseline(each)));
        baselines.addProperty("prevalence_of", result.baselines().stream().anyMatch(Baseline::trained) ? "train"
                : "evaluated");
        document.add("failed", failed(result));
        document.add("warnings", warnings(result));
        document.add("leakage", leakage);
        document.add("baselines", baselines);
        result.other().ifPresent(other -> document.add("comparison", comparison(other)));
        document.add("run", run(result));
        return new GsonBuilder().serializeNulls().setPrettyPrinting().disableHtmlEscaping().create().toJson(document)
                + "\n";
    }

    private static JsonObject evaluation(Evaluation evaluation) {
        JsonObject json = new JsonObject();
        JsonObject labels = new JsonObject();
        evaluation.labels().forEach(each -> labels.add(each.label(), label(each)));
        json.add("labels", labels);
        if (evaluation.labels().size() > 1) {
            json.add(Evaluation.MACRO, label(evaluation.macro()));
            json.add(Evaluation.MICRO, label(evaluation.micro()));
        }
        return json;
    }

    private static JsonObject label(LabelEvaluation label) {
        JsonObject json = new JsonObject();
        json.addProperty("patients", label.patients());
        json.addProperty("positives", label.positives());
        json.addProperty("negatives", label.negatives());
        json.addProperty("missing", label.missing());
        number(json, "prevalence", label.prevalence());
        label.threshold().ifPresent(threshold -> json.addProperty("threshold", threshold));
        label.confusion().ifPresent(confusion -> {
            JsonObject counts = new JsonObject();
            counts.addProperty("tp", confusion.truePositive());
            counts.addProperty("fp", confusion.falsePositive());
            counts.addProperty("tn", confusion.trueNegative());
            counts.addProperty("fn", confusion.falseNegative());
            json.add("confusion", counts);
        });
        for (Measure measure : Measure.values()) {
            json.add(measure.key(), estimate(label.get(measure)));
        }
        return json;
    }

    private static JsonObject estimate(Estimate estimate) {
        JsonObject json = new JsonObject();
        number(json, "value", estimate.value());
        number(json, "low", estimate.interval().low());
        number(json, "high", estimate.interval().high());
        json.addProperty("interval", estimate.interval().method());
        if (estimate.bootstrap().isDefined()) {
            number(json, "bootstrap_low", estimate.bootstrap().low());
            number(json, "bootstrap_high", estimate.bootstrap().high());
        }
        if (!estimate.reason().isEmpty()) {
            json.addProperty("reason", estimate.reason());
        }
        return json;
    }

    private static JsonObject counts(EvaluationResult result) {
        JsonObject json = new JsonObject();
        json.addProperty("evaluated", result.patients().size());
        json.addProperty("predicted", result.predicted().size());
        json.addProperty("failed", result.failed().size());
        json.addProperty("groups", result.predicted().stream().map(EvaluatedPatient::group).distinct().count());
        return json;
    }

    private static JsonObject failed(EvaluationResult result) {
        JsonObject json = new JsonObject();
        JsonArray patients = new JsonArray();
        for (EvaluatedPatient each : result.failed()) {
            JsonObject patient = new JsonObject();
            patient.addProperty("patient", each.id());
            patient.addProperty("reason", each.error());
            patients.add(patient);
        }
        json.add("patients", patients);
        result.calledWrong().ifPresent(wrong -> json.add("called_wrong", evaluation(wrong)));
        return json;
    }

    /** The patients of whom something looks wrong. */
    private static JsonArray warnings(EvaluationResult result) {
        JsonArray patients = new JsonArray();
        for (EvaluatedPatient each : result.patients()) {
            if (!each.warnings().isEmpty()) {
                JsonObject patient = new JsonObject();
                patient.addProperty("patient", each.id());
                JsonArray sentences = new JsonArray();
                each.warnings().forEach(sentences::add);
                patient.add("warnings", sentences);
                patients.add(patient);
            }
        }
        return patients;
    }

    private static JsonObject baseline(Baseline baseline) {
        JsonObject json = new JsonObject();
        number(json, "probability", baseline.prevalence());
        json.addProperty("prevalence_of", baseline.trained() ? "train" : "evaluated");
        json.addProperty("auc", .5);
        number(json, "average_precision", baseline.precision());
        number(json, "accuracy", baseline.accuracy());
        number(json, "brier", baseline.brier());
        number(json, "log_loss", baseline.logLoss());
        return json;
    }

    private static JsonObject comparison(EvaluationResult.OtherModel other) {
        JsonObject json = new JsonObject();
        json.addProperty("model", other.name());
        json.addProperty("sha256", other.sha256());
        json.addProperty("test", "DeLong, paired, two-sided");
        JsonObject labels = new JsonObject();
        for (Comparison each : other.comparisons()) {
            JsonObject label = new JsonObject();
            label.addProperty("patients", each.patients());
            number(label, "auc", each.auc());
            number(label, "other_auc", each.other());
            label.add("difference", estimate(each.difference()));
            number(label, "z", each.z());
            number(label, "p", each.p());
            labels.add(each.label(), label);
        }
        json.add("labels", labels);
        return json;
    }

    private static JsonObject run(EvaluationResult result) {
        RunFacts run = result.run();
        JsonObject json = new JsonObject();
        text(json, "model", run.model());
        text(json, "model_sha256", run.modelSha256());
        text(json, "predictions", run.predictions());
        text(json, "predictions_sha256", run.predictionsSha256());
        text(json, "device", run.device());
        text(json, "table", run.table());
        text(json, "table_sha256", run.tableSha256());
        json.addProperty("split", run.part());
        text(json, "split_from", run.partFrom());
        json.addProperty("seed", run.seed());
        json.addProperty("draws", run.draws());
        json.addProperty("confidence", .95);
        JsonObject versions = new JsonObject();
        run.versions().forEach(versions::addProperty);
        json.add("versions", versions);
        JsonArray notes = new JsonArray();
        run.notes().forEach(notes::add);
        json.add("notes", notes);
        return json;
    }

    private static void text(JsonObject json, String name, String text) {
        json.addProperty(name, text.isEmpty() ? null : text);
    }

    private static void number(JsonObject json, String name, double value) {
        json.addProperty(name, Double.isFinite(value) ? (Number) value : null);
    }
}
