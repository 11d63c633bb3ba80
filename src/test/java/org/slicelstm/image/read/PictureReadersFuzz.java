package org.slicelstm.image.read;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.jpeg.Jpeg;
import org.slicelstm.jpeg.JpegException;
import org.slicelstm.jpeg.JpegHeader;

/**
 * Any bytes are read or refused in one sentence, within the memory limit: a compressed frame as DICOM carries it, and
 * a file. This is a target for the fuzzer Jazzer, started by {@code scripts/fuzz-pictures}; what it found worth keeping
 * is read again by {@link FuzzedPicturesTest}.
 */
public final class PictureReadersFuzz {
    private static final long ALWAYS_ALLOWED = 64L << 20;
    private static final int TIMES_THE_PICTURE = 8;

    private PictureReadersFuzz() {
    }

    /** Work that may be refused. */
    private interface Work {
        void read() throws NotASliceException, IOException;
    }

    /** Jazzer calls it first: classes load before time is measured. */
    public static void fuzzerInitialize() throws IOException {
        for (String target : PictureSeeds.TARGETS) {
            for (byte[] seed : PictureSeeds.of(target)) {
                fuzzerTestOneInput(seed);
            }
        }
    }

    /** Jazzer's entry; throws where a reader misbehaves. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        PixelLayout layout = layout(bytes);
        if (layout != null) {
            bounded(layout.frameBytes(), () -> CompressedFrame.decode(bytes, layout));
        }
        Path path = Files.createTempFile("fuzzed", ".picture");
        try {
            Files.write(path, bytes);
            SliceFiles files = new SliceFiles();
            bounded(0, () -> files.read(path, "fuzzed"));
            for (Slice slice : slices(files, path)) {
                bounded(2L * slice.rows() * slice.columns(), () -> files.decode(slice));
            }
        } finally {
            Files.delete(path);
        }
    }

    private static Iterable<Slice> slices(SliceFiles files, Path path) {
        try {
            return files.read(path, "fuzzed").stream().limit(3).toList();
        } catch (NotASliceException e) {
            return List.of();
        }
    }

    /** The DICOM header that would fit a compressed frame, or null where the bytes are none. */
    private static PixelLayout layout(byte[] bytes) {
        try {
            if (Jpeg2000Stream.startsAt(bytes, 0)) {
                Jpeg2000Stream.Size size = Jpeg2000Stream.complete(bytes).size();
                return layout(size.rows(), size.columns(), size.components(), size.precision());
            }
            JpegHeader header = Jpeg.head(bytes);
            PictureSize.check(header.columns(), header.rows());
            return layout(header.rows(), header.columns(), header.components(), header.precision());
        } catch (JpegException | NotASliceException e) {
            return null;
        }
    }

    private static PixelLayout layout(int rows, int columns, int samples, int precision) {
        if (samples != 1 && samples != 3 || precision > 16) {
            return null;
        }
        return new PixelLayout(rows, columns, 1, samples, precision > 8 ? 16 : 8, precision, precision - 1, false,
                samples == 3 ? "RGB" : "MONOCHROME2", false);
    }

    /** Only what is allocated again counts: the first time may also load and instrument classes. */
    private static void bounded(long picture, Work work) throws IOException {
        long allowed = Math.max(ALWAYS_ALLOWED, TIMES_THE_PICTURE * picture);
        if (allocated(work) > allowed) {
            long allocated = allocated(work);
            if (allocated > allowed) {
                throw new AssertionError(allocated + " bytes were allocated for a picture of " + picture);
            }
        }
    }

    private static long allocated(Work work) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            work.read();
        } catch (NotASliceException e) {
            if (e.getMessage().isBlank()) {
                throw new AssertionError("refused without a reason", e);
            }
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
