package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.read.SliceFiles;

/** On the one real head CT, windowed as clinics export it, and on drawn values. */
class SliceWarningsTest {
    private static final int[] SOME = {1, 5, 10, 14, 18, 22, 26};

    @NeedsSharedData
    @Test
    void ordinaryBrainPicturesGiveNoWarning() throws NotASliceException {
        List<SliceSummary> pictures = new ArrayList<>();
        for (int number = 1; number <= 28; number++) {
            pictures.add(summary(decode("ge_images/" + number + ".jpg")));
        }
        assertThat(SliceWarnings.of(pictures)).isEmpty();
    }

    @NeedsSharedData
    @ParameterizedTest
    @ValueSource(strings = {"40/80", "35/100", "80/200", "50/350", "600/2800", "500/2000", "700/4000"})
    void picturesOfOneWindowGiveNoWarning(String window) throws NotASliceException {
        assertThat(SliceWarnings.of(exported(window))).isEmpty();
    }

    @NeedsSharedData
    @ParameterizedTest
    @ValueSource(strings = {"600/2800", "500/2000", "300/1500", "700/4000"})
    void bonePagesAmongBrainPagesAreSeen(String bone) throws NotASliceException {
        List<SliceSummary> pictures = exported("40/80");
        pictures.addAll(exported(bone));
        assertThat(SliceWarnings.of(pictures)).singleElement().asString().startsWith("Bone and brain windows")
                .containsPattern(" [4567] of 14 pictures look like bone windows");
    }

    @NeedsSharedData
    @Test
    void slicesInHuGiveNoWarningWhateverTheyShow() throws NotASliceException {
        List<SliceSummary> slices = new ArrayList<>();
        for (int number : SOME) {
            slices.add(summary(decode(dicom(number))));
        }
        int[] white = new int[64];
        Arrays.fill(white, 3000);
        slices.add(summary(Pictures.hu(8, white)));
        assertThat(SliceWarnings.of(slices)).isEmpty();
    }

    @NeedsSharedData
    @Test
    void anInvertedBackgroundIsSeen() throws NotASliceException {
        List<SliceSummary> pictures = new ArrayList<>();
        for (int number : new int[] {5, 18}) {
            StoredSlice jpg = decode("ge_images/" + number + ".jpg");
            pictures.add(summary(new StoredSlice(jpg.pixels(), Pictures.levels(8, true, 1))));
            pictures.add(summary(jpg));
        }
        assertThat(SliceWarnings.of(pictures)).singleElement().asString().startsWith("2 of 4 pictures have a bright");
    }

    @NeedsSharedData
    @Test
    void aColourOverlayIsSeenAndGreySavedAsColourIsNot() throws NotASliceException {
        BufferedImage grey = SliceExport.nativeSize(decode(dicom(18)), Pictures.how(9, 9, true, Windowing.BRAIN));
        StoredSlice asColour = colour(grey, 0);
        StoredSlice annotated = colour(grey, 60);
        assertThat(SliceWarnings.of(List.of(summary(asColour)))).isEmpty();
        assertThat(SliceWarnings.of(List.of(summary(asColour), summary(annotated)))).singleElement().asString()
                .startsWith("1 of 2 pictures have coloured pixels");
    }

    @NeedsSharedData
    @Test
    void aFilmSheetIsSeen() throws NotASliceException {
        int[] sheet = new int[1024 * 768];
        for (int tile = 0; tile < 12; tile++) {
            BufferedImage slice = SliceExport.nativeSize(decode(dicom(8 + tile)), Pictures.how(9, 9, true,
                    Windowing.BRAIN));
            for (int y = 0; y < 256; y++) {
                for (int x = 0; x < 256; x++) {
                    int place = (tile / 4 * 256 + y) * 1024 + tile % 4 * 256 + x;
                    sheet[place] = slice.getRaster().getSample(2 * x, 2 * y, 0);
                }
            }
        }
        StoredSlice film = Pictures.grey(1024, sheet);
        SliceSummary summary = summary(film);
        assertThat(summary.tileRows()).isEqualTo(3);
        assertThat(summary.tileColumns()).isEqualTo(4);
        assertThat(SliceWarnings.of(List.of(summary))).singleElement().asString()
                .startsWith("1 of 1 pictures look like a film sheet");
        // White film with black tiles' borders exchanged is still a sheet.
        SliceSummary inverted = summary(new StoredSlice(film.pixels(), Pictures.levels(8, true, 1)));
        assertThat(SliceWarnings.of(List.of(inverted))).hasSize(2).last().asString().contains("film sheet");
    }

    @Test
    void blackPicturesAreSeenAndAreNoPatientAlone() throws NotASliceException {
        int[] nearlyBlack = new int[64];
        nearlyBlack[9] = 25;
        int[] air = new int[64];
        Arrays.fill(air, -1000);
        air[9] = -500;
        SliceSummary picture = summary(Pictures.grey(8, nearlyBlack));
        SliceSummary hounsfield = summary(Pictures.hu(8, air));
        assertThat(SliceWarnings.of(List.of(picture, hounsfield))).singleElement().asString()
                .startsWith("2 of 2 pictures are black");
        assertThat(SliceWarnings.refusal(List.of(picture, hounsfield))).get().asString().contains("all 2 pictures");
        nearlyBlack[10] = 26;
        air[10] = -499;
        assertThat(SliceWarnings.refusal(List.of(picture, summary(Pictures.grey(8, nearlyBlack))))).isEmpty();
        assertThat(summary(Pictures.hu(8, air)).black()).isFalse();
        assertThat(SliceWarnings.of(List.of())).isEmpty();
        assertThat(SliceWarnings.refusal(List.of())).isEmpty();
    }

    @Test
    void valuesReadAsSignedAgainstTheirHeaderAreTold() throws NotASliceException {
        StoredSlice plain = Pictures.hu(3, -1000, 30, 40, -1000, 30, 40);
        StoredSlice wrapped = new StoredSlice(plain.pixels(), plain.intensity(), true);

        assertThat(SliceWarnings.of(List.of(summary(plain)))).isEmpty();
        assertThat(SliceWarnings.of(List.of(summary(wrapped), summary(plain)))).singleElement().asString()
                .startsWith("1 of 2 pictures are declared unsigned").contains("they are read as signed");
    }

    /** A head of 60 % of the picture in air: brain, an eighth of bone, fat. */
    @ParameterizedTest
    @CsvSource({"1024, 0, 1, true", "1000, 0, 1, true", "1024, -1024, 1, false", "0, 0, 1, false", "1024, 0, 2, false",
        "1024, 1, 1, true"})
    void anOffsetThatTheHeaderDoesNotNameIsTold(int offset, int intercept, int slope, boolean told)
            throws NotASliceException {
        int[] stored = new int[1000];
        int[] clipped = new int[1000];
        for (int i = 0; i < stored.length; i++) {
            int hu = i < 400 ? -1000 + i % 9 : i < 480 ? 400 + 12 * (i - 400) : i < 520 ? -90 : 20 + i % 30;
            stored[i] = Math.max(0, hu + offset);
            clipped[i] = Math.max(0, hu);
        }
        Intensity meaning = Pictures.hounsfield(slope, intercept, null, null, false);
        if (offset == 0) {
            // Cut at 0 HU, so that air is no darker than in HU + 1024.
            stored = clipped;
        }

        List<String> warnings = SliceWarnings.of(List.of(summary(Pictures.unsigned16(50, meaning, stored))));

        assertThat(warnings).hasSize(told ? 1 : 0);
        assertThat(String.join("", warnings).startsWith("1 of 1 pictures seem to hold HU + 1,024")).isEqualTo(told);
    }

    @Test
    @NeedsSharedData
    void aRealHeadWithAnOffsetIsTold() throws NotASliceException {
        List<SliceSummary> offset = new ArrayList<>();
        List<SliceSummary> plain = new ArrayList<>();
        for (int number : SOME) {
            StoredSlice slice = decode(dicom(number));
            int[] values = new int[512 * 512];
            int at = 0;
            for (RealType<?> each : slice.pixels()) {
                values[at++] = (int) Math.max(0, each.getRealDouble() + 1024);
            }
            offset.add(summary(Pictures.unsigned16(512, Pictures.hounsfield(1, 0, null, null, false), values)));
            plain.add(summary(slice));
        }
        assertThat(SliceWarnings.of(plain)).isEmpty();
        assertThat(SliceWarnings.of(offset)).singleElement().asString()
                .startsWith(SOME.length + " of " + SOME.length + " pictures seem to hold HU + 1,024");
    }

    @Test
    @NeedsSharedData
    void theVertexOfAHeadIsNotBlackAndHasLevels() throws NotASliceException {
        for (int number : new int[] {27, 28}) {
            SliceSummary vertex = summary(decode("ge_images/" + number + ".jpg"));
            assertThat(vertex.black() || vertex.fewLevels()).isFalse();
        }
    }

    @Test
    void masksHaveFewLevelsAlsoWithNoiseAroundThem() throws NotASliceException {
        int[] mask = disc(243, 0);
        assertThat(summary(Pictures.grey(64, mask)).fewLevels()).isTrue();
        SplittableRandom random = new SplittableRandom(1);
        int[] noisy = Arrays.stream(mask).map(level -> Math.min(Math.max(level + random.nextInt(-9, 10), 0), 255)).toArray();
        assertThat(summary(Pictures.grey(64, noisy)).fewLevels()).isTrue();
        assertThat(SliceWarnings.of(List.of(summary(Pictures.grey(64, noisy))))).anyMatch(
                warning -> warning.startsWith("1 of 1 pictures have only a few grey levels"));
        // A skull around air with a little of what lies between is a slice.
        int[] slice = disc(255, 0);
        for (int i = 0; i < 256; i++) {
            slice[2000 + i] = i;
        }
        assertThat(summary(Pictures.grey(64, slice)).fewLevels()).isFalse();
    }

    @Test
    void aMaskIsLeftOutWhereNameAndPixelsAgree() throws NotASliceException {
        StoredSlice mask = Pictures.grey(64, disc(255, 0));
        StoredSlice slice = Pictures.grey(64, IntStream.range(0, 4096).map(i -> i % 256).toArray());
        for (String name : List.of("6_HGE_Seg.jpg", "mask-3.png", "6.label.png", "LesionMask_12.tif", "roi 7.png",
                "masks/6.png", "groundtruth/6.png")) {
            assertThatThrownBy(() -> require(name, mask)).isInstanceOfSatisfying(NotASliceException.class,
                    reason -> assertThat(reason.status()).isEqualTo(LeftOut.Status.LEFT_OUT))
                    .hasMessageContaining("a mask");
            require(name, slice);
        }
        for (String name : List.of("6.jpg", "segment_6.jpg", "unmasked6.png", "euroimage.png", "labelled/6.png")) {
            require(name, mask);
        }
        assertThat(warnings("6_Seg.jpg", slice)).singleElement().asString()
                .startsWith("1 of 1 pictures are named like masks, such as '6_Seg.jpg'");
        assertThat(warnings("masks/6.jpg", slice)).isEmpty();
    }

    @Test
    void whatHasOneValueOnlyIsNoSlice() throws NotASliceException {
        int[] padded = new int[64];
        Arrays.fill(padded, -2000);
        for (StoredSlice flat : List.of(Pictures.grey(8, new int[64]), Pictures.hu(8, new int[64]),
                Pictures.signed(8, Pictures.hounsfield(1, 0, -2000.0, -2000.0, false), padded))) {
            assertThatThrownBy(() -> require("1.dcm", flat)).isInstanceOfSatisfying(NotASliceException.class,
                    reason -> assertThat(reason.status()).isEqualTo(LeftOut.Status.REFUSED))
                    .hasMessageContaining("same value");
        }
        padded[3] = 1;
        padded[4] = 2;
        require("1.dcm", Pictures.signed(8, Pictures.hounsfield(1, 0, -2000.0, -2000.0, false), padded));
    }

    @Test
    @NeedsSharedData
    void bonePicturesAloneAreToldToAModelOfTheBrainWindowOnly() throws NotASliceException {
        List<SliceSummary> bone = exported("600/2800");
        List<Slice> slices = bone.stream().map(each -> slice("1.png")).toList();
        assertThat(SliceWarnings.of(bone, slices, Pictures.how(9, 9, true, Windowing.BRAIN))).singleElement()
                .asString().contains("look like bone windows");
        assertThat(SliceWarnings.of(bone, slices, Pictures.how(9, 9, true, Windowing.parse("bone")))).isEmpty();
    }

    @Test
    void aSummaryComesBackFromItsWord() throws NotASliceException {
        SliceSummary summary = summary(Pictures.grey(64, disc(255, 30)));
        assertThat(SliceSummary.parse(summary.word())).isEqualTo(summary);
        assertThat(summary.word()).doesNotContain(" ");
    }

    /** A bright disc of 32 pixels across on 64 × 64. */
    private static int[] disc(int bright, int dark) {
        return IntStream.range(0, 4096).map(i -> Math.hypot(i % 64 - 32, i / 64 - 32) < 16 ? bright : dark).toArray();
    }

    private static Slice slice(String name) {
        return new Slice(Path.of("patient").resolve(name), name, 0, 1, 8, 8, null);
    }

    private static void require(String name, StoredSlice stored) throws NotASliceException {
        SliceContent.require(slice(name), SliceStatistics.of(stored), summary(stored));
    }

    private static List<String> warnings(String name, StoredSlice stored) throws NotASliceException {
        return SliceWarnings.of(List.of(summary(stored)), List.of(slice(name)),
                Pictures.how(9, 9, true, Windowing.BRAIN));
    }

    /** Some slices as 8-bit pictures of a window, their HU lost. */
    @NeedsSharedData
    private static List<SliceSummary> exported(String window) throws NotASliceException {
        List<SliceSummary> pictures = new ArrayList<>();
        for (int number : SOME) {
            BufferedImage image = SliceExport.nativeSize(decode(dicom(number)), Pictures.how(9, 9, true,
                    Windowing.parse(window)));
            pictures.add(summary(Pictures.grey(512, image.getRaster().getSamples(0, 0, 512, 512, 0, (int[]) null))));
        }
        return pictures;
    }

    /** The same grey levels three times, with a yellow line of some pixels. */
    private static StoredSlice colour(BufferedImage grey, int yellow) {
        int pixels = 512 * 512;
        byte[] rgb = new byte[3 * pixels];
        for (int i = 0; i < 3 * pixels; i++) {
            rgb[i] = (byte) grey.getRaster().getSample(i % 512, i % pixels / 512, 0);
        }
        for (int i = 0; i < yellow; i++) {
            rgb[1000 + i] = (byte) 255;
            rgb[pixels + 1000 + i] = (byte) 255;
            rgb[2 * pixels + 1000 + i] = 0;
        }
        return new StoredSlice(ArrayImgs.unsignedBytes(rgb, 512, 512, 3), Intensity.picture(8));
    }

    private static String dicom(int number) {
        return String.format(Locale.ROOT, "ge_head_ct/%02d.dcm", number);
    }

    @NeedsSharedData
    private static StoredSlice decode(String file) throws NotASliceException {
        SliceFiles files = new SliceFiles();
        return files.decode(files.read(SharedData.path(file), file).get(0));
    }

    private static SliceSummary summary(StoredSlice slice) throws NotASliceException {
        return SliceSummary.of(slice, Pictures.how(9, 9, true, Windowing.BRAIN), SliceStatistics.of(slice));
    }
}
