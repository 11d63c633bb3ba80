package org.slicelstm.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import ome.codecs.BaseCodec;
import ome.codecs.CodecOptions;
import ome.codecs.JPEG2000Codec;
import ome.codecs.JPEG2000CodecOptions;
import ome.codecs.JPEGCodec;
import ome.codecs.LosslessJPEGCodec;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.read.Compression;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.jpeg.DrawnSamples;

/**
 * {@code scripts/bench decode}: processor time for a slice of 512 × 512 of each compressed encoding, warm, from file to
 * stored values with every check, beside the codec of Bio-Formats alone.
 */
public final class DecodeBench {
    private static final int SIZE = Compression.SIZE;
    private static final int ROUNDS = 12;
    private static final int SLICES = 10;
    private static final double NANOS_PER_MILLI = 1e6;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private DecodeBench() {
    }

    /** One way to decode. */
    @FunctionalInterface
    private interface Decoder {
        Object decode() throws Exception;
    }

    /** @param arguments none are needed */
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        System.out.printf("%-24s %12s %12s %8s%n", "milliseconds a slice", "SliceLSTM", "Bio-Formats", "ratio");
        SliceFiles files = new SliceFiles();
        Path folder = Files.createTempDirectory("slicelstm-bench");
        try {
            for (Compression compression : Compression.values()) {
                int[] samples = DrawnSamples.draw(SIZE, SIZE, 1, compression.bits(), 0.01);
                byte[] frame = compression.frame(samples);
                Path file = Files.write(folder.resolve("slice"), compression.file(samples));
                Slice slice = files.read(file, "slice").get(0);
                String name = compression.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                row(name, () -> files.decode(slice), bioFormats(compression, frame));
            }
        } finally {
            Files.deleteIfExists(folder.resolve("slice"));
            Files.delete(folder);
        }
    }

    /** The codec of Bio-Formats, or null where it has none that gives right pixels. */
    private static Decoder bioFormats(Compression compression, byte[] frame) {
        return switch (compression) {
            case LOSSLESS -> () -> bioFormats(new LosslessJPEGCodec(), frame, 16);
            case BASELINE -> () -> bioFormats(new JPEGCodec(), frame, 8);
            case JPEG_2000 -> () -> bioFormats(new JPEG2000Codec(), frame, 16);
            default -> null;
        };
    }

    private static byte[] bioFormats(BaseCodec codec, byte[] stream, int bits) throws Exception {
        CodecOptions options = CodecOptions.getDefaultOptions();
        options.width = SIZE;
        options.height = SIZE;
        options.channels = 1;
        options.bitsPerSample = bits;
        options.littleEndian = true;
        options.interleaved = true;
        options.maxBytes = SIZE * SIZE * bits / 8;
        return codec.decompress(stream,
                codec instanceof JPEG2000Codec ? JPEG2000CodecOptions.getDefaultOptions(options) : options);
    }

    /** Both in turn, so that what else the machine does falls on both. */
    private static void row(String name, Decoder ours, Decoder other) throws Exception {
        double bestOurs = Double.POSITIVE_INFINITY;
        double bestOther = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            bestOurs = Math.min(bestOurs, time(ours));
            if (other != null) {
                bestOther = Math.min(bestOther, time(other));
            }
        }
        System.out.printf("%-24s %12.2f %12s %8s%n", name, bestOurs, other == null ? "" : "%.2f".formatted(bestOther),
                other == null ? "" : "%.2f".formatted(bestOurs / bestOther));
    }

    private static double time(Decoder decoder) throws Exception {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < SLICES; i++) {
            if (decoder.decode() == null) {
                throw new IllegalStateException("nothing decoded");
            }
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / NANOS_PER_MILLI / SLICES;
    }
}
