package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;
import org.slicelstm.UserException;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.encode.DrawnHead;
import org.slicelstm.image.read.DrawnFile;
import org.slicelstm.image.read.DrawnFiles;
import org.slicelstm.image.read.SliceFiles;

class SliceExportTest {
    private static final double MEAN_LEVELS_ALLOWED = 1.5;

    @TempDir
    Path folder;

    @Test
    void aWindowedSliceIsThePictureThatWasDrawn() throws NotASliceException, IOException {
        int[] grey = DrawnHead.grey(0);
        SliceFiles files = new SliceFiles();
        for (DrawnFile drawn : DrawnFiles.all()) {
            if (drawn.hu().size() == 1) {
                Path file = Files.write(folder.resolve("drawn"), drawn.bytes());
                StoredSlice slice = files.decode(files.read(file, drawn.name()).get(0));
                Path png = folder.resolve("slice.png");
                SliceExport.writePng(SliceExport.nativeSize(slice, Pictures.how(9, 9, true, Windowing.parse("40/80"))),
                        png);
                assertThat(ImageIO.read(png.toFile()).getRaster().getSamples(0, 0, DrawnHead.COLUMNS, DrawnHead.ROWS, 0,
                        (int[]) null)).as(drawn.name()).isEqualTo(grey);
            }
        }
    }

    @NeedsSharedData
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 18, 28})
    void aWindowedSliceIsTheJpgThatWasExportedFromIt(int number) throws NotASliceException, IOException {
        Path dicom = SharedData.path(String.format(Locale.ROOT, "ge_head_ct/%02d.dcm", number));
        SliceFiles files = new SliceFiles();
        StoredSlice slice = files.decode(files.read(dicom, "slice").get(0));
        BufferedImage jpg = ImageIO.read(SharedData.path("ge_images/" + number + ".jpg").toFile());

        Path png = folder.resolve("slice.png");
        SliceExport.writePng(SliceExport.nativeSize(slice, Pictures.how(9, 9, true, Windowing.parse("40/80"))), png);
        BufferedImage exported = ImageIO.read(png.toFile());

        assertThat(exported.getWidth()).isEqualTo(512);
        double difference = 0;
        for (int y = 0; y < 512; y++) {
            for (int x = 0; x < 512; x++) {
                difference += Math.abs(exported.getRaster().getSample(x, y, 0) - jpg.getRaster().getSample(x, y, 0));
            }
        }
        assertThat(difference / (512 * 512)).isLessThanOrEqualTo(MEAN_LEVELS_ALLOWED);
    }

    @Test
    void greyLevelsAreRoundedAndThreeWindowsBecomeColours() throws NotASliceException {
        BufferedImage grey = SliceExport.nativeSize(Pictures.hu(3, 0, 40, 60), Pictures.how(1, 1, true,
                Windowing.BRAIN));
        assertThat(grey.getRaster().getNumBands()).isEqualTo(1);
        assertThat(grey.getRaster().getPixels(0, 0, 3, 1, (int[]) null)).containsExactly(0, 128, 191);
        BufferedImage three = SliceExport.nativeSize(Pictures.hu(1, 60), Pictures.how(1, 1, true, Windowing.THREE));
        // 60 HU: 60 / 80, (60 + 20) / 200 and (60 + 800) / 2800 of 255.
        assertThat(three.getRaster().getPixel(0, 0, (int[]) null)).containsExactly(191, 102, 78);
        assertThat(three.getRGB(0, 0)).isEqualTo(0xff000000 | 191 << 16 | 102 << 8 | 78);
    }

    @Test
    void whatTheModelGetsIsShownAsItIs() {
        Preprocessing how = Pictures.how(1, 2, true, Windowing.THREE);
        FloatBuffer images = FloatBuffer.wrap(new float[] {9, 9, 9, 9, 9, 9, 0, 1.4f, 255, 127.5f, 3, 4});
        BufferedImage image = SliceExport.modelInput(images, 1, how);
        assertThat(image.getRaster().getPixels(0, 0, 2, 1, (int[]) null)).containsExactly(0, 1, 255, 128, 3, 4);
    }

    @Test
    void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
        Path blocked = Files.createFile(folder.resolve("blocked")).resolve("slice.png");
        assertThatThrownBy(() -> SliceExport.writePng(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY), blocked))
                .isInstanceOf(UserException.class).hasMessageContaining("slice.png");
    }

    @Test
    void aMontageShowsTheSlicesInOrderWithTheirPlaces() {
        Preprocessing how = Pictures.how(32, 32, true, Windowing.BRAIN);
        Montage montage = new Montage(9, how);
        montage.add(batch(how, 100, 110));
        montage.add(batch(how, 120, 130, 140));
        BufferedImage sheet = montage.image();
        // Three columns; two rows of tiles, each with its captions, and the sentence's line.
        int tileAndCaption = 32 + 18;
        assertThat(sheet.getHeight()).isEqualTo(2 * tileAndCaption + 18);
        for (int i = 0; i < 5; i++) {
            int left = i % 3 * 32;
            int top = i / 3 * tileAndCaption;
            assertThat(sheet.getRaster().getSample(left, top, 0)).isEqualTo(100 + 10 * i);
            assertThat(sheet.getRaster().getSample(left + 31, top + 31, 2)).isEqualTo(100 + 10 * i);
            assertThat(white(sheet, left, top + 32, 32, 18)).as("caption %d", i).isPositive();
        }
        assertThat(sheet.getRaster().getSample(2 * 32 + 16, tileAndCaption + 16, 0)).as("an empty place").isZero();
        assertThat(white(sheet, 0, 2 * tileAndCaption, sheet.getWidth(), 18)).isGreaterThan(1000);
        assertThat(sheet.getWidth()).isGreaterThanOrEqualTo(2 * PixelText.width(Montage.WARNING));
    }

    @Test
    void captionsDiffer() {
        Preprocessing how = Pictures.how(64, 64, true, Windowing.BRAIN);
        Montage montage = new Montage(12, how);
        montage.add(batch(how, new int[12]));
        BufferedImage sheet = montage.image();
        List<List<Integer>> captions = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            captions.add(Arrays.stream(sheet.getRaster().getSamples(i % 4 * 64, i / 4 * 82 + 64, 64, 18, 0,
                    (int[]) null)).boxed().toList());
        }
        assertThat(captions).doesNotHaveDuplicates();
    }

    @Test
    void aMontageOfVeryManySlicesStaysBounded() {
        Montage montage = new Montage(3000, Pictures.how(600, 600, true, Windowing.BRAIN));
        montage.add(batch(Pictures.how(600, 600, true, Windowing.BRAIN), 200));
        assertThat(montage.image().getWidth()).isLessThan(6000);
        assertThat(montage.image().getRaster().getSample(20, 20, 0)).isEqualTo(200);
    }

    private static SliceBatch batch(Preprocessing how, int... levels) {
        FloatBuffer images = FloatBuffer.allocate(levels.length * how.floatsPerSlice());
        for (int i = 0; i < images.capacity(); i++) {
            images.put(i, levels[i / how.floatsPerSlice()]);
        }
        Slice slice = new Slice(Path.of("a.png"), "a.png", 0, 1, 1, 1, null);
        SliceStatistics statistics = new SliceStatistics(0, 0, 0, 0, null, null, true);
        return new SliceBatch(images, Collections.nCopies(levels.length, slice),
                Collections.nCopies(levels.length, statistics));
    }

    private static int white(BufferedImage image, int left, int top, int width, int height) {
        int white = 0;
        for (int level : image.getRaster().getSamples(left, top, width, height, 0, (int[]) null)) {
            white += level == 255 ? 1 : 0;
        }
        return white;
    }
}
