package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.Progress;
import org.slicelstm.cohort.CohortOptions;
import org.slicelstm.cohort.LabelledCohort;
import org.slicelstm.cohort.LabelledTable;
import org.slicelstm.cohort.Part;
import org.slicelstm.cohort.PatientFinder;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.image.Preprocessing;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.model.BackboneRecipe;
import org.slicelstm.model.HeadRecipe;
import org.slicelstm.model.HeadRecipe.Activation;
import org.slicelstm.model.HeadRecipe.Dense;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.model.Optimisation;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.TrainingRecipe;
import org.slicelstm.model.TrainingRecipe.Loss;
import org.slicelstm.model.WeightSource;
import org.slicelstm.model.network.Architecture;

/**
 * The chain from a patient's row to its weights: pictures that any network tells apart, bright ones for the label and
 * dark ones without, are told apart on patients that were kept back, unless a label goes to another patient on the way.
 */
class LabelLinkTest {
    private static final int PATIENTS = 48;
    private static final int SIZE = 16;

    @TempDir
    private Path folder;

    /** What training says of patients that it never saw, by the area under their curve. */
    private double auc(boolean trained, IntUnaryOperator label) throws IOException {
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder("patient_id,path,bleed\n");
        for (int i = 0; i < PATIENTS; i++) {
            Path own = Files.createDirectories(folder.resolve("p" + i));
            for (int slice = 0; slice < 2 + i % 3; slice++) {
                ImageIO.write(picture(random, i % 2 == 1 ? 150 : 50), "png", own.resolve(slice + ".png").toFile());
            }
            rows.append("p").append(i).append(",p").append(i).append(",").append(label.applyAsInt(i)).append("\n");
        }
        Path table = Files.writeString(folder.resolve("patients.csv"), rows);
        Path out = folder.resolve("run");
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            SliceFiles files = new SliceFiles();
            LabelledTable read = LabelledTable.read(table, List.of(), Optional.empty(), files, Progress.NONE);
            LabelledCohort cohort = LabelledCohort.find(read,
                    new PatientFinder(files, CohortOptions.DEFAULT, Progress.NONE), OptionalInt.empty(), Progress.NONE);
            TrainingSettings settings = new TrainingSettings(recipe(trained),
                    Preprocessing.parse(SIZE, SIZE, true, "brain", "none", "auto"), table, out, 3, 0, .5,
                    Optional.empty(), Optional.empty(), Metric.LOSS, 0, OptionalInt.empty(), folder.resolve("cache"),
                    1 << 24, DeviceChoice.CPU, false);
            new Trainer(settings, files, executor, new Silent(), Progress.NONE).train(cohort, WeightSource.NONE,
                    Optional.empty());
        } finally {
            executor.shutdownNow();
        }
        return History.read(out.resolve("metrics.csv")).of(Part.TEST, "bleed").get(0).metrics().auc();
    }

    private static Recipe recipe(boolean trained) {
        BackboneRecipe frozen = BackboneRecipe.frozen(Architecture.TINY);
        TrainingRecipe training = new TrainingRecipe(Loss.WEIGHTED, 8, 0.01, 4, true, 0, 1, Optional.of(1),
                Optional.of(Optimisation.DEFAULT), Optional.empty());
        return new Recipe("test", trained ? frozen.trainedAfter("backbone.conv5") : frozen,
                HeadRecipe.lstm(8, new Dense(8, Activation.RELU)), List.of("bleed"),
                new InputRecipe(SIZE, SIZE, true, "brain", "none", "auto"),
                Recipes.named("tiny-lstm").normalisation(), training);
    }

    private static BufferedImage picture(Random random, int level) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
        for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
            image.getRaster().setSample(pixel % SIZE, pixel / SIZE, 0, level + random.nextInt(60));
        }
        return image;
    }

    private static final class Silent implements TrainingListener {
        @Override
        public void note(String sentence) {
        }

        @Override
        public void started(String device, int from, int epochs) {
        }

        @Override
        public void epoch(int epoch, int epochs, List<History.Row> rows, int best, Duration left) {
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void labelsThatStayWithTheirPatientsAreLearned(boolean trained) throws IOException {
        assertThat(auc(trained, i -> i % 2)).isGreaterThan(.99);
    }

    /** Else the test above would see nothing. */
    @Test
    void labelsOfOtherPatientsAreNot() throws IOException {
        assertThat(auc(false, i -> i / 2 % 2)).isBetween(.1, .9);
    }
}
