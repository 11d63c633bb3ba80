package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slicelstm.AtomicFolder;
import org.slicelstm.Product;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LabelledPatient;
import org.slicelstm.cohort.PatientFinder;
import org.slicelstm.cohort.PatientTable;
import org.slicelstm.cohort.TableColumns;
import org.slicelstm.evaluate.Estimate;
import org.slicelstm.evaluate.EvaluatedPart;
import org.slicelstm.evaluate.EvaluationFolder;
import org.slicelstm.evaluate.EvaluationResult;
import org.slicelstm.evaluate.EvaluationTable;
import org.slicelstm.evaluate.LabelEvaluation;
import org.slicelstm.evaluate.Measure;
import org.slicelstm.evaluate.PredictionsCsv;
import org.slicelstm.evaluate.RunFacts;
import org.slicelstm.graph.TensorFlowLibrary;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.Sha256;

/** Evaluates a model, or earlier predictions, on the patients of a table. */
final class EvaluateRun {
    private static final int FEWEST_DRAWS = 10;
    private static final int MOST_DRAWS = 1_000_000;
    private static final double HALF = .5;

    private final Job.Evaluate job;
    private final OpenModels models;
    private final EventSink sink;
    private final Progress progress;

    EvaluateRun(Job.Evaluate job, OpenModels models, EventSink sink, Progress progress) {
        this.job = job;
        this.models = models;
        this.sink = sink;
        this.progress = progress;
    }

    /** Whether every patient was predicted. */
    boolean run() throws IOException {
        check();
        Optional<Source> known = job.model() == null ? Optional.empty() : Optional.of(model(job.model()));
        Source source = job.predictions() == null ? known.orElseThrow() : predictions(job.predictions());
        Optional<Source> other = job.compare() == null ? Optional.empty() : Optional.of(compared());
        List<String> notes = new ArrayList<>();
        List<String> labels = labels(known.orElse(source), notes);
        Stream.of(Optional.of(source), known, other).flatMap(Optional::stream).forEach(each -> each.require(labels));
        EvaluationTable table = job.table() != null ? EvaluationTable.read(existingTable(), labels)
                : source.predictions().orElseThrow().asTable(labels);
        if (job.table() != null && Stream.of(Optional.of(source), other).flatMap(Optional::stream)
                .anyMatch(each -> each.predictions().isEmpty())) {
            PatientFinder.requireApart(PatientTable.read(JobRunner.path(job.table())),
                    Optional.ofNullable(job.images()).map(JobRunner::path), progress);
        }
        EvaluatedPart part = EvaluatedPart.choose(table, Optional.ofNullable(job.splitFile()).map(JobRunner::path),
                job.split());
        Optional<ModelDirectory> model = known.flatMap(Source::model);
        notes.addAll(part.notes());
        model.ifPresent(each -> notes.addAll(ModelNotes.of(each, part)));
        if (model.isEmpty()) {
            notes.add("The model's thresholds are not known without --model: every label is called from .5.");
        }
        notes.forEach(note -> sink.accept(new Event.Note(note)));
        AtomicReference<EvaluationResult> result = new AtomicReference<>();
        AtomicFolder.write(JobRunner.path(job.out()), aside -> {
            result.set(evaluate(source, other, model, labels, part, table.describing(), notes));
            EvaluationFolder.write(aside, result.get());
        });
        sink.accept(evaluated(result.get()));
        sink.accept(new Event.Written("the report, its figures and tables", job.out()));
        return result.get().failed().isEmpty();
    }

    private void check() {
        if (job.model() == null && job.predictions() == null) {
            throw new UserException("There is nothing to evaluate; name a model with --model, or earlier predictions "
                    + "with --predictions.");
        }
        if (job.table() == null && job.predictions() == null) {
            throw new UserException("A model needs patients; name their table with --table.");
        }
        if (job.draws() < FEWEST_DRAWS || job.draws() > MOST_DRAWS) {
            throw new UserException("--draws is " + job.draws() + "; write a number from " + FEWEST_DRAWS + " to "
                    + MOST_DRAWS + ", usually 2000.");
        }
        if (job.images() != null && !Files.isDirectory(JobRunner.path(job.images()))) {
            throw new UserException("There is no folder '" + job.images() + "'; give the folder of the pictures.");
        }
    }

    /**
     * Where predictions come from.
     *
     * @param name        as the user gave it
     * @param labels      what it tells
     * @param sha256      of the model's SavedModel, or of the predictions
     * @param predictions earlier ones, or
     * @param model       a model
     */
    private record Source(String name, List<String> labels, String sha256, Optional<PredictionsCsv> predictions,
                          Optional<ModelDirectory> model) {
        void require(List<String> wanted) {
            for (String label : wanted) {
                if (!labels.contains(label)) {
                    throw new UserException("'" + name + "' has no label '" + label + "'; it has "
                            + String.join(", ", labels) + ". Name those to evaluate with --labels.");
                }
            }
        }
    }

    private static Source predictions(String name) throws IOException {
        PredictionsCsv file = PredictionsCsv.read(JobRunner.path(name));
        return new Source(name, file.labels(), Sha256.of(file.file()), Optional.of(file), Optional.empty());
    }

    private static Source model(String name) throws IOException {
        ModelDirectory model = ModelDirectory.open(JobRunner.path(name));
        return new Source(name, model.info().labels(), model.modelSha256(), Optional.empty(), Optional.of(model));
    }

    /** A file is earlier predictions, a directory a model. */
    private Source compared() throws IOException {
        if (Files.isRegularFile(JobRunner.path(job.compare()))) {
            return predictions(job.compare());
        }
        if (job.table() == null) {
            throw new UserException("A model to compare with needs pictures; name their table with --table.");
        }
        return model(job.compare());
    }

    /** Those named, else the labels of the table that the model tells. */
    private List<String> labels(Source source, List<String> notes) {
        if (!job.labels().isEmpty() || job.table() == null) {
            return job.labels().isEmpty() ? source.labels() : List.copyOf(job.labels());
        }
        PatientTable table = PatientTable.read(existingTable());
        List<String> labels = source.labels().stream()
                .filter(label -> TableColumns.named(table, label).isPresent()).toList();
        if (labels.isEmpty()) {
            throw new UserException("The table '" + job.table() + "' has no column for a label of '" + source.name()
                    + "' (" + String.join(", ", source.labels()) + "); add one with 0, 1 or nothing.");
        }
        if (labels.size() < source.labels().size()) {
            notes.add("Not evaluated, for the table has no column of the name: " + source.labels().stream()
                    .filter(each -> !labels.contains(each)).collect(Collectors.joining(", ")) + ".");
        }
        return labels;
    }

    private Path existingTable() {
        Path table = JobRunner.path(job.table());
        if (!Files.isRegularFile(table)) {
            throw new UserException("There is no table '" + job.table() + "'; give a CSV file with patient_id, path "
                    + "and a column for each label.");
        }
        return table;
    }

    private EvaluationResult evaluate(Source source, Optional<Source> other, Optional<ModelDirectory> model,
                                      List<String> labels, EvaluatedPart part, List<String> describing,
                                      List<String> notes) throws IOException {
        CohortPrediction.Outcome predicted = predict(source, labels, part);
        List<String> seen = new ArrayList<>();
        seen.addAll(SeenPatients.repeats(part, predicted.pictures()));
        seen.addAll(SeenPatients.of(model, "this model", part, predicted.pictures()));
        if (other.isPresent() && !sameModel(other.get().model(), model)) {
            seen.addAll(SeenPatients.of(other.get().model(), "the model compared with", part, predicted.pictures()));
        }
        seen.forEach(note -> sink.accept(new Event.Note(note)));
        notes.addAll(seen);
        Optional<EvaluationResult.OtherPredictions> second = Optional.empty();
        if (other.isPresent()) {
            second = Optional.of(new EvaluationResult.OtherPredictions(other.get().name(), other.get().sha256(),
                    predict(other.get(), labels, part).patients()));
        }
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("SliceLSTM", Product.VERSION);
        versions.put("Java", System.getProperty("java.version"));
        if (!predicted.device().isEmpty()) {
            versions.put("TensorFlow", TensorFlowLibrary.require());
        }
        boolean earlier = source.predictions().isPresent();
        RunFacts facts = new RunFacts(model.isPresent() ? job.model() : "", model.map(ModelDirectory::info),
                model.map(ModelDirectory::modelSha256).orElse(""), earlier ? source.name() : "",
                earlier ? source.sha256() : "", predicted.device(), job.table() == null ? "" : job.table(),
                job.table() == null ? "" : Sha256.of(JobRunner.path(job.table())), part.name(), part.from(),
                source.predictions().isPresent() ? "" : Objects.requireNonNullElse(job.slices().window(), ""),
                        describing,
                job.seed(), job.draws(), versions, notes);
        double[] thresholds = labels.stream().mapToDouble(label -> model
                .map(each -> each.info().thresholds().get(label)).orElse(HALF)).toArray();
        return EvaluationResult.of(facts, labels, thresholds, predicted.patients(),
                part.training().stream().map(LabelledPatient::labels).toList(), second, progress);
    }

    private static boolean sameModel(Optional<ModelDirectory> one, Optional<ModelDirectory> other) {
        return one.map(ModelDirectory::modelSha256).equals(other.map(ModelDirectory::modelSha256));
    }

    private CohortPrediction.Outcome predict(Source source, List<String> labels, EvaluatedPart part)
            throws IOException {
        return source.predictions().isPresent()
                ? new CohortPrediction.Outcome("", source.predictions().get().of(part, labels), List.of())
                : new CohortPrediction(job, models, sink, progress).predict(source.name(), labels, part);
    }

    private static Event evaluated(EvaluationResult result) {
        return new Event.Evaluated(result.run().part(), result.patients().size(), result.failed().size(),
                result.rows().stream().map(EvaluateRun::row).toList());
    }

    private static Event.EvaluatedLabel row(LabelEvaluation label) {
        Estimate auc = label.get(Measure.AUC);
        return new Event.EvaluatedLabel(label.label(), label.positives(), label.negatives(), defined(auc.value()),
                defined(auc.interval().low()), defined(auc.interval().high()),
                defined(label.get(Measure.SENSITIVITY).value()), defined(label.get(Measure.SPECIFICITY).value()),
                defined(label.get(Measure.BRIER).value()));
    }

    private static Double defined(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
