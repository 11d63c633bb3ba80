package org.slicelstm.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.slicelstm.Progress;
import org.slicelstm.cohort.Label;
import org.slicelstm.cohort.Part;
import org.slicelstm.graph.ModelWriter;
import org.slicelstm.graph.TrainingSession;
import org.slicelstm.model.Calibration;
import org.slicelstm.model.Lineage;
import org.slicelstm.model.ModelInfo;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.TrainingRecord;

/** From trained weights to a model directory: calibration and thresholds from the validation patients. */
final class TrainedModel {
    private TrainedModel() {
    }

    /**
     * How logits become probabilities and calls.
     *
     * @param thresholds  for each label on the calibrated probability
     * @param calibration for each label
     * @param notes       what should be known of them
     */
    record Fit(Map<String, Double> thresholds, Map<String, Calibration> calibration, List<String> notes) {
        /** For each label which logits are called positive. */
        List<DoublePredicate> calls() {
            return thresholds.keySet().stream().map(label -> (DoublePredicate) logit ->
                    calibration.get(label).probability(logit) >= thresholds.get(label)).toList();
        }
    }

    /**
     * Fits calibration and thresholds.
     *
     * @param logits of the validation patients, {@code [patients, labels]}; may be none
     * @param truth  of the same patients
     */
    static Fit fit(List<String> labels, double[][] logits, List<List<Label>> truth, List<LabelWeights> weights) {
        Map<String, Double> thresholds = new LinkedHashMap<>();
        Map<String, Calibration> calibrations = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            int label = i;
            String name = labels.get(i);
            List<Label> known = truth.stream().map(each -> each.get(label)).toList();
            double[] column = new double[logits.length];
            for (int patient = 0; patient < column.length; patient++) {
                column[patient] = logits[patient][label];
            }
            PlattCalibration platt = PlattCalibration.fit(name, column, known, weights.get(i).priorCorrection());
            for (int patient = 0; patient < column.length; patient++) {
                column[patient] = platt.slope() * (column[patient] - platt.priorCorrection()) + platt.intercept();
            }
            Threshold threshold = Threshold.youden(name, column, known);
            thresholds.put(name, threshold.probability());
            calibrations.put(name, new Calibration(platt.priorCorrection(), platt.slope(), platt.intercept()));
            for (String note : List.of(platt.note(), threshold.note())) {
                if (!note.isEmpty()) {
                    notes.add(note);
                }
            }
        }
        return new Fit(thresholds, calibrations, List.copyOf(notes));
    }

    /** Writes the model of the session's weights, and whom it has seen. */
    static void write(TrainingSession session, Recipe recipe, long seed, Fit fit, TrainingRecord record,
            Lineage lineage, RunFolder folder) throws IOException {
        boolean shuffled = recipe.training().shuffleSlices();
        folder.removeModel();
        ModelWriter.write(recipe, seed, session.weights(), info -> info.trained(
                shuffled ? ModelInfo.Order.SHUFFLED : ModelInfo.Order.SORTED, orders(recipe), fit.thresholds(),
                fit.calibration(), record), Optional.of(lineage), folder.model(), Progress.NONE);
    }

    /** How many orders a prediction averages over: one where another gives the same answer. */
    static int orders(Recipe recipe) {
        return recipe.training().shuffleSlices() && recipe.head().sequence().kind().dependsOnOrder()
                ? ModelInfo.SHUFFLED_ORDERS : 1;
    }

    /** Metrics as {@code model.json} holds them. */
    static Map<String, Map<String, Map<String, Double>>> metrics(List<History.Row> rows) {
        Map<String, Map<String, Map<String, Double>>> parts = new LinkedHashMap<>();
        for (History.Row row : rows) {
            Map<String, Double> values = new LinkedHashMap<>();
            for (Metric metric : Metric.values()) {
                double value = row.metrics().get(metric);
                if (Double.isFinite(value)) {
                    values.put(metric.toString(), value);
                }
            }
            parts.computeIfAbsent(row.part().toString(), any -> new LinkedHashMap<>()).put(row.label(), values);
        }
        return parts;
    }

    /** The parts of a split in numbers. */
    static Map<String, Integer> counts(Map<Part, List<TrainingPatient>> parts) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        parts.forEach((part, patients) -> counts.put(part.toString(), patients.size()));
        return counts;
    }
}
