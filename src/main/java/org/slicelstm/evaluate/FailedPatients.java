package org.slicelstm.evaluate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slicelstm.Progress;
import org.slicelstm.cohort.Label;

/** What becomes of the measures if patients without a prediction count as called wrong. */
public final class FailedPatients {
    private static final String NO_PROBABILITY = "a failed patient has no probability";

    private FailedPatients() {
    }

    /**
     * Evaluates with the failed patients called wrong: those with the disease at a probability of 0, those without at
     * 1. What needs a true probability (log-loss and calibration) is left undefined.
     *
     * @param patients all, failed and not
     * @see Evaluation#of
     */
    public static Evaluation calledWrong(List<String> labels, double[] thresholds, List<EvaluatedPatient> patients,
                                         int draws, long seed, Progress progress) {
        // A threshold of 0 calls everybody and one above 1 nobody; wrong must stay wrong.
        List<EvaluatedPatient> all = new ArrayList<>();
        for (EvaluatedPatient each : patients) {
            all.add(each.failed() ? wrong(each) : each);
        }
        double[] reachable = thresholds.clone();
        for (int i = 0; i < reachable.length; i++) {
            reachable[i] = Math.max(reachable[i], Double.MIN_VALUE);
        }
        Evaluation with = Evaluation.of(labels, reachable, all, draws, seed, progress);
        return new Evaluation(with.labels().stream().map(FailedPatients::withoutProbabilities).toList(),
                withoutProbabilities(with.macro()), withoutProbabilities(with.micro()));
    }

    private static EvaluatedPatient wrong(EvaluatedPatient failed) {
        double[] probabilities = failed.truth().stream().mapToDouble(each -> each == Label.PRESENT ? 0 : 1).toArray();
        return new EvaluatedPatient(failed.id(), failed.part(), failed.group(), failed.slices(), failed.pixels(),
                failed.intensity(), probabilities, failed.truth(), failed.warnings(), null);
    }

    private static LabelEvaluation withoutProbabilities(LabelEvaluation label) {
        Map<Measure, Estimate> measures = new EnumMap<>(label.measures());
        for (Measure measure : Measure.values()) {
            if (!measure.isOfCalls()) {
                measures.put(measure, Estimate.undefined(NO_PROBABILITY));
            }
        }
        return new LabelEvaluation(label.label(), label.patients(), label.positives(), label.missing(),
                label.prevalence(), label.threshold(), label.confusion(), measures);
    }
}
