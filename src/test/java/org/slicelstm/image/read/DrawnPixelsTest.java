package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.Intensity;
import org.slicelstm.image.StoredSlice;
import org.slicelstm.image.encode.DrawnHead;

/** Never a wrong picture: every encoding gives the pixels and the HU that were drawn, or a refusal that says why. */
class DrawnPixelsTest {
    private static final List<DrawnFile> DRAWN = DrawnFiles.all();
    private static final List<DrawnFile> DRAWN_IN_HU = DRAWN.stream().filter(drawn -> !drawn.hu().isEmpty()).toList();
    private static final List<DrawnFile> ENHANCED = DrawnFrames.all();
    private static final int CUTS = 30;
    /** Bytes at a file's end without which its picture may still be whole: padding, an end marker, a checksum. */
    private static final int TAIL = 16;

    @TempDir
    private Path folder;

    private final SliceFiles files = new SliceFiles();

    @ParameterizedTest
    @FieldSource("DRAWN")
    void pixelsAreTheOnesThatWereDrawn(DrawnFile drawn) throws Exception {
        List<Slice> slices = read(drawn.bytes());
        assertThat(slices).hasSize(drawn.stored().size());
        for (int frame = 0; frame < slices.size(); frame++) {
            StoredSlice stored = files.decode(slices.get(frame));
            assertThat(stored.columns()).isEqualTo(DrawnHead.COLUMNS);
            assertThat(stored.rows()).isEqualTo(DrawnHead.ROWS);
            assertDrawn(Stored.values(stored), drawn.stored().get(frame), drawn);
        }
    }

    @ParameterizedTest
    @FieldSource("DRAWN_IN_HU")
    void hounsfieldUnitsAreTheOnesThatWereDrawn(DrawnFile drawn) throws Exception {
        List<Slice> slices = read(drawn.bytes());
        for (int frame = 0; frame < slices.size(); frame++) {
            StoredSlice stored = files.decode(slices.get(frame));
            Intensity intensity = stored.intensity();
            assertThat(intensity.hounsfield()).isTrue();
            double[] values = Stored.values(stored);
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i] * intensity.slope() + intensity.intercept()).isEqualTo(drawn.hu().get(frame)[i]);
            }
        }
    }

    private static void assertDrawn(double[] values, int[] drawn, DrawnFile file) {
        assertThat(values).hasSameSizeAs(drawn);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double difference = Math.abs(values[i] - drawn[i]);
            assertThat(difference).as("value %d, drawn as %d, read as %s", i, drawn[i], values[i])
                    .isLessThanOrEqualTo(file.most());
            sum += difference;
        }
        assertThat(sum / values.length).isLessThanOrEqualTo(file.mean());
    }

    @Test
    void paddingAndBrightnessAreKnown() throws Exception {
        assertThat(intensity("padding outside the circle").paddingLow()).isEqualTo(-2000.);
        assertThat(intensity("padding outside the circle").paddingHigh()).isEqualTo(-2000.);
        assertThat(intensity("low values bright, in HU").inverted()).isTrue();
        assertThat(intensity("12 bits from bit 15 down").bitsStored()).isEqualTo(12);
        assertThat(intensity("JPG").inverted()).isFalse();
    }

    @ParameterizedTest
    @FieldSource("ENHANCED")
    void everyFrameHasThePlaceThatWasDrawn(DrawnFile drawn) throws Exception {
        List<Slice> slices = read(drawn.bytes());
        for (int frame = 0; frame < slices.size(); frame++) {
            assertThat(slices.get(frame).dicom().position())
                    .containsExactly(-110., -120., (double) DrawnFrames.PLACES.get(frame));
            assertThat(slices.get(frame).dicom().orientation()).isEqualTo(DrawnFrames.orientation(frame));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"signed 16 bits, explicit", "signed 16 bits, implicit", "signed 16 bits, big endian"})
    void withoutPreambleOrFileMetaThePictureIsTheSame(String name) throws Exception {
        DrawnFile drawn = DrawnFiles.named(name);
        int beforeMeta = 132;
        int afterMeta = beforeMeta + 8 + ByteBuffer.wrap(drawn.bytes()).order(ByteOrder.LITTLE_ENDIAN)
                .getShort(beforeMeta + 6);
        for (int cut : new int[] {beforeMeta, afterMeta}) {
            byte[] bare = Arrays.copyOfRange(drawn.bytes(), cut, drawn.bytes().length);
            StoredSlice stored = files.decode(read(bare).get(0));
            assertDrawn(Stored.values(stored), drawn.stored().get(0), drawn);
        }
    }

    /** As many threads as there are, each file read several times, in turn with all others. */
    @Test
    void threadsShareOneReader() {
        List<Path> paths = new ArrayList<>();
        IntStream.range(0, DRAWN.size()).forEach(i -> paths.add(write("file " + i, DRAWN.get(i).bytes())));

        List<double[]> found = IntStream.range(0, 3 * DRAWN.size()).parallel().mapToObj(i -> {
            try {
                Path path = paths.get(i % DRAWN.size());
                return Stored.values(files.decode(files.read(path, "file").get(0)));
            } catch (NotASliceException e) {
                throw new AssertionError(DRAWN.get(i % DRAWN.size()).name(), e);
            }
        }).toList();

        for (int i = 0; i < found.size(); i++) {
            DrawnFile drawn = DRAWN.get(i % DRAWN.size());
            assertDrawn(found.get(i), drawn.stored().get(0), drawn);
        }
    }

    /** A download or a copy that broke off. */
    @ParameterizedTest
    @FieldSource("DRAWN")
    void aFileCutShortIsRefusedAsTruncated(DrawnFile drawn) {
        byte[] whole = drawn.bytes();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < CUTS; i++) {
            int length = i == 0 ? whole.length - TAIL : random.nextInt(whole.length / 10, whole.length - TAIL);
            assertThatThrownBy(() -> decodeAll(Arrays.copyOf(whole, length))).as("%d of %d bytes", length, whole.length)
                    .isInstanceOfSatisfying(NotASliceException.class, e -> {
                        assertThat(e).hasMessageStartingWith("truncated: ");
                        assertThat(e.status()).isEqualTo(Status.REFUSED);
                    });
        }
    }

    private Intensity intensity(String name) throws Exception {
        return files.decode(read(DrawnFiles.named(name).bytes()).get(0)).intensity();
    }

    /** A stream cut short, and then put whole into a file whose lengths are right. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"RLE, signed 16 bits | damaged RLE data: ",
        "JPEG 2000, 12 of 16 bits | truncated: the JPEG 2000 picture ", "JPEG, 8 bits | truncated: the JPEG picture ",
        "lossless JPEG, 12 bits | truncated: the JPEG picture "})
    void aStreamCutShortInAWholeFileIsRefused(String name, String reason) {
        byte[] whole = DrawnFiles.named(name).bytes();
        int offsetTable = new String(whole, StandardCharsets.ISO_8859_1).indexOf("\u00FE\u00FF\0\u00E0");
        ByteBuffer bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        int item = offsetTable + 8 + bytes.getInt(offsetTable + 4);
        int length = bytes.getInt(item + 4);
        for (int percent : new int[] {10, 30, 60, 90, 99}) {
            int kept = length * percent / 100 / 2 * 2;
            ByteBuffer cut = ByteBuffer.allocate(item + 8 + kept + 8).order(ByteOrder.LITTLE_ENDIAN)
                    .put(whole, 0, item + 4).putInt(kept).put(whole, item + 8, kept).put(whole, whole.length - 8, 8);
            assertThatThrownBy(() -> decodeAll(cut.array())).as("%d %%", percent)
                    .isInstanceOf(NotASliceException.class).hasMessageStartingWith(reason);
        }
    }

    private void decodeAll(byte[] file) throws NotASliceException {
        for (Slice slice : read(file)) {
            files.decode(slice);
        }
    }

    private List<Slice> read(byte[] file) throws NotASliceException {
        return files.read(write("file", file), "file");
    }

    private Path write(String name, byte[] file) {
        try {
            return Files.write(folder.resolve(name), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
