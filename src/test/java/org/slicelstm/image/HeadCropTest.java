package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;
import org.junit.jupiter.api.Test;
import org.slicelstm.cohort.NotASliceException;

class HeadCropTest {
    private static final int SIZE = 100;
    private static final Preprocessing HOW = Pictures.how(8, 8, true, Windowing.BRAIN);

    @Test
    void aSquareWithAMarginIsCentredOnTheHead() throws NotASliceException {
        int[] hu = air();
        fill(hu, 20, 10, 40, 60, 30);
        // 40 wide, 60 high: 60 and 5 % on both sides are 66, centred on (40, 40).
        assertBox(box(Pictures.hu(SIZE, hu), 1), 7, 7, 66, 66);
    }

    @Test
    void theTableAndNoiseDoNotCount() throws NotASliceException {
        int[] hu = air();
        fill(hu, 20, 10, 40, 60, 30);
        fill(hu, 0, 90, 100, 3, 200);
        hu[5] = 100;
        assertBox(box(Pictures.hu(SIZE, hu), 1), 7, 7, 66, 66);
    }

    @Test
    void theSquareMayReachBeyondThePicture() throws NotASliceException {
        int[] hu = air();
        fill(hu, 0, 20, 60, 80, 30);
        assertBox(box(Pictures.hu(SIZE, hu), 1), -14, 16, 88, 88);
    }

    @Test
    void aSmallCapIsNotBlownUp() throws NotASliceException {
        int[] hu = air();
        fill(hu, 48, 48, 4, 4, 30);
        assertBox(box(Pictures.hu(SIZE, hu), 1), 25, 25, 50, 50);
    }

    @Test
    void theSquareIsOneOfMillimetres() throws NotASliceException {
        int[] hu = air();
        fill(hu, 20, 35, 60, 30, 30);
        // Pixels twice as high as wide: 60 wide and 60 high in widths; the picture's longer side is 200.
        assertBox(box(Pictures.hu(SIZE, hu), 2), 0, 25, 100, 50);
    }

    @Test
    void wherePaddingOrAirIsAllTheWholePictureIsShown() throws NotASliceException {
        assertBox(box(Pictures.hu(SIZE, air()), 1), 0, 0, SIZE, SIZE);
        int[] padding = new int[SIZE * SIZE];
        StoredSlice padded = Pictures.signed(SIZE, Pictures.hounsfield(1, 0, 0.0, null, false), padding);
        assertBox(box(padded, 1), 0, 0, SIZE, SIZE);
    }

    @Test
    void loosePicturesAreOutlinedByTheirGreyLevels() throws NotASliceException {
        int[] grey = new int[SIZE * SIZE];
        Arrays.fill(grey, 20);
        fill(grey, 20, 10, 40, 60, 30);
        assertBox(box(Pictures.grey(SIZE, grey), 1), 7, 7, 66, 66);
    }

    @Test
    void theCropShowsTheHeadLargerAndBlackAroundIt() throws NotASliceException {
        int[] hu = air();
        fill(hu, 0, 20, 60, 80, 80);
        Preprocessing crop = new Preprocessing(88, 88, true, Windowing.BRAIN, Preprocessing.Crop.HEAD,
                Preprocessing.StoredMeaning.AUTO);
        float[] image = Pictures.channel(Pictures.seen(Pictures.hu(SIZE, hu), crop), 0);
        // At the box's own size nothing is resampled: columns -14 to 73 and rows 16 to 103 of the slice.
        for (int y = 0; y < 88; y++) {
            for (int x = 0; x < 88; x++) {
                boolean head = x >= 14 && x < 74 && y >= 4 && y < 84;
                assertThat(image[y * 88 + x]).isEqualTo(head ? 255f : 0f);
            }
        }
    }

    private static Interval box(StoredSlice slice, double aspect) throws NotASliceException {
        return HeadCrop.box(new StoredRows(slice), GreySlice.of(slice, HOW).tissue(), aspect);
    }

    private static void assertBox(Interval box, long left, long top, long width, long height) {
        assertThat(Intervals.equals(box, FinalInterval.createMinSize(left, top, width, height)))
                .as("%s %s", Arrays.toString(box.minAsLongArray()), Arrays.toString(box.dimensionsAsLongArray()))
                .isTrue();
    }

    private static int[] air() {
        int[] hu = new int[SIZE * SIZE];
        Arrays.fill(hu, -1000);
        return hu;
    }

    private static void fill(int[] values, int left, int top, int width, int height, int value) {
        for (int y = top; y < top + height; y++) {
            Arrays.fill(values, y * SIZE + left, y * SIZE + left + width, value);
        }
    }
}
