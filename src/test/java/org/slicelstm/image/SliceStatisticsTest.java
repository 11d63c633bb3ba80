package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.planar.PlanarImgs;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.image.encode.DrawnHead;
import org.slicelstm.image.read.DrawnFile;
import org.slicelstm.image.read.DrawnFiles;
import org.slicelstm.image.read.SliceFiles;

class SliceStatisticsTest {
    @TempDir
    private Path folder;

    @Test
    void paddingCountsAmongStoredValuesButNotAmongHu() {
        StoredSlice slice = Pictures.signed(4, Pictures.hounsfield(2, -1000, -1500.0, null, false), -1500, 0, 500, 520);
        SliceStatistics statistics = SliceStatistics.of(slice);
        assertThat(statistics.storedMin()).isEqualTo(-1500);
        assertThat(statistics.storedMax()).isEqualTo(520);
        assertThat(statistics.storedMean()).isEqualTo(-120);
        assertThat(statistics.huMin()).isEqualTo(-1000);
        assertThat(statistics.huMax()).isEqualTo(40);
        // Of 0, 500 and 520: mean 340, squares 0, 250000 and 270400.
        assertThat(statistics.deviation()).isCloseTo(Math.sqrt(520400 / 3.0 - 340 * 340), within(1e-9));
    }

    @Test
    void aFallingSlopeTurnsHuRound() {
        SliceStatistics statistics = SliceStatistics.of(
                Pictures.signed(2, Pictures.hounsfield(-1, 100, null, null, false), 0, 60));
        assertThat(statistics.huMin()).isEqualTo(40);
        assertThat(statistics.huMax()).isEqualTo(100);
    }

    @Test
    void whatHasNoHuHasNone() {
        assertThat(SliceStatistics.of(Pictures.grey(2, 0, 255)).huMin()).isNull();
        StoredSlice onlyPadding = Pictures.signed(2, Pictures.hounsfield(1, 0, 7.0, null, false), 7, 7);
        assertThat(SliceStatistics.of(onlyPadding).huMax()).isNull();
        assertThat(SliceStatistics.of(onlyPadding).deviation()).isZero();
        StoredSlice colour = Pictures.colour(2, 0, 10, 20, 30, 40, 50);
        assertThat(SliceStatistics.of(colour).storedMax()).isEqualTo(50);
        assertThat(SliceStatistics.of(colour).storedMean()).isEqualTo(25);
    }

    @Test
    void theyAreThoseOfWhatWasDrawn() throws NotASliceException, IOException {
        SliceFiles files = new SliceFiles();
        for (DrawnFile drawn : DrawnFiles.all()) {
            Path file = Files.write(folder.resolve("drawn"), drawn.bytes());
            SliceStatistics statistics = SliceStatistics.of(files.decode(files.read(file, drawn.name()).get(0)));
            IntSummaryStatistics expected = Arrays.stream(drawn.stored().get(0)).summaryStatistics();
            assertThat(statistics.storedMin()).as(drawn.name()).isCloseTo(expected.getMin(), within(drawn.most()));
            assertThat(statistics.storedMax()).as(drawn.name()).isCloseTo(expected.getMax(), within(drawn.most()));
            assertThat(statistics.storedMean()).as(drawn.name())
                    .isCloseTo(expected.getAverage(), within(drawn.mean() + 1e-9));
            if (!drawn.hu().isEmpty()) {
                assertThat(statistics.huMin()).as(drawn.name()).isEqualTo(DrawnHead.LOWEST);
                assertThat(statistics.huMax()).as(drawn.name()).isEqualTo(DrawnHead.HIGHEST);
            }
        }
    }

    @NeedsSharedData
    @ParameterizedTest
    @ValueSource(strings = {"ge_head_ct/05.dcm", "ge_head_ct/18.dcm", "pydicom_small/CT_small.dcm",
        "pydicom_small/ExplVR_BigEnd.dcm"})
    void storedValuesAreThoseOfIndependentDecoders(String file) throws NotASliceException {
        CSVRecord expected = SharedData.expectedPixels().get(file);
        SliceFiles files = new SliceFiles();
        SliceStatistics statistics = SliceStatistics.of(
                files.decode(files.read(SharedData.path(file), file).get(0)));
        String[] range = expected.get("stored_min_max").split(",");
        assertThat(statistics.storedMin()).isEqualTo(Double.parseDouble(range[0]));
        assertThat(statistics.storedMax()).isEqualTo(Double.parseDouble(range[1]));
        assertThat(statistics.storedMean()).isCloseTo(Double.parseDouble(expected.get("stored_mean")), within(6e-5));
    }

    @Test
    void theDigestTellsPicturesApartByShapeAndValues() {
        String digest = digest(Pictures.hu(2, 1, 2, 3, 4));
        assertThat(digest).hasSize(64);
        assertThat(digest(Pictures.hu(2, 1, 2, 3, 4))).isEqualTo(digest);
        assertThat(digest(Pictures.hu(4, 1, 2, 3, 4))).isNotEqualTo(digest);
        assertThat(digest(Pictures.hu(2, 1, 2, 3, 5))).isNotEqualTo(digest);
        assertThat(digest(Pictures.colour(1, 1, 2, 3))).isNotEqualTo(digest(Pictures.grey(3, 1, 2, 3)));
        Intensity deep = Pictures.levels(32, false, 1);
        assertThat(digest(new StoredSlice(ArrayImgs.floats(new float[] {0.25f, 1}, 2, 1), deep)))
                .isNotEqualTo(digest(new StoredSlice(ArrayImgs.floats(new float[] {0.75f, 1}, 2, 1), deep)));
    }

    @Test
    void theDigestIsThatOfTheContentWhereverItLies() {
        StoredSlice planar = new StoredSlice(PlanarImgs.unsignedBytes(2, 2, 3), Intensity.picture(8));
        assertThat(digest(planar)).isEqualTo(digest(Pictures.colour(2, new int[12])));
        StoredSlice wider = Pictures.unsigned16(2, Pictures.levels(16, false, 1), 7, 200);
        assertThat(digest(wider)).isEqualTo(digest(Pictures.grey(2, 7, 200)));
    }

    private static String digest(StoredSlice slice) {
        return PictureDigest.of(slice).hex();
    }
}
