package org.slicelstm.job;

import java.util.List;
import java.util.Map;
import org.slicelstm.PlainText;

/** What a job answers while it runs. */
public sealed interface Event {

    /** How far the work is; {@code total} is negative where it is not known. */
    record Progress(String what, long done, long total) implements Event {
        public Progress {
            what = PlainText.escape(what);
        }
    }

    /** A sentence the user should read. */
    record Note(String sentence) implements Event {
        public Note {
            sentence = PlainText.escape(sentence);
        }
    }

    /** What looks wrong with a patient, in one sentence; the patient's result has it too. */
    record Warned(String patient, String sentence) implements Event {
        public Warned {
            sentence = PlainText.escape(sentence);
        }
    }

    /** A file or folder that now stands complete. */
    record Written(String what, String path) implements Event { }

    /**
     * The model is open; comes before the first patient of a prediction.
     *
     * @param model           the model's directory as the user gave it
     * @param modelSha256     SHA-256 over the model's SavedModel
     * @param modelJsonSha256 SHA-256 of its model.json
     * @param version         of the software that predicts
     * @param device          the device that runs, as the runtime names it
     * @param labels          the labels reported
     * @param scales          for each of them how it is called
     * @param settings        what else the predictions rest on, by the name of its option
     */
    record ModelOpened(String model, String modelSha256, String modelJsonSha256, String version, String device,
                       List<String> labels, List<Scale> scales, Map<String, String> settings) implements Event { }

    /**
     * How a label's raw probability becomes the one that is shown, and from where on it is called.
     *
     * @param threshold of the calibrated probability
     * @param slope     what the raw logit is multiplied by
     * @param shift     what is added then
     */
    record Scale(double threshold, double slope, double shift) {
        /** The calibrated probability of a raw one, 0 to 1. */
        public double calibrated(double raw) {
            return 1 / (1 + Math.exp(-(slope * Math.log(raw / (1 - raw)) + shift)));
        }
    }

    /** A patient was predicted, or failed with a reason. */
    record Predicted(PatientPrediction patient) implements Event { }

    /**
     * How far the predictions of a cohort depend on the order of the slices; comes after the last patient.
     *
     * @param labels a row a label
     */
    record OrdersSummarised(List<OrderSummary> labels) implements Event { }

    /** Where on a slice the evidence for a label lies. */
    record Explained(HeatMap map) implements Event { }

    /** A patient was inspected. */
    record Inspected(PatientInspection patient) implements Event { }

    /**
     * Training begins.
     *
     * @param device the device that runs, as the runtime names it
     * @param from   the first epoch to be trained, above 1 where a run goes on
     * @param epochs the last
     */
    record TrainingStarted(String device, int from, int epochs, List<String> labels) implements Event { }

    /**
     * An epoch is finished and its checkpoint written.
     *
     * @param rows        as in {@code history.csv}
     * @param best        the best epoch so far
     * @param secondsLeft estimate for the epochs that are left
     */
    record EpochDone(int epoch, int epochs, List<TrainingMetrics> rows, int best, long secondsLeft)
            implements Event { }

    /** The metrics of the best epoch on the patients that were kept back. */
    record Tested(List<TrainingMetrics> rows) implements Event { }

    /**
     * How well a part of the patients is told apart; null where a value is not defined.
     *
     * @param split {@code train}, {@code validation} or {@code test}
     * @param label the label, or {@code all} for the mean
     */
    record TrainingMetrics(String split, String label, Double loss, Double accuracy, Double recall, Double precision,
                           Double specificity, Double f1, Double auc) { }

    /**
     * The content of a weight file.
     *
     * @param format  what people call its layout
     * @param sha256  of the whole file
     * @param title   what it is, where it is a known published file; else null
     * @param tensors in the order of the file
     */
    record WeightsListed(String format, String sha256, String title, List<ListedTensor> tensors) implements Event { }

    /**
     * A tensor of a weight file.
     *
     * @param name  its name
     * @param shape its sizes
     * @param type  its numbers, such as {@code float32}
     */
    record ListedTensor(String name, List<Integer> shape, String type) { }

    /** A file that belongs to no patient. */
    record Stray(LeftOutFile file) implements Event { }

    /**
     * A table can be trained on.
     *
     * @param patients   who can take part
     * @param unlabelled who was dropped for want of a known label
     * @param tooMany    who was dropped for too many slices
     * @param slices     of those who can take part
     */
    record TableChecked(int patients, int unlabelled, int tooMany, int slices, List<LabelCount> labels)
            implements Event { }

    /** How often a label is 1, 0 and not known among the patients who can take part. */
    record LabelCount(String label, int positives, int negatives, int unknown) { }

    /**
     * An evaluation is finished.
     *
     * @param split    {@code train}, {@code validation}, {@code test} or {@code all}
     * @param patients how many were evaluated, failed ones too
     * @param failed   how many of them have no prediction
     * @param rows     one for each label, where there are several then {@code macro} and {@code micro}
     */
    record Evaluated(String split, int patients, int failed, List<EvaluatedLabel> rows) implements Event { }

    /**
     * How well a label is told; null where a value is not defined.
     *
     * @param low  lower end of the AUC's 95 % interval
     * @param high upper end
     */
    record EvaluatedLabel(String label, int positives, int negatives, Double auc, Double low, Double high,
                          Double sensitivity, Double specificity, Double brier) { }

    /**
     * Labels became a table.
     *
     * @param patients          persons, as far as the source tells them
     * @param rows              rows of the table
     * @param slices            pictures of these
     * @param labelsUnmatched   what has a label and no picture
     * @param labelled          what is counted there, such as {@code slices}
     * @param picturesUnmatched pictures without a label
     */
    record LabelsImported(int patients, int rows, int slices, int labelsUnmatched, String labelled,
                          int picturesUnmatched) implements Event { }

    /**
     * A training of a study is finished.
     *
     * @param variant     which variant
     * @param seed        its seed
     * @param fold        the part of the patients that was kept back
     * @param metric      what the study compares
     * @param value       of the metric on these patients; null where it is not defined
     * @param done        finished trainings
     * @param cells       trainings in all
     * @param secondsLeft estimate for those that are left
     */
    record CellDone(String variant, long seed, int fold, String metric, Double value, int done, int cells,
                    long secondsLeft) implements Event { }

    /** What a study shows, one sentence each. */
    record StudyFound(List<String> findings) implements Event { }

    /**
     * A line of what is known of this installation.
     *
     * @param topic    what it is about, in a word or two
     * @param ok       whether all is well with it
     * @param sentence what was found; where all is not well, what to do
     */
    record Diagnosed(String topic, boolean ok, String sentence) implements Event {
        /** The line as text; one that says what to do begins with an exclamation mark. */
        public String text() {
            return String.format("%s %-17s %s", ok ? " " : "!", topic, sentence);
        }
    }

    /**
     * The first line of a worker: it is ready for jobs.
     *
     * @param version the product's version that it runs
     */
    record WorkerReady(String version) implements Event { }

    /**
     * The last event of a job that a worker does.
     *
     * @param sentence why the job was refused, else null
     */
    record Ended(Outcome outcome, String sentence) implements Event { }

    /** How a job ended. */
    enum Outcome {
        /** All patients were done. */
        DONE,
        /** Some patients failed; each was reported with its reason. */
        SOME_FAILED,
        /** The job cannot be carried out as it was given; the sentence says why. */
        REFUSED,
        /** It was asked to stop; what was finished is written. */
        STOPPED
    }
}
