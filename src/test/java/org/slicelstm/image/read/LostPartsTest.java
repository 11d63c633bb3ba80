package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.jpeg.DrawnSamples;

/** Bad sectors and broken copies of compressed slices are found: of 40 copies of each kind at most one passes. */
class LostPartsTest {
    private static final int COPIES = 40;
    private static final int SECTOR = 4096;
    private static final int MOST_ACCEPTED = 1;
    private static final int MOST_JPEG_2000_ACCEPTED = 4;

    @TempDir
    private Path folder;

    private final SliceFiles files = new SliceFiles();

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JPEG_2000")
    void holesAndCutsAreFound(Compression compression) throws Exception {
        int[] samples = samples(compression);
        byte[] frame = compression.frame(samples);
        byte[] whole = frame == null ? compression.file(samples) : compression.around(frame);
        double[] expected = decode(whole);
        SplittableRandom random = new SplittableRandom(20);
        assertThat(accepted(expected, () -> {
            byte[] hole = whole.clone();
            int from = random.nextInt(whole.length - SECTOR);
            Arrays.fill(hole, from, from + SECTOR, (byte) 0);
            return hole;
        })).isLessThanOrEqualTo(MOST_ACCEPTED);
        assertThat(accepted(expected, () -> {
            double part = random.nextDouble(0.05, 0.99);
            return frame == null ? Arrays.copyOf(whole, (int) (part * whole.length))
                    : compression.around(ended(frame, (int) (part * frame.length)));
        })).isLessThanOrEqualTo(MOST_ACCEPTED);
    }

    /** A hole that still decodes is beyond what JPEG 2000 can tell; data that end early are not. */
    @Test
    void cutJpeg2000IsFound() throws Exception {
        byte[] stream = Compression.JPEG_2000.frame(samples(Compression.JPEG_2000));
        int tile = new String(stream, StandardCharsets.ISO_8859_1).indexOf("\u00FF\u0090\0\n");
        SplittableRandom random = new SplittableRandom(21);
        assertThat(accepted(decode(Compression.JPEG_2000.around(stream)), () -> {
            int length = random.nextInt(tile + 100, stream.length - 2);
            byte[] cut = ended(stream, length);
            // The length of the tile is made right, or left open.
            ByteBuffer.wrap(cut).putInt(tile + 6, random.nextBoolean() ? length - tile : 0);
            return Compression.JPEG_2000.around(cut);
        })).isLessThanOrEqualTo(MOST_JPEG_2000_ACCEPTED);
    }

    private static int[] samples(Compression compression) {
        return DrawnSamples.draw(Compression.SIZE, Compression.SIZE, 1, compression.bits(), 0.01);
    }

    /** A stream that broke off, with an end of image or codestream put behind it. */
    private static byte[] ended(byte[] stream, int length) {
        byte[] cut = Arrays.copyOf(stream, length + 2);
        cut[length] = -1;
        cut[length + 1] = (byte) 0xD9;
        return cut;
    }

    /** How many of so many damaged copies are read as another picture. */
    private int accepted(double[] expected, Supplier<byte[]> copies) throws Exception {
        int accepted = 0;
        for (int i = 0; i < COPIES; i++) {
            try {
                if (!Arrays.equals(decode(copies.get()), expected)) {
                    accepted++;
                }
            } catch (NotASliceException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        return accepted;
    }

    private double[] decode(byte[] file) throws Exception {
        List<Slice> slices = files.read(Files.write(folder.resolve("file"), file), "file");
        assertThat(slices).hasSize(1);
        return Stored.values(files.decode(slices.get(0)));
    }
}
