package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.planar.PlanarImgs;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.image.Preprocessing.Crop;
import org.slicelstm.image.Preprocessing.StoredMeaning;

class PreprocessorTest {
    private static final Offset<Float> EXACT = within(1e-4f);
    private static final Windowing NARROW = Windowing.parse("0/100");

    @Test
    void slopeAndInterceptComeBeforeTheWindow() throws NotASliceException {
        StoredSlice slice = Pictures.signed(4, Pictures.hounsfield(2, -1024, null, null, false), 512, 532, 552, 0);
        // HU 0, 40, 80, -1024
        assertThat(Pictures.red(slice, Windowing.BRAIN, StoredMeaning.AUTO)).containsExactly(
                new float[] {0, 127.5f, 255, 0}, EXACT);
    }

    @Test
    void paddingIsAirAndNotZeroHu() throws NotASliceException {
        // In a window from -50 to 50 HU, 0 HU is mid-grey.
        StoredSlice one = Pictures.signed(3, Pictures.hounsfield(1, 0, 10.0, null, false), 0, 10, 11);
        assertThat(Pictures.red(one, NARROW, StoredMeaning.AUTO)).containsExactly(
                new float[] {127.5f, 0, 155.55f}, EXACT);
        // The limits of a range may stand in either order; they are stored values, before slope and intercept.
        StoredSlice range = Pictures.signed(4, Pictures.hounsfield(1, -5, 12.0, 10.0, false), 5, 10, 12, 13);
        assertThat(Pictures.red(range, NARROW, StoredMeaning.AUTO)).containsExactly(
                new float[] {127.5f, 0, 0, 147.9f}, EXACT);
    }

    @Test
    void paddingIsBlackInEveryKindOfWindow() throws NotASliceException {
        Intensity sigmoid = Pictures.hounsfield(1, 0, -10.0, null, false,
                new Intensity.HeaderWindow(0, 100, "SIGMOID"));
        assertThat(Pictures.red(Pictures.signed(2, sigmoid, 0, -10), Windowing.FILE, StoredMeaning.AUTO))
                .containsExactly(new float[] {127.5f, 0}, EXACT);
        Intensity inverted = new Intensity(false, 1, 0, 7.0, null, 8, true, List.of(), 1);
        assertThat(Pictures.red(Pictures.grey(3, inverted, 0, 7, 255), Windowing.BRAIN, StoredMeaning.AUTO))
                .containsExactly(new float[] {255, 0, 0}, EXACT);
    }

    @Test
    void monochrome1TurnsGreyLevelsRoundButNeverHu() throws NotASliceException {
        assertThat(Pictures.red(Pictures.grey(3, Pictures.levels(8, true, 1), 0, 55, 255), Windowing.BRAIN,
                StoredMeaning.AUTO)).containsExactly(new float[] {255, 200, 0}, EXACT);
        StoredSlice hu = Pictures.signed(3, Pictures.hounsfield(1, 0, null, null, true), 0, 20, 80);
        assertThat(Pictures.red(hu, Windowing.BRAIN, StoredMeaning.AUTO)).containsExactly(
                new float[] {0, 63.75f, 255}, EXACT);
    }

    @Test
    void theFirstWindowOfTheHeaderIsUsedWithItsFunction() throws NotASliceException {
        Intensity intensity = Pictures.hounsfield(1, 0, null, null, false,
                new Intensity.HeaderWindow(40, 80, "LINEAR"), new Intensity.HeaderWindow(600, 2800, "LINEAR"));
        assertThat(Pictures.red(Pictures.signed(3, intensity, 40, 79, 0), Windowing.FILE, StoredMeaning.AUTO))
                .containsExactly(new float[] {129.113924f, 255, 0}, EXACT);
    }

    @Test
    void aHeaderWithoutAUsableWindowIsRefused() {
        assertRefused(Pictures.hu(1, 0), Windowing.FILE, StoredMeaning.AUTO, "names no window");
        StoredSlice flat = Pictures.signed(1, Pictures.hounsfield(1, 0, null, null, false,
                new Intensity.HeaderWindow(40, 0, "LINEAR")), 0);
        assertRefused(flat, Windowing.FILE, StoredMeaning.AUTO, "width 0.0");
        StoredSlice unknown = Pictures.signed(1, Pictures.hounsfield(1, 0, null, null, false,
                new Intensity.HeaderWindow(40, 80, "PARABOLA")), 0);
        assertRefused(unknown, Windowing.FILE, StoredMeaning.AUTO, "not one that DICOM allows");
    }

    @Test
    void picturesOf8BitsAreTakenAsTheyAre() throws NotASliceException {
        for (StoredMeaning any : StoredMeaning.values()) {
            assertThat(Pictures.red(Pictures.grey(4, 0, 1, 128, 255), Windowing.BONE, any)).containsExactly(
                    new float[] {0, 1, 128, 255}, EXACT);
        }
        assertThat(Pictures.red(Pictures.grey(3, Pictures.levels(4, false, 1), 0, 5, 15), Windowing.BRAIN,
                StoredMeaning.AUTO)).containsExactly(new float[] {0, 85, 255}, EXACT);
    }

    @Test
    void deepPicturesWithoutARescaleNeedAWord() throws NotASliceException {
        StoredSlice deep = Pictures.unsigned16(3, Pictures.levels(16, false, 1), 20, 60, 65520);
        assertRefused(deep, Windowing.BRAIN, StoredMeaning.AUTO, "16 bits a pixel without a rescale");
        assertThat(Pictures.red(deep, Windowing.BRAIN, StoredMeaning.HU)).containsExactly(
                new float[] {63.75f, 191.25f, 255}, EXACT);
        assertThat(Pictures.red(deep, Windowing.BRAIN, StoredMeaning.STORED)).containsExactly(
                new float[] {0, 40 * 255f / 65500, 255}, EXACT);
        assertThat(Pictures.red(Pictures.unsigned16(2, Pictures.levels(12, true, 1), 0, 4000), Windowing.BRAIN,
                StoredMeaning.STORED)).containsExactly(new float[] {255, 0}, EXACT);
        assertThat(Pictures.red(Pictures.unsigned16(2, Pictures.levels(16, false, 1), 9, 9), Windowing.BRAIN,
                StoredMeaning.STORED)).containsExactly(new float[] {0, 0}, EXACT);
    }

    @Test
    void theOwnRangeLeavesPaddingOut() throws NotASliceException {
        Intensity padded = new Intensity(false, 1, 0, -2000.0, null, 16, false, List.of(), 1);
        assertThat(Pictures.red(Pictures.signed(4, padded, -2000, 0, 50, 100), Windowing.BRAIN, StoredMeaning.STORED))
                .containsExactly(new float[] {0, 0, 127.5f, 255}, EXACT);
    }

    @Test
    void floatsWithoutAValueAreAir() throws NotASliceException {
        StoredSlice floats = new StoredSlice(ArrayImgs.floats(new float[] {Float.NaN, 40, 80}, 3, 1),
                Pictures.levels(32, false, 1));
        assertThat(Pictures.red(floats, Windowing.BRAIN, StoredMeaning.HU)).containsExactly(
                new float[] {0, 127.5f, 255}, EXACT);
    }

    @Test
    void colourBecomesItsLuma() throws NotASliceException {
        StoredSlice slice = Pictures.colour(4, 255, 0, 0, 90, 0, 255, 0, 90, 0, 0, 255, 90);
        assertThat(Pictures.red(slice, Windowing.BRAIN, StoredMeaning.AUTO)).containsExactly(
                new float[] {76.245f, 149.685f, 29.07f, 90}, EXACT);
        StoredSlice deep = new StoredSlice(PlanarImgs.unsignedShorts(2, 2, 3), Pictures.levels(16, false, 1));
        assertRefused(deep, Windowing.BRAIN, StoredMeaning.AUTO, "a colour picture's never are");
        assertRefused(deep, Windowing.BRAIN, StoredMeaning.HU, "a colour picture's never are");
    }

    @Test
    void threeWindowsFillThreeChannels() throws NotASliceException {
        float[] image = Pictures.seen(Pictures.hu(2, 60, 600), Pictures.how(1, 2, false, Windowing.THREE));
        assertThat(image).containsExactly(new float[] {191.25f, 255 * 80 / 200f, 255 * 860 / 2800f, 255, 255, 127.5f},
                EXACT);
        assertThat(Pictures.seen(Pictures.grey(1, 77), Pictures.how(1, 1, false, Windowing.THREE))).containsExactly(
                new float[] {77, 77, 77}, EXACT);
    }

    @Test
    void theAspectIsKeptAndTheRestIsBlackAndCentred() throws NotASliceException {
        int[] white = new int[2 * 4];
        Arrays.fill(white, 80);
        float[] image = Pictures.channel(Pictures.seen(Pictures.hu(2, white),
                Pictures.how(4, 6, true, Windowing.parse("0/100"))), 0);
        float grey = 255;
        for (int y = 0; y < 4; y++) {
            assertThat(Arrays.copyOfRange(image, 6 * y, 6 * y + 6)).containsExactly(
                    new float[] {0, 0, grey, grey, 0, 0}, EXACT);
        }
    }

    @Test
    void pixelsThatAreNotSquareAreCorrected() throws NotASliceException {
        int[] values = new int[8 * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = 20 + 7 * i;
        }
        // 8 x 4 pixels twice as high as wide are square in millimetres: they fill a square input.
        StoredSlice high = Pictures.grey(8, Pictures.levels(8, false, 2), values);
        assertThat(Pictures.seen(high, Pictures.how(16, 16, true, Windowing.BRAIN))).containsExactly(
                Pictures.seen(Pictures.grey(8, values), Pictures.how(16, 16, false, Windowing.BRAIN)), EXACT);
        StoredSlice broken = Pictures.grey(8, Pictures.levels(8, false, 0), values);
        assertRefused(broken, Windowing.BRAIN, StoredMeaning.AUTO, "no height");
    }

    @Test
    void aSliceGoesWhereItIsToldAndNowhereElse() throws NotASliceException {
        Preprocessing how = Pictures.how(2, 2, false, Windowing.BRAIN);
        FloatBuffer direct = ByteBuffer.allocateDirect(4 * 36).order(ByteOrder.nativeOrder()).asFloatBuffer();
        for (int i = 0; i < direct.capacity(); i++) {
            direct.put(i, -1);
        }
        new Preprocessor(how).write(Pictures.grey(2, 10, 20, 30, 40), direct, 12);
        float[] all = new float[36];
        direct.get(0, all);
        assertThat(direct.position()).isZero();
        for (int i = 0; i < 36; i++) {
            assertThat(all[i]).isCloseTo(i < 12 || i >= 24 ? -1 : 10 * (1 + (i - 12) / 3), EXACT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"crop", "intensity"})
    void unknownChoicesAreRefusedWithWhatIsAllowed(String setting) {
        assertThatThrownBy(() -> Preprocessing.parse(8, 8, true, "brain", setting.equals("crop") ? "brain" : "head",
                setting.equals("crop") ? "auto" : "HUU")).isInstanceOf(UserException.class)
                .hasMessageContaining(setting)
                .hasMessageContaining(setting.equals("crop") ? "none or head" : "auto or hu or stored");
        assertThat(Preprocessing.parse(8, 8, true, "brain", "Head", "stored")).isEqualTo(
                new Preprocessing(8, 8, true, Windowing.BRAIN, Crop.HEAD, StoredMeaning.STORED));
        assertThatThrownBy(() -> Pictures.how(0, 8, true, Windowing.BRAIN)).isInstanceOf(UserException.class);
    }

    private static void assertRefused(StoredSlice slice, Windowing windowing, StoredMeaning intensity, String why) {
        assertThatThrownBy(() -> Pictures.red(slice, windowing, intensity)).isInstanceOfSatisfying(
                NotASliceException.class, e -> {
                    assertThat(e.status()).isEqualTo(LeftOut.Status.REFUSED);
                    assertThat(e).hasMessageContaining(why);
                });
    }
}
