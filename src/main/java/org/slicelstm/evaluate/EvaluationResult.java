package org.slicelstm.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slicelstm.Progress;
import org.slicelstm.cohort.Label;

/**
 * All that an evaluation finds.
 *
 * @param run         what it was made of
 * @param labels      the labels
 * @param patients    every patient of the part, failed ones too
 * @param evaluation  of the patients with a prediction
 * @param calledWrong of all patients, the failed ones called wrong; empty where nobody failed
 * @param leakage     what slice count, picture size and mean intensity alone tell
 * @param baselines   what constants reach, one for each label
 * @param other       the model compared with, if any
 */
public record EvaluationResult(RunFacts run, List<String> labels, List<EvaluatedPatient> patients,
                               Evaluation evaluation, Optional<Evaluation> calledWrong, List<Leakage> leakage,
                               List<Baseline> baselines, Optional<OtherModel> other) {

    /**
     * The model compared with.
     *
     * @param name        its directory or predictions, as the user gave it
     * @param sha256      of its SavedModel, or of the predictions
     * @param comparisons one for each label
     */
    public record OtherModel(String name, String sha256, List<Comparison> comparisons) { }

    /**
     * Evaluates.
     *
     * @param thresholds for each label the probability from which it is called
     * @param training   the labels of the training patients; none where they are not known
     * @param other      the other model's predictions, if any
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    public static EvaluationResult of(RunFacts run, List<String> labels, double[] thresholds,
                                      List<EvaluatedPatient> patients, List<List<Label>> training,
                                      Optional<OtherPredictions> other, Progress progress) {
        List<EvaluatedPatient> predicted = patients.stream().filter(each -> !each.failed()).toList();
        progress.update("Bootstrap", 0, -1);
        Evaluation evaluation = Evaluation.of(labels, thresholds, predicted, run.draws(), run.seed(), progress);
        Optional<Evaluation> wrong = predicted.size() == patients.size() ? Optional.empty()
                : Optional.of(FailedPatients.calledWrong(labels, thresholds, patients, run.draws(), run.seed(),
                        progress));
        return new EvaluationResult(run, labels, patients, evaluation, wrong, Leakage.of(labels, patients),
                Baseline.of(labels, predicted.stream().map(EvaluatedPatient::truth).toList(), training),
                other.map(each -> new OtherModel(each.name(), each.sha256(),
                        Comparison.of(labels, patients, each.patients()))));
    }

    /**
     * What another model says of the same patients.
     *
     * @param name     its directory or predictions, as the user gave it
     * @param sha256   of its SavedModel, or of the predictions
     * @param patients its predictions, labels in the same order
     */
    public record OtherPredictions(String name, String sha256, List<EvaluatedPatient> patients) { }

    public List<EvaluatedPatient> failed() {
        return patients.stream().filter(EvaluatedPatient::failed).toList();
    }

    public List<EvaluatedPatient> predicted() {
        return patients.stream().filter(each -> !each.failed()).toList();
    }

    /** Whether some patients share a group, so that they are not independent of each other. */
    public boolean grouped() {
        return predicted().stream().map(EvaluatedPatient::group).distinct().count() < predicted().size();
    }

    /** The labels, and their averages where there are several, as tables show them. */
    public List<LabelEvaluation> rows() {
        return rows(evaluation);
    }

    /** The averages over the labels only where there are several: of one label they are the label's own numbers. */
    static List<LabelEvaluation> rows(Evaluation evaluation) {
        List<LabelEvaluation> rows = new ArrayList<>(evaluation.labels());
        if (rows.size() > 1) {
            rows.add(evaluation.macro());
            rows.add(evaluation.micro());
        }
        return rows;
    }
}
