package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.CohortOptions;
import org.slicelstm.cohort.LabelledCohort;
import org.slicelstm.cohort.LabelledTable;
import org.slicelstm.cohort.Part;
import org.slicelstm.cohort.PatientFinder;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.graph.OpenModel;
import org.slicelstm.image.Preprocessing;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.model.BackboneRecipe;
import org.slicelstm.model.HeadRecipe;
import org.slicelstm.model.HeadRecipe.Activation;
import org.slicelstm.model.HeadRecipe.Dense;
import org.slicelstm.model.HeadRecipe.SequenceKind;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.ModelInfo;
import org.slicelstm.model.Optimisation;
import org.slicelstm.model.Optimisation.Optimiser;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.Schedule;
import org.slicelstm.model.TrainingRecipe;
import org.slicelstm.model.TrainingRecipe.Loss;
import org.slicelstm.model.WeightSource;
import org.slicelstm.model.network.Architecture;
import org.slicelstm.predict.PatientResult;
import org.slicelstm.predict.Predictor;

/** Runs on 24 patients of 2 to 5 small pictures; the label is a bright square in one of them. */
class TrainerTest {
    private static final int PATIENTS = 24;
    private static final int SIZE = 16;

    @TempDir
    private static Path folder;
    private static Path table;
    private static ExecutorService executor;
    private static LabelledCohort cohort;

    @BeforeAll
    static void draw() throws IOException {
        executor = Executors.newFixedThreadPool(2);
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder("patient_id,path,bleed,other\n");
        for (int i = 0; i < PATIENTS; i++) {
            Path own = Files.createDirectories(folder.resolve("p" + i));
            int slices = 2 + i % 4;
            for (int slice = 0; slice < slices; slice++) {
                ImageIO.write(picture(random, i % 2 == 1 && slice == i % slices), "png",
                        own.resolve(slice + ".png").toFile());
            }
            rows.append("p").append(i).append(",p").append(i).append(",").append(i % 2).append(",")
                    .append(i % 5 == 0 ? "" : i / 2 % 2).append("\n");
        }
        table = Files.writeString(folder.resolve("patients.csv"), rows);
        SliceFiles files = new SliceFiles();
        LabelledTable read = LabelledTable.read(table, List.of(), Optional.empty(), files, Progress.NONE);
        cohort = LabelledCohort.find(read, new PatientFinder(files, CohortOptions.DEFAULT, Progress.NONE),
                OptionalInt.empty(), Progress.NONE);
    }

    @AfterAll
    static void stop() {
        executor.shutdownNow();
    }

    private static BufferedImage picture(Random random, boolean square) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int value = square && x > 4 && x < 11 && y > 4 && y < 11 ? 250 : 60 + random.nextInt(50);
                image.getRaster().setSample(x, y, 0, value);
            }
        }
        return image;
    }

    private static Recipe recipe(boolean trained, int epochs, int draws) {
        BackboneRecipe frozen = BackboneRecipe.frozen(Architecture.TINY);
        TrainingRecipe training = new TrainingRecipe(Loss.WEIGHTED, epochs, 0.003, 4, true, 10, .6,
                Optional.of(draws), Optional.of(new Optimisation(Optimiser.ADAMW, .01, 5, .1,
                        Optional.of(Schedule.CONSTANT))),
                Optional.empty());
        return new Recipe("test", trained ? frozen.trainedAfter(BackboneRecipe.INPUT) : frozen,
                HeadRecipe.lstm(8, new Dense(8, Activation.RELU)), List.of("bleed", "other"),
                new InputRecipe(SIZE, SIZE, true, "brain", "none", "auto"),
                Recipes.named("tiny-lstm").normalisation(), training);
    }

    private static Recipe scheduled(Recipe recipe, Schedule schedule) {
        TrainingRecipe how = recipe.training();
        return recipe.withTraining(new TrainingRecipe(how.loss(), how.epochs(), how.learningRate(),
                how.patientsPerStep(), how.shuffleSlices(), how.rotationDegrees(), how.smallestCropArea(),
                how.augmentDraws(), Optional.of(new Optimisation(Optimiser.ADAM, 0, 0, 0, Optional.of(schedule))),
                        how.flip()));
    }

    private static TrainingSettings settings(Recipe recipe, Path out, boolean resume) {
        return new TrainingSettings(recipe, Preprocessing.parse(SIZE, SIZE, true, "brain", "none", "auto"), table, out,
                7, .25, .125, Optional.empty(), Optional.empty(), Metric.LOSS, 0, OptionalInt.empty(),
                folder.resolve("cache"), 1 << 24, DeviceChoice.CPU, resume);
    }

    private static List<String> train(Recipe recipe, Path out, boolean resume, IntConsumer afterEpoch,
            Progress progress) throws IOException {
        List<String> notes = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void note(String sentence) {
                notes.add(sentence);
            }

            @Override
            public void started(String device, int from, int epochs) {
                notes.add("from " + from + " on " + device);
            }

            @Override
            public void epoch(int epoch, int epochs, List<History.Row> rows, int best, Duration left) {
                afterEpoch.accept(epoch);
            }
        };
        new Trainer(settings(recipe, out, resume), new SliceFiles(), executor, listener, progress)
                .train(cohort, WeightSource.NONE, Optional.empty());
        return notes;
    }

    private static List<String> train(Recipe recipe, Path out) throws IOException {
        return train(recipe, out, false, epoch -> { }, Progress.NONE);
    }

    private static void assertSame(Path one, Path other) {
        assertThat(one.resolve("history.csv")).hasSameTextualContentAs(other.resolve("history.csv"));
        assertThat(one.resolve("metrics.csv")).hasSameTextualContentAs(other.resolve("metrics.csv"));
        assertThat(one.resolve("last/checkpoint.safetensors"))
                .hasSameBinaryContentAs(other.resolve("last/checkpoint.safetensors"));
        assertThat(one.resolve("model/variables/variables.data-00000-of-00001"))
                .hasSameBinaryContentAs(other.resolve("model/variables/variables.data-00000-of-00001"));
    }

    /** As kill -9 does it: nothing of the run gets a word in. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSameSeedGivesTheSameRunAlsoAfterBeingKilledAndResumed(boolean trained) throws IOException {
        Recipe recipe = recipe(trained, 4, trained ? 0 : 2);
        Path whole = folder.resolve("whole" + trained);
        Path again = folder.resolve("again" + trained);
        Path killed = folder.resolve("killed" + trained);
        train(recipe, whole);
        train(recipe, again);
        assertSame(whole, again);

        assertThatThrownBy(() -> train(recipe, killed, false, epoch -> {
            throw new Killed();
        }, Progress.NONE)).isInstanceOf(Killed.class);
        int[] patients = {0};
        assertThatThrownBy(() -> train(recipe, killed, true, epoch -> { }, (what, done, total) -> {
            if (what.startsWith("Epoch 3") && ++patients[0] == 3) {
                throw new Killed();
            }
        })).isInstanceOf(Killed.class);
        List<String> notes = train(recipe, killed, true, epoch -> { }, Progress.NONE);

        assertThat(notes).contains("from 3 on CPU:0");
        assertSame(whole, killed);
        assertThat(History.read(killed.resolve("history.csv")).lastEpoch()).isEqualTo(4);
    }

    /** A head of each sort and a window of three slices, on kept features and with the backbone trained. */
    @ParameterizedTest
    @CsvSource({"BILSTM, false", "TRANSFORMER, false", "ATTENTION, true"})
    void everyHeadTrainsInAWindowTheSameWithTheSameSeed(SequenceKind kind, boolean trained) throws IOException {
        Recipe own = recipe(trained, 2, trained ? 0 : 2);
        Recipe recipe = own.withHead(own.head().with(kind).withSlicesWindow(3));
        Path whole = folder.resolve(kind + "whole");
        Path killed = folder.resolve(kind + "killed");
        train(recipe, whole);
        assertThatThrownBy(() -> train(recipe, killed, false, epoch -> {
            throw new Killed();
        }, Progress.NONE)).isInstanceOf(Killed.class);
        train(recipe, killed, true, epoch -> { }, Progress.NONE);
        assertSame(whole, killed);
    }

    @Test
    void otherVariationsAreAnotherHistory() throws IOException {
        Path out = folder.resolve("other");
        train(recipe(false, 1, 1), out);
        Path more = folder.resolve("more");
        train(recipe(false, 1, 2), more);
        assertThat(Files.readString(out.resolve("history.csv"))).isNotEqualTo(
                Files.readString(more.resolve("history.csv")));
        Recipe plain = recipe(false, 1, 1);
        TrainingRecipe how = plain.training();
        Path flipped = folder.resolve("flipped");
        train(plain.withTraining(new TrainingRecipe(how.loss(), how.epochs(), how.learningRate(),
                how.patientsPerStep(), how.shuffleSlices(), how.rotationDegrees(), how.smallestCropArea(),
                how.augmentDraws(), how.optimisation(), Optional.of(1.0))), flipped);
        assertThat(Files.readString(flipped.resolve("history.csv"))).isNotEqualTo(
                Files.readString(out.resolve("history.csv")));
    }

    @Test
    void aCancelledRunLeavesTheModelOfItsBestEpochAndGoesOn() throws IOException {
        Path out = folder.resolve("cancelled");
        boolean[] stop = {false};
        Progress progress = new Progress() {
            @Override
            public void update(String what, long done, long total) {
                stop[0] |= what.startsWith("Epoch 3") && done > 4;
            }

            @Override
            public boolean isCancelled() {
                return stop[0];
            }
        };
        Recipe recipe = recipe(false, 4, 2);

        assertThatThrownBy(() -> train(recipe, out, false, epoch -> { }, progress))
                .isInstanceOf(CancellationException.class);

        assertThat(ModelDirectory.open(out.resolve("model")).info().provenance().training().orElseThrow().epochs())
                .isEqualTo(2);
        train(recipe, out, true, epoch -> { }, Progress.NONE);
        Path whole = folder.resolve("never cancelled");
        train(recipe, whole);
        assertSame(whole, out);
    }

    @Test
    void aSquareIsLearnedAndTheModelPredictsWhatTheHistorySays() throws IOException {
        Path out = folder.resolve("learned");
        train(recipe(true, 25, 0), out);

        History history = History.read(out.resolve("history.csv"));
        List<History.Row> rows = history.of(Part.TRAIN, "bleed");
        assertThat(rows.get(24).metrics().loss()).isLessThan(.8 * rows.get(0).metrics().loss());

        ModelDirectory model = ModelDirectory.open(out.resolve("model"));
        ModelInfo info = model.info();
        assertThat(info.provenance().trained()).isTrue();
        assertThat(info.trainingOrder()).isEqualTo(ModelInfo.Order.SHUFFLED);
        assertThat(info.orders()).isEqualTo(16);
        assertThat(out.resolve("curves.png")).isNotEmptyFile();
        assertThat(Files.list(out.resolve("events"))).hasSize(1);

        int best = info.provenance().training().orElseThrow().bestEpoch();
        LabelWeights weights = LabelWeights.weighted(Prevalence.of(List.of("bleed"), cohort.patients().stream()
                .filter(each -> part(out, each.id()).equals("train")).toList()).get(0));
        double loss = 0;
        double known = 0;
        try (OpenModel opened = OpenModel.open(ModelDirectory.open(out.resolve("model")), DeviceChoice.CPU)) {
            Predictor predictor = new Predictor(opened, null, null, new SliceFiles(), executor);
            for (LabelledCohort.Member member : cohort.members()) {
                if (part(out, member.labelled().id()).equals("validation")) {
                    PatientResult result = predictor.predict(member.patient(), 0, Progress.NONE);
                    double p = result.raw()[0];
                    boolean has = member.labelled().labels().get(0).value() == 1;
                    loss -= has ? weights.positive() * Math.log(p) : weights.negative() * Math.log(1 - p);
                    known++;
                }
            }
        }
        double recorded = history.of(Part.VALIDATION, "bleed").get(best - 1).metrics().loss();
        assertThat(loss / known).isCloseTo(recorded, within(1e-5));
    }

    private static String part(Path out, String id) {
        try {
            return Files.readAllLines(out.resolve("split.csv")).stream().filter(line -> line.startsWith(id + ","))
                    .map(line -> line.split(",")[1]).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aFolderThatDoesNotFitIsToldBeforeAnyTraining() throws IOException {
        Path out = folder.resolve("taken");
        train(recipe(false, 1, 1), out);
        assertThatThrownBy(() -> train(recipe(false, 1, 1), out)).isInstanceOf(UserException.class)
                .hasMessageContaining("is there already");
        assertThatThrownBy(() -> train(recipe(false, 1, 2), out, true, epoch -> { }, Progress.NONE))
                .isInstanceOf(UserException.class).hasMessageContaining("another recipe or other settings");
        assertThatThrownBy(() -> train(recipe(false, 1, 1), folder.resolve("none"), true, epoch -> { }, Progress.NONE))
                .isInstanceOf(UserException.class).hasMessageContaining("no run in");
        Recipe cosine = scheduled(recipe(false, 2, 1), Schedule.COSINE);
        Path falling = folder.resolve("falling");
        train(cosine, falling);
        assertThatThrownBy(() -> train(cosine.withTraining(cosine.training().withEpochs(3)), falling, true,
                epoch -> { }, Progress.NONE)).isInstanceOf(UserException.class)
                .hasMessageContainingAll("follows a cosine over 2 epochs", "--epochs 2");
        assertThat(train(cosine, falling, true, epoch -> { }, Progress.NONE))
                .noneMatch(note -> note.startsWith("from"));
        assertThat(train(recipe(false, 2, 1), out, true, epoch -> { }, Progress.NONE)).contains("from 2 on CPU:0");
    }
}
