package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.encode.Jpeg2000Codestream;
import org.slicelstm.image.encode.RunLengthFrame;
import org.slicelstm.jpeg.DctEncoder;
import org.slicelstm.jpeg.DrawnSamples;
import org.slicelstm.jpeg.LosslessEncoder;
import org.slicelstm.jpeg.LsEncoder;

/** Bad sectors and broken copies of compressed slices are found: of 40 copies of each kind at most one passes. */
class LostPartsTest {
    private static final int SIZE = 512;
    private static final int COPIES = 40;
    private static final int SECTOR = 4096;
    private static final int MOST_ACCEPTED = 1;
    private static final int MOST_JPEG_2000_ACCEPTED = 4;

    @TempDir
    private Path folder;

    private final SliceFiles files = new SliceFiles();

    /** How a slice is compressed. */
    private enum Encoding {
        LOSSLESS("1.2.840.10008.1.2.4.70", 12) {
            @Override
            byte[] frame(int[] samples) {
                return LosslessEncoder.grey(12, 1).encode(samples, SIZE, SIZE);
            }
        },
        LOSSLESS_PREDICTOR_6("1.2.840.10008.1.2.4.57", 16) {
            @Override
            byte[] frame(int[] samples) {
                return LosslessEncoder.grey(16, 6).every(64).encode(samples, SIZE, SIZE);
            }
        },
        JPEG_LS("1.2.840.10008.1.2.4.80", 16) {
            @Override
            byte[] frame(int[] samples) {
                return LsEncoder.grey(16, 0).encode(samples, SIZE, SIZE).stream();
            }
        },
        JPEG_LS_NEAR("1.2.840.10008.1.2.4.81", 12) {
            @Override
            byte[] frame(int[] samples) {
                return LsEncoder.grey(12, 2).encode(samples, SIZE, SIZE).stream();
            }
        },
        EXTENDED("1.2.840.10008.1.2.4.51", 12) {
            @Override
            byte[] frame(int[] samples) {
                return DctEncoder.grey(12, 10).encode(samples, SIZE, SIZE).stream();
            }
        },
        BASELINE("1.2.840.10008.1.2.4.50", 8) {
            @Override
            byte[] frame(int[] samples) {
                return DctEncoder.grey(8, 3).encode(samples, SIZE, SIZE).stream();
            }
        },
        RLE("1.2.840.10008.1.2.5", 16) {
            @Override
            byte[] frame(int[] samples) {
                return RunLengthFrame.encode(List.of(samples), SIZE, 16);
            }
        },
        DEFLATED("1.2.840.10008.1.2.1.99", 16) {
            @Override
            byte[] frame(int[] samples) {
                return null;
            }
        };

        private final String syntax;
        private final int bits;

        Encoding(String syntax, int bits) {
            this.syntax = syntax;
            this.bits = bits;
        }

        /** The compressed frame, or null where the whole data set is compressed. */
        abstract byte[] frame(int[] samples);

        DicomBytes header() {
            return DicomBytes.ct(syntax, SIZE, SIZE).us(0x00280100, bits == 8 ? 8 : 16).us(0x00280101, bits)
                    .us(0x00280102, bits - 1);
        }

        byte[] file(byte[] frame) {
            return header().fragments(new byte[0], List.of(frame)).file();
        }

        /** A copy that broke off, made a whole file again: with an end of image where there was one. */
        byte[] cut(byte[] frame, double part) {
            byte[] cut = Arrays.copyOf(frame, (int) (part * frame.length) + 2);
            cut[cut.length - 2] = -1;
            cut[cut.length - 1] = (byte) 0xD9;
            return file(cut);
        }
    }

    @ParameterizedTest
    @EnumSource
    void holesAndCutsAreFound(Encoding encoding) throws Exception {
        int[] samples = DrawnSamples.draw(SIZE, SIZE, 1, encoding.bits, 0.01);
        byte[] frame = encoding.frame(samples);
        byte[] whole = frame != null ? encoding.file(frame) : DrawnFiles.bytes(encoding.header().words(samples));
        double[] expected = decode(whole);
        assertThat(expected).as("the whole file").hasSize(SIZE * SIZE);
        SplittableRandom random = new SplittableRandom(20);
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < COPIES; i++) {
            byte[] hole = whole.clone();
            int from = random.nextInt(whole.length - SECTOR);
            Arrays.fill(hole, from, from + SECTOR, (byte) 0);
            if (isAccepted(hole, expected)) {
                accepted.add("a hole at byte " + from);
            }
        }
        assertThat(accepted).hasSizeLessThanOrEqualTo(MOST_ACCEPTED);
        accepted.clear();
        for (int i = 0; i < COPIES; i++) {
            double part = random.nextDouble(0.05, 0.99);
            byte[] cut = frame != null ? encoding.cut(frame, part)
                    : Arrays.copyOf(whole, (int) (part * whole.length));
            if (isAccepted(cut, expected)) {
                accepted.add("cut at " + part);
            }
        }
        assertThat(accepted).hasSizeLessThanOrEqualTo(MOST_ACCEPTED);
    }

    /** A hole that still decodes is beyond what JPEG 2000 can tell; data that end early are not. */
    @Test
    void cutJpeg2000IsFound() throws Exception {
        byte[] stream = Jpeg2000Codestream.encode(DrawnSamples.draw(SIZE, SIZE, 1, 16, 0.01), SIZE, SIZE, 16);
        DicomBytes header = DicomBytes.ct("1.2.840.10008.1.2.4.90", SIZE, SIZE);
        double[] expected = decode(header.fragments(new byte[0], List.of(stream)).file());
        int tile = new String(stream, StandardCharsets.ISO_8859_1).indexOf("\u00FF\u0090\0\n");
        SplittableRandom random = new SplittableRandom(21);
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < COPIES; i++) {
            int length = random.nextInt(tile + 100, stream.length - 2);
            ByteBuffer cut = ByteBuffer.allocate(length + 2).put(stream, 0, length).put((byte) -1).put((byte) 0xD9);
            // The length of the tile as it is now, or left open.
            cut.putInt(tile + 6, i % 2 == 0 ? length - tile : 0);
            if (isAccepted(header.fragments(new byte[0], List.of(cut.array())).file(), expected)) {
                accepted.add("cut at byte " + length);
            }
        }
        assertThat(accepted).hasSizeLessThanOrEqualTo(MOST_JPEG_2000_ACCEPTED);
    }

    private boolean isAccepted(byte[] file, double[] expected) throws Exception {
        try {
            return !Arrays.equals(decode(file), expected);
        } catch (NotASliceException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        }
    }

    private double[] decode(byte[] file) throws Exception {
        List<Slice> slices = files.read(Files.write(folder.resolve("file"), file), "file");
        assertThat(slices).hasSize(1);
        return Stored.values(files.decode(slices.get(0)));
    }
}
