package org.slicelstm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.slicelstm.Count;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LabelledCohort;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Study;
import org.slicelstm.train.History;
import org.slicelstm.train.Metric;
import org.slicelstm.train.Metrics;
import org.slicelstm.train.Prevalence;
import org.slicelstm.train.Trainer;
import org.slicelstm.train.TrainingListener;
import org.slicelstm.train.TrainingSettings;
import org.slicelstm.train.study.Cell;
import org.slicelstm.train.study.Findings;
import org.slicelstm.train.study.Score;
import org.slicelstm.train.study.Scores;
import org.slicelstm.train.study.StudyPlot;
import org.slicelstm.train.study.StudyText;
import org.slicelstm.train.study.Summary;

/** Trains every cell of a study, one after the other, and tells what they show together. */
final class StudyRun {
    private final Job.Study job;
    private final EventSink sink;
    private final Progress progress;
    private final Set<String> told = new HashSet<>();
    private final List<String> notes = new ArrayList<>();

    private StudyPlan plan;
    private Metric metric;
    private int cellsDone;
    private long epochsDone;
    private long epochsLeft;
    private long startedAt;

    StudyRun(Job.Study job, EventSink sink, Progress progress) {
        this.job = job;
        this.sink = sink;
        this.progress = progress;
    }

    void run() throws IOException {
        try (OutputLocks locks = new OutputLocks(sink)) {
            locks.take(StudyPlan.of(job).out().toString());
            locked();
        }
    }

    private void locked() throws IOException {
        inStudy((recipes, cohort, start, files, executor) -> {
            Map<Cell, List<Score>> scores = new LinkedHashMap<>();
            List<Cell> open = open();
            for (Cell each : plan.cells()) {
                if (open.contains(each)) {
                    epochsLeft += recipes.get(each.variant()).training().epochs();
                } else {
                    scores.put(each, Scores.read(each.scores(plan.out())));
                }
            }
            cellsDone = scores.size();
            if (cellsDone > 0) {
                tell(cellsDone + " of " + Count.of(plan.cells().size(), "training") + (cellsDone == 1 ? " is" : " are")
                        + " finished already.");
            }
            startedAt = System.nanoTime();
            for (Cell each : open) {
                progress.checkCancelled();
                scores.put(each, train(each, recipes.get(each.variant()), cohort, start, files, executor));
            }
            report(plan.cells().stream().flatMap(each -> scores.get(each).stream()).toList(), recipes, cohort);
        });
    }

    /** Makes the study's folder ready; the trainings that are not finished. */
    List<Cell> prepare() throws IOException {
        inStudy((recipes, cohort, start, files, executor) -> { });
        return open();
    }

    /** Trains one cell of a study that is prepared. */
    void train(Cell cell) throws IOException {
        inStudy((recipes, cohort, start, files, executor) ->
                train(cell, recipes.get(cell.variant()), cohort, start, files, executor));
    }

    /** What is done with a study that is ready. */
    @FunctionalInterface
    private interface Work {
        void with(Map<String, Recipe> recipes, LabelledCohort cohort, StartingPoint start, SliceFiles files,
                ExecutorService executor) throws IOException;
    }

    private void inStudy(Work work) throws IOException {
        plan = StudyPlan.of(job);
        metric = Metric.parse(plan.study().metric());
        requireOwnFolder();
        NativeLibrary.load(sink, progress);
        ExecutorService executor = Workers.start("pictures");
        try (StartingPoint start = StartingPoint.of(plan.base())) {
            plan = plan.withBase(TrainRun.labelled(plan.base(), start.recipe(), sink));
            Map<String, Recipe> recipes = plan.recipes(start.recipe());
            Recipe first = recipes.values().iterator().next();
            TrainingSettings settings = new TrainRun(plan.job(plan.cells().get(0)), sink, progress).settings(first);
            makePhantoms();
            start.notes(first).forEach(this::note);
            SliceFiles files = new SliceFiles();
            LabelledCohort cohort = new TrainRun(plan.base(), sink, progress).cohort(settings, files, executor);
            plan.begin(recipes, start.weights(first).sha256());
            work.with(recipes, cohort, start, files, executor);
        } finally {
            executor.shutdownNow();
        }
    }

    private List<Cell> open() {
        return plan.cells().stream().filter(each -> !Files.exists(each.scores(plan.out()))).toList();
    }

    /** A folder with other things in it stays as it is. */
    private void requireOwnFolder() throws IOException {
        Path out = plan.out();
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new UserException("'" + out + "' is a file; name a new folder for --out.");
        }
        if (Files.isDirectory(out) && !Files.exists(out.resolve("study.json")) && !Files.exists(plan.phantoms())) {
            try (Stream<Path> content = Files.list(out)) {
                if (content.findAny().isPresent()) {
                    throw new UserException("'" + out + "' is there already and holds no study; name a new folder for "
                            + "--out.");
                }
            }
        }
    }

    private void makePhantoms() throws IOException {
        if (!plan.onPhantoms()) {
            return;
        }
        Study.Phantoms how = plan.study().phantoms().orElseThrow();
        note("No table is given: the study makes " + Count.of(how.patients(), "synthetic patient")
                + " and uses its small "
                + "settings for them; it says nothing of real patients.");
        if (Files.exists(JobRunner.path(plan.base().table()))) {
            return;
        }
        Files.createDirectories(plan.out());
        new PhantomsRun(new Job.Phantoms(how.patients(), how.seed(), "jpg", how.prevalence(), true,
                plan.phantoms().toString()), sink, progress).run();
    }

    /** Tells what study.md says too. */
    private void note(String sentence) {
        notes.add(sentence);
        tell(sentence);
    }

    private void tell(String sentence) {
        if (told.add(sentence)) {
            sink.accept(new Event.Note(sentence));
        }
    }

    private List<Score> train(Cell cell, Recipe recipe, LabelledCohort cohort, StartingPoint start, SliceFiles files,
            ExecutorService executor) throws IOException {
        Job.Train training = plan.job(cell);
        TrainingSettings settings = new TrainRun(training, sink, progress).settings(recipe);
        Listener listener = new Listener(cell, recipe.training().epochs());
        new Trainer(settings, files, executor, listener, Progress.silent(progress::isCancelled))
                .train(cohort, start.weights(recipe), start.ancestor());
        Scores.write(cell.scores(plan.out()), listener.scores);
        cellsDone++;
        epochsDone += listener.epochsToTrain;
        epochsLeft -= recipe.training().epochs();
        String order = listener.scores.get(0).order();
        double value = listener.scores.stream().filter(each -> each.order().equals(order)
                && each.label().equals(Metrics.ALL)).findFirst().orElseThrow().metrics().get(metric);
        sink.accept(new Event.CellDone(cell.variant(), cell.seed(), cell.fold(), metric.toString(),
                Double.isNaN(value) ? null : value, cellsDone, plan.cells().size(), secondsLeft()));
        return listener.scores;
    }

    private long secondsLeft() {
        double nanosAnEpoch = (double) (System.nanoTime() - startedAt) / Math.max(1, epochsDone);
        return Duration.ofNanos((long) (nanosAnEpoch * epochsLeft)).toSeconds();
    }

    private void report(List<Score> scores, Map<String, Recipe> recipes, LabelledCohort cohort) throws IOException {
        Path out = plan.out();
        Scores.write(out.resolve("results.csv"), scores);
        Summary summary = Summary.of(scores, plan.ways(), plan.folds());
        summary.write(out.resolve("summary.csv"));
        StudyPlot.write(out.resolve("summary.png"), summary, scores, metric);
        List<String> findings = Findings.of(summary, metric);
        Recipe first = recipes.values().iterator().next();
        long slices = cohort.members().stream().mapToLong(member -> member.patient().slices().size()).sum();
        StudyText.write(out.resolve("study.md"), new StudyText.Facts(plan.study().name(), plan.study().question(),
                cohort.members().size(), slices, plan.onPhantoms(), first.name(), first.trainsBackbone(),
                first.training().epochs(), plan.folds(), plan.seeds(), plan.base().parts().validation(),
                plan.base().fitting().metric(), notes), summary, metric, findings);
        sink.accept(new Event.Written("the study: study.md, summary.csv, summary.png, results.csv, runs",
                out.toString()));
        sink.accept(new Event.StudyFound(findings));
    }

    /** Hears how a cell's training goes and asks for its scores at its end. */
    private final class Listener implements TrainingListener {
        private final Cell cell;
        private final int epochs;
        private final List<Score> scores = new ArrayList<>();
        private int epochsToTrain;

        Listener(Cell cell, int epochs) {
            this.cell = cell;
            this.epochs = epochs;
        }

        @Override
        public void note(String sentence) {
            tell(sentence);
        }

        @Override
        public void warned(String patient, String sentence) {
            if (told.add(patient + "\n" + sentence)) {
                sink.accept(new Event.Warned(patient, sentence));
            }
        }

        @Override
        public void started(String device, int from, int last) {
            epochsToTrain = last - from + 1;
            tell("Training on " + device + ".");
        }

        @Override
        public void epoch(int epoch, int last, List<History.Row> rows, int best, Duration left) {
            long inCell = epochsToTrain - (last - epoch);
            progress.update("epochs of the study", epochsDone + inCell, epochsDone + epochsLeft
                    - (epochs - epochsToTrain));
        }

        @Override
        public void trained(HeldOut heldOut) {
            Map<String, Prevalence> counts = new LinkedHashMap<>();
            heldOut.prevalences().forEach(each -> counts.put(each.label(), each));
            for (Study.Order order : plan.orders(cell.variant())) {
                for (Metrics.Named each : heldOut.metrics(order == Study.Order.SORTED)) {
                    Prevalence count = counts.get(each.label());
                    scores.add(new Score(cell, order.toString(), each.label(), count == null ? -1 : count.known(),
                            count == null ? -1 : count.positives(), heldOut.bestEpoch(), each.metrics()));
                }
            }
        }
    }
}
