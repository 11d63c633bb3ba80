package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.slicelstm.image.Augmentation.Draw;

class WarpTest {
    private static final Offset<Float> EXACT = within(2e-4f);
    private static final float[] THREE_BY_TWO = {1, 2, 3, 4, 5, 6};

    @Test
    void nothingVariedIsThePictureItself() {
        Warp warp = new Warp(ArrayImgs.floats(THREE_BY_TWO, 3, 2));
        assertThat(warp.apply(warp.whole(), 1, Draw.IDENTITY, 3, 2)).containsExactly(THREE_BY_TWO);
    }

    @Test
    void turnsAnticlockwise() {
        float[] square = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        Warp warp = new Warp(ArrayImgs.floats(square, 3, 3));
        assertThat(warp.apply(warp.whole(), 1, turned(90), 3, 3))
                .containsExactly(new float[] {3, 6, 9, 2, 5, 8, 1, 4, 7}, EXACT);
        assertThat(warp.apply(warp.whole(), 1, turned(180), 3, 3))
                .containsExactly(new float[] {9, 8, 7, 6, 5, 4, 3, 2, 1}, EXACT);
    }

    @Test
    void flipsLastOfAll() {
        Warp warp = new Warp(ArrayImgs.floats(THREE_BY_TWO, 3, 2));
        assertThat(warp.apply(warp.whole(), 1, new Draw(0, 0, 0, 1, 1, true), 3, 2))
                .containsExactly(3, 2, 1, 6, 5, 4);
        // The left third, its two pixels on top of each other.
        assertThat(warp.apply(warp.whole(), 1, new Draw(0, 0, 0, 1 / 3.0, 1, true), 1, 2))
                .containsExactly(new float[] {1.5f, 4.5f}, within(.5f));
    }

    @Test
    void resizesPartsAsPillowDoes() {
        // The numbers of src/test/python/warp_reference.py.
        assertThat(part(0, 0, 13, 9, 5, 4)).containsExactly(new float[] {103.9257f, 114.2710f, 127.0702f, 127.9576f,
            141.2286f, 117.0618f, 121.8278f, 136.8202f, 141.2602f, 129.6407f, 108.1480f, 135.1582f, 149.4934f,
            143.7021f, 116.4472f, 118.8400f, 117.6961f, 138.8857f, 120.6225f, 117.9714f}, EXACT);
        assertThat(part(6.5, 0, 13, 4.5, 4, 3)).containsExactly(new float[] {93.1977f, 104.6750f, 145.1361f, 132.4271f,
            169.0000f, 130.5333f, 152.4247f, 152.8796f, 155.5116f, 147.0000f, 115.5827f, 119.0926f}, EXACT);
        float[] grown = part(2.25, 1.5, 9.75, 8.5, 6, 7);
        assertThat(new float[] {grown[0], grown[5], grown[20], grown[41]})
                .containsExactly(new float[] {116.0417f, 134.4583f, 176.0000f, 95.2917f}, EXACT);
    }

    /** A part of the picture of the script. */
    private static float[] part(double left, double top, double right, double bottom, int width, int height) {
        float[] picture = new float[13 * 9];
        for (int i = 0; i < picture.length; i++) {
            int x = i % 13;
            int y = i / 13;
            picture[i] = (x * 37 + y * 91 + x * y * 5) % 256;
        }
        Draw draw = new Draw(0, left / 13, top / 9, (right - left) / 13, (bottom - top) / 9, false);
        Warp warp = new Warp(ArrayImgs.floats(picture, 13, 9));
        return warp.apply(warp.whole(), 1, draw, width, height);
    }

    @Test
    void uncoversAir() {
        float[] grey = new float[64 * 64];
        Arrays.fill(grey, 200);
        Warp warp = new Warp(ArrayImgs.floats(grey, 64, 64));
        float[] turned = warp.apply(warp.whole(), 1, turned(10), 64, 64);
        assertThat(new float[] {turned[0], turned[63], turned[64 * 63], turned[64 * 64 - 1]}).containsOnly(0);
        // Nothing in between: what is uncovered is as black as air, what is not is as bright as before.
        for (float level : turned) {
            assertThat(level == 0 || Math.abs(level - 200) < 1e-3).isTrue();
        }
        // A square turned by 10 degrees covers this part of the square it came from.
        double t = Math.tan(Math.toRadians(10));
        double t5 = Math.tan(Math.toRadians(5));
        double corner = .5 * Math.pow((1 - t5) / 2, 2) * t;
        long covered = IntStream.range(0, turned.length).filter(i -> turned[i] > 0).count();
        assertThat(covered / (64.0 * 64)).isCloseTo(1 - 4 * corner, within(.005));
    }

    @Test
    void movesABlobToWhereTheRotationSays() {
        double[] from = {40 - 31.5, 20 - 31.5};
        Warp warp = new Warp(blob(64, 64, 40, 20, 1));
        double[] at = centroid(warp.apply(warp.whole(), 1, turned(10), 64, 64), 64);
        double cos = Math.cos(Math.toRadians(10));
        double sin = Math.sin(Math.toRadians(10));
        // Anticlockwise while rows run downwards.
        assertThat(at[0]).isCloseTo(31.5 + from[0] * cos + from[1] * sin, within(.01));
        assertThat(at[1]).isCloseTo(31.5 - from[0] * sin + from[1] * cos, within(.01));
    }

    @Test
    void keepsShapesWherePixelsAreNotSquare() {
        // The same scene with pixels twice as high: 64 × 32.
        Warp square = new Warp(blob(64, 64, 40, 20.5, 1));
        Warp high = new Warp(blob(64, 32, 40, 10, .5));
        double[] expected = centroid(square.apply(square.whole(), 1, turned(9), 64, 64), 64);
        double[] at = centroid(high.apply(high.whole(), 2, turned(9), 64, 64), 64);
        assertThat(at[0]).isCloseTo(expected[0], within(.05));
        assertThat(at[1]).isCloseTo(expected[1], within(.05));
    }

    @Test
    void aCanvasLargerThanThePictureIsPaddedWithAir() {
        Warp warp = new Warp(Views.interval(ArrayImgs.floats(THREE_BY_TWO, 3, 2), new long[] {0, 0}, new long[] {2, 1}));
        assertThat(warp.apply(new Warp.Canvas(-1, -1, 5, 4), 1, Draw.IDENTITY, 5, 4)).containsExactly(
                0, 0, 0, 0, 0,
                0, 1, 2, 3, 0,
                0, 4, 5, 6, 0,
                0, 0, 0, 0, 0);
    }

    private static Draw turned(double degrees) {
        return new Draw(degrees, 0, 0, 1, 1, false);
    }

    /** A round blob of a standard deviation of 3 columns. */
    private static Img<FloatType> blob(int columns, int rows, double x, double y, double rowsPerColumn) {
        float[] grey = new float[columns * rows];
        for (int i = 0; i < grey.length; i++) {
            double dx = i % columns - x;
            double dy = (i / columns - y) / rowsPerColumn;
            grey[i] = (float) (255 * Math.exp(-(dx * dx + dy * dy) / 18));
        }
        return ArrayImgs.floats(grey, columns, rows);
    }

    private static double[] centroid(float[] grey, int columns) {
        double[] sum = new double[3];
        for (int i = 0; i < grey.length; i++) {
            sum[0] += grey[i] * (double) (i % columns);
            sum[1] += grey[i] * (double) (i / columns);
            sum[2] += grey[i];
        }
        return new double[] {sum[0] / sum[2], sum[1] / sum[2]};
    }
}
