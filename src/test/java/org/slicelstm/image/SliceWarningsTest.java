package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.image.read.SliceFiles;

/** On the one real head CT, windowed as clinics export it. */
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
    void anEmptyPictureGivesNoWarning() throws NotASliceException {
        assertThat(SliceWarnings.of(List.of(summary(Pictures.grey(8, new int[64]))))).isEmpty();
        assertThat(SliceWarnings.of(List.of())).isEmpty();
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
        return SliceSummary.of(slice, Pictures.how(9, 9, true, Windowing.BRAIN));
    }
}
