package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.image.Preprocessing.Crop;
import org.slicelstm.image.Preprocessing.StoredMeaning;

class AugmentedPreprocessorTest {
    @ParameterizedTest
    @CsvSource({"false,24,20,1,brain", "true,24,20,1,brain", "true,20,24,1.7,three-window", "false,64,80,1,bone",
        "true,33,64,.6,subdural"})
    void withoutAVariationItIsThePreprocessor(boolean keepAspect, int height, int width, double aspect, String window)
            throws NotASliceException {
        Preprocessing how = new Preprocessing(height, width, keepAspect, Windowing.parse(window), Crop.NONE,
                StoredMeaning.AUTO);
        FloatBuffer plain = FloatBuffer.allocate(how.floatsPerSlice() + 5);
        FloatBuffer varied = FloatBuffer.allocate(how.floatsPerSlice() + 5);
        new Preprocessor(how).write(slice(aspect), plain, 3);
        new AugmentedPreprocessor(how, Augmentation.NONE).write(slice(aspect), 1, varied, 3);
        assertThat(varied.array()).containsExactly(plain.array(), within(.01f));
        // Which is no black picture.
        assertThat(IntStream.range(0, plain.capacity()).filter(i -> plain.get(i) > 100)).hasSizeGreaterThan(100);
    }

    @Test
    void theSameSeedGivesTheSamePictureAndAnotherSeedAnother() throws NotASliceException {
        assertThat(paper(1)).containsExactly(paper(1));
        assertThat(paper(1)).isNotEqualTo(paper(2));
    }

    @Test
    void whatARotationUncoversIsAirAndNotWater() throws NotASliceException {
        // Everything is bright blood: only air from outside can be black, and 0 HU would be black in no window here.
        short[] blood = new short[40 * 40];
        Arrays.fill(blood, (short) 70);
        StoredSlice slice = new StoredSlice(ArrayImgs.shorts(blood, 40, 40),
                new Intensity(true, 1, 0, null, null, 16, false, List.of(), 1));
        Preprocessing how = new Preprocessing(40, 40, false, Windowing.parse("0/200"), Crop.NONE, StoredMeaning.AUTO);
        FloatBuffer picture = FloatBuffer.allocate(how.floatsPerSlice());
        new AugmentedPreprocessor(how, new Augmentation(10, 1, 1, 0)).write(slice, 3, picture, 0);
        float tissue = 170 / 200f * 255;
        int black = 0;
        for (float level : picture.array()) {
            assertThat(level == 0 || Math.abs(level - tissue) < .01).isTrue();
            black += level == 0 ? 1 : 0;
        }
        assertThat(black).isBetween(1, picture.capacity() / 10);
    }

    private static float[] paper(long seed) throws NotASliceException {
        Preprocessing how = new Preprocessing(16, 16, true, Windowing.BRAIN, Crop.HEAD, StoredMeaning.AUTO);
        FloatBuffer picture = FloatBuffer.allocate(how.floatsPerSlice());
        new AugmentedPreprocessor(how, Augmentation.PAPER).write(slice(1), seed, picture, 0);
        return picture.array();
    }

    /** 50 columns, 40 rows of HU with structure in every window. */
    private static StoredSlice slice(double aspect) {
        short[] values = new short[50 * 40];
        for (int i = 0; i < values.length; i++) {
            int x = i % 50;
            int y = i / 50;
            boolean head = Math.hypot(x - 25, y - 20) < 17;
            values[i] = (short) (head ? (x * 7 + y * 13) % 90 + (x % 11 == 0 ? 1800 : 0) : -1000);
        }
        return new StoredSlice(ArrayImgs.shorts(values, 50, 40),
                new Intensity(true, 1, 0, null, null, 16, false, List.of(), aspect));
    }
}
