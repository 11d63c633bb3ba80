package org.slicelstm.train;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Label;
import org.slicelstm.cohort.LabelledCohort;
import org.slicelstm.cohort.LabelledPatient;
import org.slicelstm.cohort.Part;
import org.slicelstm.cohort.Split;
import org.slicelstm.cohort.SplitFile;
import org.slicelstm.graph.TrainingSession;
import org.slicelstm.image.Augmentation;
import org.slicelstm.image.Preprocessing;
import org.slicelstm.image.SliceDecoder;
import org.slicelstm.model.Ancestor;
import org.slicelstm.model.ModelInfo;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Schedule;
import org.slicelstm.model.Sha256;
import org.slicelstm.model.TrainingRecipe;
import org.slicelstm.model.TrainingRecipe.Loss;
import org.slicelstm.model.TrainingRecord;
import org.slicelstm.model.WeightSource;

/**
 * Trains a model on a cohort and writes the run's folder. After every epoch a checkpoint is moved into place, from
 * which an interrupted run goes on as if it had never stopped: all that is random follows from the seed and the epoch.
 */
public final class Trainer {
    private static final long CURVES_EVERY_NANOS = 10_000_000_000L;
    /** 24 MB of pictures: 227 of 96 pixels, 41 of 224. */
    private static final int MEASURED_FLOATS = 3 << 21;
    private static final int LEAST_MEASURED = 16;

    private final TrainingSettings settings;
    private final Recipe recipe;
    private final TrainingRecipe how;
    private final SliceDecoder decoder;
    private final ExecutorService executor;
    private final TrainingListener listener;
    private final Progress progress;
    private final RunFolder folder;
    private final EarlyStopping stopping;
    private final Schedule schedule;

    private Division division;
    private Map<Part, List<TrainingPatient>> parts = Map.of();
    private Optional<Ancestor> origin = Optional.empty();
    private List<LabelWeights> weights;
    private TrainingSession session;
    private PictureReader reader;
    private FrozenFeatures frozen;
    private History history = History.EMPTY;
    private Map<String, String> identity;
    /** Of the best epoch, once training is over. */
    private TrainedModel.Fit fit;

    /**
     * A run that is yet to begin: nothing is written.
     *
     * @param decoder  reads pictures
     * @param executor reads them in parallel; stays the caller's
     * @param progress told how far an epoch is, and asked whether to stop
     * @throws UserException if a setting is not possible, or the run's folder does not allow it
     */
    public Trainer(TrainingSettings settings, SliceDecoder decoder, ExecutorService executor,
            TrainingListener listener, Progress progress) throws IOException {
        this.settings = settings;
        this.recipe = settings.recipe();
        this.how = recipe.training();
        this.decoder = decoder;
        this.executor = executor;
        this.listener = listener;
        this.progress = progress;
        folder = new RunFolder(settings.out());
        stopping = new EarlyStopping(settings.metric(), settings.patience());
        schedule = how.how().schedule().orElseThrow(() -> new UserException("The recipe names no schedule of the "
                + "learning rate that there is; name one by --schedule constant or cosine."));
        folder.check(recipe, settings.resume());
    }

    /**
     * Trains.
     *
     * @param cohort   the patients, whose labels are the recipe's
     * @param start    the weights to start from; what it does not have is drawn from the seed
     * @param ancestor the model that is trained further, whose weights these are; empty for none
     * @throws UserException         if settings, table or pictures do not allow it; nothing was trained then
     * @throws CancellationException if the progress says so; the epochs that were finished are kept, and the model of
     *                               the best of them is written
     */
    public void train(LabelledCohort cohort, WeightSource start, Optional<Ancestor> ancestor) throws IOException {
        origin = ancestor;
        divide(cohort);
        float[] positive = new float[weights.size()];
        float[] negative = new float[weights.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = (float) weights.get(i).positive();
            negative[i] = (float) weights.get(i).negative();
        }
        try (TrainingSession opened = TrainingSession.open(recipe, positive, negative, settings.seed(), start,
                settings.device(), 0)) {
            session = opened;
            folder.begin(recipe);
            SplitFile.write(folder.split(), division.split());
            prepare();
            int done = resume();
            if (done == 0 && session.needsStatistics()) {
                measure();
            }
            try {
                epochs(done);
            } catch (CancellationException e) {
                // What is finished becomes a model; the epoch that was interrupted is done again on --resume.
                finish(Progress.NONE);
                throw e;
            }
            finish(progress);
            listener.trained(heldOut());
        }
    }

    /** What the listener may ask of the best epoch while its weights are at hand. */
    private TrainingListener.HeldOut heldOut() {
        return new TrainingListener.HeldOut() {
            @Override
            public List<Metrics.Named> metrics(boolean sorted) {
                int orders = sorted ? 1 : ModelInfo.SHUFFLED_ORDERS;
                return Trainer.this.metrics(Part.TEST, logits(Part.TEST, orders, progress), fit);
            }

            @Override
            public List<Prevalence> prevalences() {
                List<List<Label>> truth = truth(Part.TEST);
                return IntStream.range(0, recipe.labels().size()).mapToObj(label -> Prevalence.of(
                        recipe.labels().get(label), truth.stream().map(each -> each.get(label)).toList())).toList();
            }

            @Override
            public int bestEpoch() {
                return best();
            }
        };
    }

    /** Checks pictures and makes the parts. */
    private void divide(LabelledCohort cohort) throws IOException {
        List<LabelledPatient> patients = cohort.patients();
        Preprocessing shown = settings.preprocessing();
        ContentHashes hashes = ContentHashes.open(settings.cache().resolve("contents.txt"),
                FrozenFeatures.DECODER + "\n" + shown.windowing() + "\n" + shown.intensity());
        division = Division.of(settings, cohort, origin, new PictureCheck(decoder, shown, hashes, executor), listener,
                progress);
        parts = division.parts();
        Split split = division.split();
        if (Files.exists(folder.split()) && !SplitFile.read(folder.split(), patients).equals(split)) {
            throw new UserException("The run in '" + folder.path() + "' divided the patients in another way (see its "
                    + "split.csv); repeat the command as it was, with the same table.");
        }
        List<Prevalence> prevalences = Prevalence.of(recipe.labels(), split.of(Part.TRAIN, patients));
        weights = how.loss() == Loss.WEIGHTED ? LabelWeights.weighted(prevalences)
                : prevalences.stream().map(any -> LabelWeights.PLAIN).toList();
        listener.divided(new PartsAdvice(settings, patients, division).sentences());
    }

    private void prepare() throws IOException {
        Augmentation augmentation = new Augmentation(how.rotationDegrees(), how.smallestCropArea(), 1,
                how.flipChance());
        reader = new PictureReader(settings.preprocessing(), augmentation, decoder, executor,
                session.deviceRun().chunk());
        String backbone = session.frozenSha256();
        if (!recipe.trainsBackbone()) {
            frozen = new FrozenFeatures(session, reader, FeatureCache.in(settings.cache(), settings.cacheBytes()),
                    backbone + recipe.backbone() + recipe.normalisation(), settings.preprocessing(),
                    augmentation, settings.seed(), how.draws());
        }
        identity = new LinkedHashMap<>();
        identity.put("seed", Long.toString(settings.seed()));
        identity.put("frozen_weights_sha256", backbone);
        identity.put("split_sha256", Sha256.of(folder.split()));
        identity.put("table_sha256", Sha256.of(settings.table()));
    }

    /** The statistics that no weights came with, from pictures that training patients take turns to give. */
    private void measure() {
        List<TrainingPatient> patients = parts.get(Part.TRAIN);
        int n = Math.max(LEAST_MEASURED, MEASURED_FLOATS / settings.preprocessing().floatsPerSlice());
        float[] pictures = new float[n * settings.preprocessing().floatsPerSlice()];
        SplittableRandom random = Seeds.random(settings.seed(), "statistics");
        int first = random.nextInt(patients.size());
        for (int i = 0; i < n; i++) {
            progress.update("Measuring pictures", i, n);
            TrainingPatient patient = patients.get((first + i) % patients.size());
            int at = i * settings.preprocessing().floatsPerSlice();
            reader.read(patient.only(new int[] {random.nextInt(patient.slices().size())}), null,
                    (images, one, from) -> System.arraycopy(images, 0, pictures, at, images.length), progress);
        }
        session.measure(FloatBuffer.wrap(pictures), n);
    }

    /** Goes on after the last checkpoint; the number of epochs that are finished. */
    private int resume() {
        if (folder.lastCheckpoint().isEmpty()) {
            return 0;
        }
        Map<String, String> words = Checkpoint.words(folder.checkpoint());
        identity.forEach((name, value) -> {
            if (!value.equals(words.get(name))) {
                throw new UserException("The run in '" + folder.path() + "' cannot go on: its " + name.replace('_', ' ')
                        + " was another one; repeat the command as it was, with the same table and weights.");
            }
        });
        int epoch = Integer.parseInt(words.get("epoch"));
        Checkpoint.read(folder.checkpoint(),
                tensors -> session.restore(tensors, Long.parseLong(words.get("updates"))));
        history = History.read(folder.history()).upTo(epoch);
        return epoch;
    }

    private void epochs(int done) throws IOException {
        if (done >= how.epochs() || stopping.isOver(history)) {
            return;
        }
        listener.started(session.deviceRun().device(), done + 1, how.epochs());
        session.deviceRun().remark().ifPresent(listener::note);
        EpochTraining training = new EpochTraining(session, recipe, reader, frozen, settings.seed());
        long startedAt = System.nanoTime();
        long drawnAt = startedAt;
        try (EventFile events = EventFile.start(folder.events(), done + 1)) {
            for (int epoch = done + 1; epoch <= how.epochs() && !stopping.isOver(history); epoch++) {
                EpochTraining.Outcome outcome = training.run(parts.get(Part.TRAIN), epoch,
                        schedule.rate(how.learningRate(), how.epochs(), epoch),
                        progress);
                // Called as the model of this epoch would: at the threshold that its validation patients give it.
                double[][] validation = logits(Part.VALIDATION, progress);
                TrainedModel.Fit now = fit(validation);
                add(epoch, Part.TRAIN, Metrics.of(recipe.labels(), outcome.logits(), outcome.truth(), weights,
                        now.calls()), events);
                if (!parts.get(Part.VALIDATION).isEmpty()) {
                    add(epoch, Part.VALIDATION, metrics(Part.VALIDATION, validation, now), events);
                }
                save(epoch);
                long savedAt = System.nanoTime();
                if (savedAt - drawnAt > CURVES_EVERY_NANOS) {
                    drawnAt = savedAt;
                    Curves.write(folder.curves(), history, stopping.best(history));
                }
                int finished = epoch;
                Duration left = Duration.ofNanos((savedAt - startedAt) / (epoch - done) * (how.epochs() - epoch));
                listener.epoch(epoch, how.epochs(),
                        history.rows().stream().filter(row -> row.epoch() == finished).toList(), best(), left);
            }
        }
    }

    private void add(int epoch, Part part, List<Metrics.Named> metrics, EventFile events) throws IOException {
        history = history.with(epoch, part, metrics);
        events.add(epoch, part, metrics);
    }

    /** The history first: rows after the checkpoint are dropped on --resume, missing ones could not be made up. */
    private void save(int epoch) throws IOException {
        Map<String, String> words = new LinkedHashMap<>(identity);
        words.put("epoch", Integer.toString(epoch));
        words.put("updates", Long.toString(session.updatesDone()));
        if (stopping.isBest(history)) {
            Checkpoint.write(folder.best(), words, session.trained(), session.stateReader());
        }
        history.write(folder.history());
        Checkpoint.write(folder.checkpoint(), words, session.state(), session.stateReader());
    }

    private int best() {
        return stopping.best(history).orElse(history.lastEpoch());
    }

    private double[][] logits(Part part, Progress watched) {
        return logits(part, TrainedModel.orders(recipe), watched);
    }

    private double[][] logits(Part part, int orders, Progress watched) {
        return MeanLogits.of(session, parts.get(part), patient -> frozen != null ? frozen.plain(patient, watched)
                : FrozenFeatures.compute(session, reader, patient, null, watched), orders,
                part == Part.VALIDATION ? "Validating" : "Testing", watched);
    }

    private List<List<Label>> truth(Part part) {
        return parts.get(part).stream().map(TrainingPatient::labels).toList();
    }

    private TrainedModel.Fit fit(double[][] validation) {
        return TrainedModel.fit(recipe.labels(), validation, truth(Part.VALIDATION), weights);
    }

    private List<Metrics.Named> metrics(Part part, double[][] logits, TrainedModel.Fit fit) {
        return Metrics.of(recipe.labels(), logits, truth(part), weights, fit.calls());
    }

    /**
     * The model of the best epoch, with its metrics on the patients that were kept back.
     *
     * @param watched asked whether to stop; not the run's where that was stopped already
     */
    private void finish(Progress watched) throws IOException {
        if (history.lastEpoch() == 0) {
            return;
        }
        int best = best();
        Curves.write(folder.curves(), history, stopping.best(history));
        Checkpoint.read(folder.best(), session::setTrained);
        fit = fit(logits(Part.VALIDATION, watched));
        fit.notes().forEach(listener::note);
        History results = new History(history.rows().stream().filter(row -> row.epoch() == best).toList());
        if (!parts.get(Part.TEST).isEmpty()) {
            List<Metrics.Named> test = metrics(Part.TEST, logits(Part.TEST, watched), fit);
            results = results.with(best, Part.TEST, test);
            listener.result(Part.TEST, test);
        }
        results.write(folder.metrics());
        List<String> notes = Stream.concat(division.notes().stream(), fit.notes().stream()).toList();
        TrainedModel.write(session, recipe, settings.seed(), fit, new TrainingRecord(identity.get("table_sha256"),
                settings.seed(), TrainedModel.counts(parts), history.lastEpoch(), best, session.deviceRun().device(),
                TrainedModel.metrics(results.rows()), notes, origin.map(Ancestor::sha256)), division.lineage(origin),
                folder);
    }
}
