package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.Progress;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.phantom.PhantomCohort;
import org.slicelstm.phantom.PhantomSettings;

/** The warnings of {@link SliceWarningsTest} on a drawn head, which every checkout has. */
class PhantomWarningsTest {
    @TempDir
    private static Path folder;
    private static List<StoredSlice> slices;
    private static List<StoredSlice> pictures;

    @BeforeAll
    static void draw() throws IOException, NotASliceException {
        slices = phantom(PhantomSettings.Format.DICOM);
        pictures = phantom(PhantomSettings.Format.JPG);
    }

    private static List<StoredSlice> phantom(PhantomSettings.Format format) throws IOException, NotASliceException {
        ExecutorService one = Executors.newSingleThreadExecutor();
        Path out = folder.resolve(format.name());
        try {
            PhantomCohort.write(new PhantomSettings(1, 5, format, Map.of(), true), out, one, Progress.NONE);
        } finally {
            one.shutdown();
        }
        List<Path> files;
        try (Stream<Path> found = Files.walk(out.resolve("phantom-00001"))) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        SliceFiles reader = new SliceFiles();
        List<StoredSlice> decoded = new ArrayList<>();
        for (Path file : files) {
            decoded.add(reader.decode(reader.read(file, "slice").get(0)));
        }
        assertThat(decoded).hasSizeGreaterThan(9);
        return decoded;
    }

    @Test
    void ordinaryBrainPicturesGiveNoWarning() throws NotASliceException {
        assertThat(SliceWarnings.of(summaries(pictures))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40/80", "35/100", "80/200", "600/2800", "500/2000", "700/4000"})
    void picturesOfOneWindowGiveNoWarning(String window) throws NotASliceException {
        assertThat(SliceWarnings.of(summaries(exported(window)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"600/2800", "500/2000", "700/4000"})
    void bonePagesAmongBrainPagesAreSeen(String bone) throws NotASliceException {
        List<StoredSlice> both = new ArrayList<>(exported("40/80"));
        both.addAll(exported(bone));
        assertThat(SliceWarnings.of(summaries(both))).singleElement().asString()
                .startsWith("Bone and brain windows seem to be mixed");
    }

    @Test
    void slicesInHuGiveNoWarning() throws NotASliceException {
        assertThat(SliceWarnings.of(summaries(slices))).isEmpty();
    }

    @Test
    void anInvertedBackgroundIsSeen() throws NotASliceException {
        List<StoredSlice> some = new ArrayList<>(pictures);
        some.add(new StoredSlice(pictures.get(4).pixels(), Pictures.levels(8, true, 1)));
        assertThat(SliceWarnings.of(summaries(some))).singleElement().asString()
                .startsWith("1 of " + some.size() + " pictures have a bright border");
    }

    @Test
    void aColourOverlayIsSeenAndGreySavedAsColourIsNot() throws NotASliceException {
        StoredSlice grey = exported("40/80").get(5);
        assertThat(SliceWarnings.of(summaries(List.of(colour(grey, 0))))).isEmpty();
        assertThat(SliceWarnings.of(summaries(List.of(colour(grey, 0), colour(grey, 60))))).singleElement().asString()
                .startsWith("1 of 2 pictures have coloured pixels");
    }

    @Test
    void aFilmSheetIsSeen() throws NotASliceException {
        List<StoredSlice> windowed = exported("40/80");
        int[] sheet = new int[1024 * 768];
        for (int tile = 0; tile < 12; tile++) {
            StoredSlice slice = windowed.get(tile % windowed.size());
            StoredRows rows = new StoredRows(slice);
            float[] row = new float[slice.columns()];
            for (int y = 0; y < 256; y++) {
                rows.read(y * slice.rows() / 256, row);
                for (int x = 0; x < 256; x++) {
                    sheet[(tile / 4 * 256 + y) * 1024 + tile % 4 * 256 + x] = (int) row[x * row.length / 256];
                }
            }
        }
        assertThat(SliceWarnings.of(summaries(List.of(Pictures.grey(1024, sheet))))).singleElement().asString()
                .startsWith("1 of 1 pictures look like a film sheet");
    }

    /** The head as 8-bit pictures of a window, its HU lost. */
    private static List<StoredSlice> exported(String window) throws NotASliceException {
        List<StoredSlice> exported = new ArrayList<>();
        for (StoredSlice slice : slices) {
            BufferedImage image = SliceExport.nativeSize(slice, Pictures.how(9, 9, true, Windowing.parse(window)));
            exported.add(Pictures.grey(image.getWidth(), image.getRaster().getSamples(0, 0, image.getWidth(),
                    image.getHeight(), 0, (int[]) null)));
        }
        return exported;
    }

    /** The same grey levels three times, with a yellow line of some pixels. */
    private static StoredSlice colour(StoredSlice grey, int yellow) {
        int pixels = grey.columns() * grey.rows();
        byte[] rgb = new byte[3 * pixels];
        float[] row = new float[grey.columns()];
        StoredRows rows = new StoredRows(grey);
        for (int i = 0; i < 3 * pixels; i++) {
            if (i % row.length == 0) {
                rows.read(i % pixels / row.length, row);
            }
            rgb[i] = (byte) row[i % row.length];
        }
        for (int i = 1000; i < 1000 + yellow; i++) {
            rgb[i] = (byte) 255;
            rgb[pixels + i] = (byte) 255;
            rgb[2 * pixels + i] = 0;
        }
        return new StoredSlice(ArrayImgs.unsignedBytes(rgb, grey.columns(), grey.rows(), 3), Intensity.picture(8));
    }

    private static List<SliceSummary> summaries(List<StoredSlice> all) throws NotASliceException {
        List<SliceSummary> summaries = new ArrayList<>();
        for (StoredSlice slice : all) {
            summaries.add(SliceSummary.of(slice, Pictures.how(9, 9, true, Windowing.BRAIN),
                    SliceStatistics.of(slice)));
        }
        return summaries;
    }
}
