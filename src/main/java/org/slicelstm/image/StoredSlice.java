package org.slicelstm.image;

import java.util.Objects;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;

/**
 * The decoded pixels of one slice as stored, before rescale, and what the header says of their meaning.
 *
 * @param pixels    stored values, {@code [columns, rows]}, or {@code [columns, rows, 3]} for colour (RGB)
 * @param intensity how stored values become HU or grey levels
 */
public record StoredSlice(Img<? extends RealType<?>> pixels, Intensity intensity) {
    public StoredSlice {
        Objects.requireNonNull(pixels, "pixels");
        Objects.requireNonNull(intensity, "intensity");
        int n = pixels.numDimensions();
        if (n != 2 && !(n == 3 && pixels.dimension(2) == 3)) {
            throw new IllegalArgumentException("[columns, rows] or [columns, rows, 3]");
        }
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
}
