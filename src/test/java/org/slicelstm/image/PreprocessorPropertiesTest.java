package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.image.Preprocessing.Crop;
import org.slicelstm.image.Preprocessing.StoredMeaning;

class PreprocessorPropertiesTest {

    @Provide
    Arbitrary<Preprocessing> anyPreprocessing() {
        Arbitrary<Integer> size = Arbitraries.integers().between(1, 40);
        return Combinators.combine(size, size, Arbitraries.of(true, false), Arbitraries.of(Windowing.BRAIN,
                Windowing.SUBDURAL, Windowing.BONE, Windowing.THREE, Windowing.FILE), Arbitraries.of(Crop.values()))
                .as((height, width, keep, windowing, crop) -> new Preprocessing(height, width, keep, windowing, crop,
                        StoredMeaning.AUTO));
    }

    @Property(tries = 200)
    void aConstantPictureStaysConstant(@ForAll @IntRange(min = 1, max = 60) int columns,
                                       @ForAll @IntRange(min = 1, max = 60) int rows,
                                       @ForAll @IntRange(min = 1, max = 255) int level,
                                       @ForAll @IntRange(min = 1, max = 40) int height,
                                       @ForAll @IntRange(min = 1, max = 40) int width) throws NotASliceException {
        int[] values = new int[columns * rows];
        Arrays.fill(values, level);
        for (float value : Pictures.seen(Pictures.grey(columns, values),
                Pictures.how(height, width, false, Windowing.BRAIN))) {
            assertThat(value).isCloseTo(level, within(1e-3f));
        }
    }

    @Property(tries = 200)
    void aConstantHeadIsConstantInsideItsCrop(@ForAll @IntRange(min = 10, max = 60) int size,
                                              @ForAll @IntRange(min = 8, max = 40) int input)
            throws NotASliceException {
        int[] values = new int[size * size];
        Arrays.fill(values, 200);
        Preprocessing how = new Preprocessing(input, input, true, Windowing.BRAIN, Crop.HEAD, StoredMeaning.AUTO);
        float[] image = Pictures.channel(Pictures.seen(Pictures.grey(size, values), how), 0);
        assertThat(image[input / 2 * input + input / 2]).isCloseTo(200, within(1e-3f));
    }

    @Property(tries = 300)
    void whatTheModelSeesIsFrom0To255(@ForAll("anyPreprocessing") Preprocessing how, @ForAll long seed,
                                      @ForAll @IntRange(min = 1, max = 50) int columns,
                                      @ForAll @IntRange(min = 1, max = 50) int rows) throws NotASliceException {
        for (float value : Pictures.seen(random(columns, rows, seed), how)) {
            assertThat(value).isBetween(0f, 255f);
        }
    }

    @Property(tries = 200)
    void moreHuAreNeverDarker(@ForAll("anyPreprocessing") Preprocessing how, @ForAll long seed,
                              @ForAll @IntRange(min = 1, max = 40) int columns,
                              @ForAll @IntRange(min = 1, max = 40) int rows,
                              @ForAll @IntRange(min = 0, max = 300) int more) throws NotASliceException {
        // Both have the same outline: what is brighter than air stays so.
        Preprocessing uncropped = new Preprocessing(how.height(), how.width(), how.keepAspect(), how.windowing(),
                Crop.NONE, how.intensity());
        StoredSlice slice = random(columns, rows, seed);
        StoredSlice brighter = new StoredSlice(slice.pixels(), new Intensity(true, 1, more, null, null, 16, false,
                slice.intensity().windows(), 1));
        float[] dark = Pictures.seen(slice, uncropped);
        float[] bright = Pictures.seen(brighter, uncropped);
        for (int i = 0; i < dark.length; i++) {
            assertThat(bright[i]).isGreaterThanOrEqualTo(dark[i]);
        }
    }

    /** The quick way along a row is the formula of one pixel. */
    @Property(tries = 500)
    void aRowIsWindowedLikeItsPixels(@ForAll Window.Function function,
                                     @ForAll @IntRange(min = -1000, max = 1000) int centre,
                                     @ForAll @IntRange(min = 1, max = 3000) int width, @ForAll boolean inverted,
                                     @ForAll @IntRange(min = -3, max = 3) int slope, @ForAll long seed) {
        GreyLevels grey = new GreyLevels(slope + 0.5, -24, new Window(centre, width, function), inverted,
                new Padding(-5, 5));
        float[] stored = new float[64];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < stored.length; i++) {
            stored[i] = i == 7 ? Float.NaN : i < 30 ? i - 15 : random.nextInt(-4000, 4000);
        }
        float[] levels = new float[70];
        grey.apply(stored, 2, 60, levels, 3);
        for (int i = 2; i < 60; i++) {
            assertThat((double) levels[i + 1]).isCloseTo(grey.of(stored[i]), within(1e-4));
        }
        assertThat(levels[2]).isZero();
        assertThat(levels[61]).isZero();
    }

    private static StoredSlice random(int columns, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] values = random.ints((long) columns * rows, -1100, 2000).toArray();
        return Pictures.signed(columns, Pictures.hounsfield(1, 0, null, null, false,
                new Intensity.HeaderWindow(40, 80, "LINEAR")), values);
    }
}
