package org.slicelstm.image.read;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.Intensity;
import org.slicelstm.image.SliceDecoder;
import org.slicelstm.image.StoredSlice;

/**
 * Slices as numbers in a file, one after the other from the first byte on, little-endian; a colour slice as three
 * planes of bytes. It has no state, so threads may share it.
 *
 * @param file        the file
 * @param shownAs     what a slice of it is called in results
 * @param columns     width in pixels
 * @param rows        height in pixels
 * @param frames      how many slices
 * @param number      what a number is
 * @param intensities what the numbers mean: one for all slices, or one for each
 */
public record RawSlices(Path file, String shownAs, int columns, int rows, int frames, NumberType number,
                        List<Intensity> intensities) implements SliceDecoder {

    /** All that matters of it is that 16 bits are not signed. */
    private static final PixelLayout UNSIGNED = new PixelLayout(1, 1, 1, 1, 16, 16, 15, false, "MONOCHROME2", false);

    /** What a number is. */
    public enum NumberType {
        UINT8(1), UINT16(2), INT16(2), FLOAT32(4), RGB(3);

        private final int bytesPerPixel;

        NumberType(int bytesPerPixel) {
            this.bytesPerPixel = bytesPerPixel;
        }
    }

    /** @throws UserException if the sizes are not possible or the file has other ones */
    public RawSlices {
        Objects.requireNonNull(shownAs, "shownAs");
        Objects.requireNonNull(number, "number");
        intensities = List.copyOf(intensities);
        if (intensities.size() != 1 && intensities.size() != frames) {
            throw new IllegalArgumentException("one meaning, or one for each slice");
        }
        try {
            PictureSize.check(columns, rows);
        } catch (NotASliceException e) {
            throw new UserException("The slices cannot be read: " + e.getMessage() + ".", e);
        }
        long expected = frames * (long) rows * columns * number.bytesPerPixel;
        try {
            if (frames < 1 || Files.size(file) != expected) {
                throw new UserException("The slices were not handed over whole (" + expected + " bytes in " + file
                        + "); free some space on that disk and try again.");
            }
        } catch (IOException e) {
            throw new UserException("The slices handed over in " + file + " cannot be read; try again.", e);
        }
    }

    /** The slices, in order. */
    public List<Slice> slices() {
        return IntStream.range(0, frames)
                .mapToObj(frame -> new Slice(file, shownAs, frame, frames, rows, columns, null)).toList();
    }

    @Override
    public StoredSlice decode(Slice slice) throws NotASliceException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(rows * columns, number.bytesPerPixel))
                .order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file)) {
            long at = (long) slice.frame() * bytes.capacity();
            while (bytes.hasRemaining()) {
                int read = channel.read(bytes, at + bytes.position());
                if (read < 0) {
                    throw new EOFException("truncated");
                }
            }
        } catch (EOFException e) {
            throw new NotASliceException(Status.REFUSED, "truncated: the slice is not whole in " + file, e);
        } catch (IOException e) {
            throw new NotASliceException(Status.REFUSED, "cannot be read: the disk reports an error", e);
        }
        StoredSlice decoded = new StoredSlice(pixels(bytes.flip()),
                intensities.get(intensities.size() == 1 ? 0 : slice.frame()));
        return number == NumberType.UINT16 ? WrappedHounsfield.undone(decoded, UNSIGNED) : decoded;
    }

    private Img<? extends RealType<?>> pixels(ByteBuffer bytes) {
        int pixels = rows * columns;
        switch (number) {
            case UINT8:
                return ArrayImgs.unsignedBytes(bytes.array(), columns, rows);
            case RGB:
                return ArrayImgs.unsignedBytes(bytes.array(), columns, rows, 3);
            case FLOAT32:
                float[] floats = new float[pixels];
                bytes.asFloatBuffer().get(floats);
                return ArrayImgs.floats(floats, columns, rows);
            default:
                short[] shorts = new short[pixels];
                bytes.asShortBuffer().get(shorts);
                return number == NumberType.INT16 ? ArrayImgs.shorts(shorts, columns, rows)
                        : ArrayImgs.unsignedShorts(shorts, columns, rows);
        }
    }
}
