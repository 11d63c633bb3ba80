package org.slicelstm.bench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import ome.codecs.BaseCodec;
import ome.codecs.CodecOptions;
import ome.codecs.JPEGCodec;
import ome.codecs.LosslessJPEGCodec;
import org.slicelstm.jpeg.DctEncoder;
import org.slicelstm.jpeg.DrawnSamples;
import org.slicelstm.jpeg.Jpeg;
import org.slicelstm.jpeg.LosslessEncoder;
import org.slicelstm.jpeg.LsEncoder;

/**
 * {@code scripts/bench decode}: processor time for a slice of 512 × 512 of each compressed encoding, warm, beside the
 * codec of Bio-Formats where it has one.
 */
public final class DecodeBench {
    private static final int SIZE = 512;
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
        int[] twelve = DrawnSamples.draw(SIZE, SIZE, 1, 12, 0.01);
        int[] sixteen = DrawnSamples.draw(SIZE, SIZE, 1, 16, 0.002);
        int[] eight = DrawnSamples.draw(SIZE, SIZE, 1, 8, 0.02);
        System.out.printf("%-32s %10s %10s %8s   %s%n", "milliseconds a slice", "SliceLSTM", "other", "ratio", "other");
        for (int predictor : new int[] {1, 6}) {
            byte[] lossless = LosslessEncoder.grey(12, predictor).encode(twelve, SIZE, SIZE);
            row("lossless JPEG, predictor " + predictor, () -> Jpeg.decode(lossless),
                    () -> bioFormats(new LosslessJPEGCodec(), lossless, 16), "Bio-Formats");
        }
        for (byte[] ls : List.of(LsEncoder.grey(16, 0).encode(sixteen, SIZE, SIZE).stream(),
                LsEncoder.grey(12, 2).encode(twelve, SIZE, SIZE).stream())) {
            row("JPEG-LS, " + Jpeg.head(ls).precision() + " bits", () -> Jpeg.decode(ls), null, "");
        }
        byte[] extended = DctEncoder.grey(12, 10).encode(twelve, SIZE, SIZE).stream();
        row("JPEG Extended, 12 bits", () -> Jpeg.decode(extended), null, "");
        byte[] baseline = DctEncoder.grey(8, 3).encode(eight, SIZE, SIZE).stream();
        row("JPEG, 8 bits, walked", () -> Jpeg.check(baseline), () -> java(baseline), "Java's decoder");
        row("JPEG, 8 bits, walked and read", () -> List.of(Jpeg.check(baseline), java(baseline)),
                () -> bioFormats(new JPEGCodec(), baseline, 8), "Bio-Formats");
    }

    private static BufferedImage java(byte[] stream) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(stream));
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
        return codec.decompress(stream, options);
    }

    /** Both in turn, so that what else the machine does falls on both. */
    private static void row(String name, Decoder ours, Decoder other, String otherName) throws Exception {
        double bestOurs = Double.POSITIVE_INFINITY;
        double bestOther = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            bestOurs = Math.min(bestOurs, time(ours));
            if (other != null) {
                bestOther = Math.min(bestOther, time(other));
            }
        }
        if (other == null) {
            System.out.printf("%-32s %10.2f%n", name, bestOurs);
        } else {
            System.out.printf("%-32s %10.2f %10.2f %8.2f   %s%n", name, bestOurs, bestOther, bestOurs / bestOther,
                    otherName);
        }
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
