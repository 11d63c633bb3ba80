package org.slicelstm.fiji;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.job.RawStack;

/**
 * An open image on its way to the worker: a temporary file that only its owner can read, written plane by plane, so
 * that a virtual stack is never loaded whole, and deleted when this is closed. The image is only read.
 */
final class StackFile implements AutoCloseable {
    /** Pixels that differ less are square: resolutions are stored as fractions. */
    private static final double SQUARE = 0.01;
    private static final long MOST_PIXELS = 36_000_000;

    private final Path file;
    private final RawStack stack;

    private StackFile(Path file, RawStack stack) {
        this.file = file;
        this.stack = stack;
    }

    /**
     * Writes the slices of an image.
     *
     * @param name     the patient's name in results
     * @param progress hears how far the writing is
     * @throws UserException if the image is too large, planes differ in size or kind, or the temporary folder is full
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    static StackFile write(ImagePlus image, StackSelection selection, PixelMeaning meaning, String name,
                           Progress progress) {
        if ((long) image.getWidth() * image.getHeight() > MOST_PIXELS) {
            throw new UserException("The open image has " + image.getWidth() + " x " + image.getHeight()
                    + " pixels, which is no CT slice (at most 36 megapixels); choose another.");
        }
        Path file = null;
        try {
            file = TemporaryFiles.pictures(Path.of(System.getProperty("java.io.tmpdir")));
            write(image, selection, meaning, file, progress);
            return new StackFile(file, new RawStack(file.toString(), name, image.getWidth(), image.getHeight(),
                    selection.planes().size(), meaning.type(), meaning.hounsfield(), rescales(meaning, selection),
                    meaning.inverted(), pixelAspect(image.getCalibration()),
                    Stream.of(selection.notes(), meaning.notes()).flatMap(List::stream).toList()));
        } catch (IOException e) {
            TemporaryFiles.delete(file);
            throw new UserException("The slices cannot be written to the temporary folder "
                    + System.getProperty("java.io.tmpdir") + " (" + e.getMessage() + "); free some space there.", e);
        } catch (RuntimeException e) {
            TemporaryFiles.delete(file);
            throw e;
        }
    }

    private static void write(ImagePlus image, StackSelection selection, PixelMeaning meaning, Path file,
                              Progress progress) throws IOException {
        ImageStack planes = image.getStack();
        Class<?> kind = image.getProcessor().getClass();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(image.getWidth() * image.getHeight(),
                meaning.type().bytesPerPixel())).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < selection.planes().size(); i++) {
                progress.checkCancelled();
                progress.update("slices", i, selection.planes().size());
                ImageProcessor plane = planes.getProcessor(selection.planes().get(i));
                if (plane == null || plane.getWidth() != image.getWidth() || plane.getHeight() != image.getHeight()
                        || plane.getClass() != kind) {
                    throw new UserException("Slice " + selection.numbers().get(i) + " of the open image differs from "
                            + "the first in its size or kind, or cannot be read; open the files again.");
                }
                bytes.clear();
                meaning.planes().write(selection.planes().get(i), plane, bytes);
                bytes.flip();
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        }
    }

    private static List<RawStack.Rescale> rescales(PixelMeaning meaning, StackSelection selection) {
        List<RawStack.Rescale> each = selection.planes().stream().map(meaning.rescales()::apply).toList();
        return Set.copyOf(each).size() == 1 ? each.subList(0, 1) : each;
    }

    private static double pixelAspect(Calibration calibration) {
        double aspect = calibration.pixelHeight / calibration.pixelWidth;
        boolean clear = aspect > 0 && aspect < Double.POSITIVE_INFINITY && Math.abs(aspect - 1) > SQUARE;
        return clear ? aspect : 1;
    }

    /** What the worker is told of it. */
    RawStack stack() {
        return stack;
    }

    @Override
    public void close() {
        TemporaryFiles.delete(file);
    }
}
