package org.slicelstm.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.slicelstm.HeatColours;
import org.slicelstm.image.PictureRegion;

class HeatMapPictureTest {
    private static final int SIZE = 400;
    private static final int MARGIN = 12;
    private static final int GREY = 0x606060;

    private static BufferedImage grey() {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                image.setRGB(x, y, GREY);
            }
        }
        return image;
    }

    private static BufferedImage drawn(PictureRegion region, float[][] map, double peak) {
        return HeatMapPicture.draw(grey(), region, map, peak, "a caption", "a legend");
    }

    /** A pixel of the pane with the heat map. */
    private static int heat(BufferedImage sheet, int x, int y) {
        return sheet.getRGB(2 * MARGIN + SIZE + x, MARGIN + y) & 0xFFFFFF;
    }

    private static int plain(BufferedImage sheet, int x, int y) {
        return sheet.getRGB(MARGIN + x, MARGIN + y) & 0xFFFFFF;
    }

    /** The largest difference of a channel: a pixel's middle is half a pixel beside a cell's. */
    private static int difference(int one, int other) {
        int largest = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            largest = Math.max(largest, Math.abs((one >> shift & 0xFF) - (other >> shift & 0xFF)));
        }
        return largest;
    }

    @Test
    void theHeatLiesWhereTheMapSays() {
        float[][] map = new float[8][8];
        map[2][5] = 3;
        BufferedImage sheet = drawn(new PictureRegion(0, 0, SIZE, SIZE), map, 3);
        // The cell's centre: 5.5 / 8 across and 2.5 / 8 down.
        assertThat(difference(heat(sheet, 275, 125), HeatMapPicture.over(GREY, 1))).isLessThan(8);
        assertThat(difference(heat(sheet, 275, 125), GREY)).isGreaterThan(60);
        assertThat(heat(sheet, 125, 275)).isEqualTo(GREY);
        assertThat(heat(sheet, 275, 225)).isEqualTo(GREY);
        assertThat(plain(sheet, 275, 125)).isEqualTo(GREY);
    }

    @Test
    void aMapOfALargerRegionIsShiftedAndOneOfASmallerLeavesTheRestPlain() {
        float[][] map = {{0, 0}, {0, 4}};
        // Black bars left and right: the lower right cell's centre is at column 500, beyond the picture.
        BufferedImage barred = drawn(new PictureRegion(-200, 0, 800, SIZE), map, 4);
        assertThat(difference(heat(barred, 399, 300), HeatMapPicture.over(GREY, 1))).isLessThan(8);
        assertThat(difference(heat(barred, 1, 300), GREY)).isLessThan(8);
        BufferedImage cropped = drawn(new PictureRegion(100, 100, 200, 200), map, 4);
        assertThat(difference(heat(cropped, 250, 250), HeatMapPicture.over(GREY, 1))).isLessThan(8);
        assertThat(heat(cropped, 351, 250)).isEqualTo(GREY);
    }

    @Test
    void aMapOfNothingChangesNothing() {
        BufferedImage sheet = drawn(new PictureRegion(0, 0, SIZE, SIZE), new float[4][4], 0);
        for (int y = 0; y < SIZE; y += 20) {
            for (int x = 0; x < SIZE; x += 20) {
                assertThat(heat(sheet, x, y)).isEqualTo(GREY);
            }
        }
    }

    @Test
    void smallPicturesAreEnlarged() {
        BufferedImage small = new BufferedImage(64, 32, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage sheet = HeatMapPicture.draw(small, new PictureRegion(0, -16, 64, 64), new float[4][4], 0,
                "a caption", "a legend");
        assertThat(sheet.getWidth()).isEqualTo(2 * 64 * 7 + 3 * MARGIN);
    }

    /** Told apart without hue: the relative luminance of sRGB grows all along the bar. */
    @Test
    void coloursGrowInLightness() {
        double before = -1;
        for (int i = 0; i <= 100; i++) {
            int colour = HeatColours.of(i / 100.0);
            double luminance = 0.2126 * linear(colour >> 16 & 0xFF) + 0.7152 * linear(colour >> 8 & 0xFF)
                    + 0.0722 * linear(colour & 0xFF);
            assertThat(luminance).as("at %d %%", i).isGreaterThan(before);
            before = luminance;
        }
        assertThat(before).isGreaterThan(0.8);
    }

    private static double linear(int level) {
        double value = level / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
