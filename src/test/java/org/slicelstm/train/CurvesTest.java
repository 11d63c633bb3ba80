package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.cohort.Part;

class CurvesTest {
    private static final int PANEL_WIDTH = 330;
    private static final int TRAIN = 0x0072B2;
    private static final int VALIDATION = 0xD55E00;

    @TempDir
    private Path folder;

    @Test
    void showTheCurvesOfEveryMetric() throws IOException {
        Path file = folder.resolve("curves.png");
        Curves.write(file, history(40, "a"), OptionalInt.of(20));
        BufferedImage one = ImageIO.read(file.toFile());
        assertThat(one.getWidth()).isGreaterThan(4 * PANEL_WIDTH);
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 4; column++) {
                boolean empty = row == 1 && column == 3;
                assertThat(pixels(one, row, column, TRAIN)).isGreaterThan(empty ? -1 : 100).isLessThan(empty ? 1 : 5000);
                assertThat(pixels(one, row, column, VALIDATION) > 0).isEqualTo(!empty);
            }
        }
        Curves.write(file, history(40, "a", "b", "c"), OptionalInt.empty());
        assertThat(pixels(ImageIO.read(file.toFile()), 1, 3, 0x009E73)).isGreaterThan(100);
    }

    @Test
    void showTheFirstEpoch() throws IOException {
        Path file = folder.resolve("curves.png");
        Curves.write(file, history(1, "a"), OptionalInt.of(1));
        assertThat(pixels(ImageIO.read(file.toFile()), 0, 0, TRAIN)).isPositive();
    }

    private static long pixels(BufferedImage image, int row, int column, int colour) {
        int width = image.getWidth() / 4;
        int height = image.getHeight() / 2;
        int[] rgb = image.getRGB(column * width, row * height, width, height, null, 0, width);
        return Arrays.stream(rgb).filter(each -> each == new Color(colour).getRGB()).count();
    }

    /** Curves like those of a training: they fall and rise, noisy, the validation undefined at first. */
    static History history(int epochs, String... labels) {
        History history = History.EMPTY;
        Random random = new Random(1);
        for (int epoch = 1; epoch <= epochs; epoch++) {
            for (Part part : List.of(Part.TRAIN, Part.VALIDATION)) {
                double level = Math.exp(-epoch / 12.0) + (part == Part.TRAIN ? .05 : .2) + random.nextDouble() * .05;
                double good = 1 - level * .7;
                double precision = part == Part.VALIDATION && epoch < epochs / 5 ? Double.NaN : good;
                List<Metrics.Named> metrics = Stream.concat(Stream.of(labels), Stream.of(Metrics.ALL))
                        .map(label -> new Metrics.Named(label, new Metrics(level * .7, good,
                                good * good - label.length() * .02, precision, good - .02, good - label.charAt(0) % 7 * .05,
                                1 - level / 3)))
                        .toList();
                history = history.with(epoch, part, metrics);
            }
        }
        return history;
    }
}
