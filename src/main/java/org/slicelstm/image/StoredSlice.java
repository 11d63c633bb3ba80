package org.slicelstm.image;

import java.util.Objects;
import java.util.Optional;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The decoded pixels of one slice as stored, before rescale, and what the header says of their meaning.
 *
 * @param pixels    stored values, {@code [columns, rows]}, or {@code [columns, rows, 3]} for colour (RGB)
 * @param intensity how stored values become HU or grey levels
 * @param signedAgainstHeader whether the header says that values are unsigned and the picture shows that they are not
 */
public record StoredSlice(Img<? extends RealType<?>> pixels, Intensity intensity, boolean signedAgainstHeader) {
    public StoredSlice {
        Objects.requireNonNull(pixels, "pixels");
        Objects.requireNonNull(intensity, "intensity");
        int n = pixels.numDimensions();
        if (n != 2 && !(n == 3 && pixels.dimension(2) == 3)) {
            throw new IllegalArgumentException("[columns, rows] or [columns, rows, 3]");
        }
    }

    /** A slice whose values are what its header says. */
    public StoredSlice(Img<? extends RealType<?>> pixels, Intensity intensity) {
        this(pixels, intensity, false);
    }

    public int columns() {
        return (int) pixels.dimension(0);
    }

    public int rows() {
        return (int) pixels.dimension(1);
    }

    public boolean isColour() {
        return pixels.numDimensions() == 3;
    }

    /**
     * The bytes of an ordinary grey picture of 8 bits, row by row, as they are stored: not a copy. Most loose pictures are
     * such, and looking at their bytes takes a tenth of the time that looking at any pixels takes. Empty for others.
     */
    Optional<byte[]> greyBytes() {
        return !isColour() && pixels.firstElement() instanceof UnsignedByteType && pixels instanceof ArrayImg<?, ?> image
                && image.update(null) instanceof ByteArray bytes ? Optional.of(bytes.getCurrentStorageArray())
                        : Optional.empty();
    }
}
