package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.image.Preprocessing.Crop;
import org.slicelstm.image.Preprocessing.StoredMeaning;

class PictureRegionTest {
    private static Preprocessor preprocessor(int height, int width, boolean keepAspect, Crop crop) {
        return new Preprocessor(new Preprocessing(height, width, keepAspect, Windowing.BRAIN, crop,
                StoredMeaning.AUTO));
    }

    private static void assertRegion(PictureRegion region, double x, double y, double width, double height) {
        assertThat(new double[] {region.x(), region.y(), region.width(), region.height()})
                .containsExactly(new double[] {x, y, width, height}, within(1e-9));
    }

    @Test
    void barsReachBeyondThePicture() throws NotASliceException {
        StoredSlice wide = Pictures.grey(100, new int[100 * 50]);
        assertRegion(preprocessor(8, 8, true, Crop.NONE).region(wide), 0, -25, 100, 100);
        assertRegion(preprocessor(8, 8, false, Crop.NONE).region(wide), 0, 0, 100, 50);
        // Pixels twice as high as wide: a square in millimetres.
        StoredSlice high = Pictures.grey(100, Pictures.levels(8, false, 2), new int[100 * 50]);
        assertRegion(preprocessor(8, 8, true, Crop.NONE).region(high), 0, 0, 100, 50);
    }

    @Test
    void aCropOfTheHeadIsWhatIsCovered() throws NotASliceException {
        int[] levels = new int[100 * 100];
        for (int y = 10; y < 70; y++) {
            for (int x = 20; x < 60; x++) {
                levels[y * 100 + x] = 200;
            }
        }
        assertRegion(preprocessor(8, 8, true, Crop.HEAD).region(Pictures.grey(100, levels)), 7, 7, 66, 66);
    }

    /** A white square is found in the model's input where the region says. */
    @ParameterizedTest
    @CsvSource({"90, 60, 64, 64, true, NONE", "60, 90, 64, 48, true, NONE", "75, 40, 32, 64, false, NONE",
            "90, 70, 64, 64, true, HEAD"})
    void whatIsSeenInTheInputLiesThereInThePicture(int columns, int rows, int height, int width, boolean keepAspect,
                                                   Crop crop) throws NotASliceException {
        int[] levels = new int[columns * rows];
        for (int y = rows / 4; y < 3 * rows / 4; y++) {
            for (int x = columns / 5; x < columns / 2; x++) {
                levels[y * columns + x] = 40;
            }
        }
        for (int y = 20; y < 26; y++) {
            for (int x = 24; x < 30; x++) {
                levels[y * columns + x] = 255;
            }
        }
        StoredSlice slice = Pictures.grey(columns, levels);
        Preprocessor preprocessor = preprocessor(height, width, keepAspect, crop);
        FloatBuffer input = FloatBuffer.allocate(height * width * 3);
        preprocessor.write(slice, input, 0);
        double sum = 0;
        double across = 0;
        double down = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double white = Math.max(0, input.get((y * width + x) * 3) - 45);
                sum += white;
                across += white * (x + 0.5);
                down += white * (y + 0.5);
            }
        }
        PictureRegion region = preprocessor.region(slice);
        assertThat(region.x() + across / sum / width * region.width()).isCloseTo(27, within(0.3));
        assertThat(region.y() + down / sum / height * region.height()).isCloseTo(23, within(0.3));
    }
}
