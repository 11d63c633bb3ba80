package org.slicelstm.image;

import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.converter.Converter;
import net.imglib2.converter.Converters;
import net.imglib2.converter.RealTypeConverters;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * Reads a slice's stored values row by row as floats (exact for integers of up to 24 bits), whatever their type: a
 * lazy view converts them, so that no second copy of the picture is made. For one thread.
 */
final class StoredRows {
    private final int columns;
    private final int rows;
    private final List<PrimitiveBlocks<FloatType>> planes;
    private final float[] green;
    private final float[] blue;

    StoredRows(StoredSlice slice) {
        columns = slice.columns();
        rows = slice.rows();
        RandomAccessibleInterval<FloatType> values = floats(slice.pixels());
        planes = slice.isColour() ? List.of(blocks(Views.hyperSlice(values, 2, 0)),
                blocks(Views.hyperSlice(values, 2, 1)), blocks(Views.hyperSlice(values, 2, 2)))
                : List.of(blocks(values));
        green = new float[slice.isColour() ? columns : 0];
        blue = new float[slice.isColour() ? columns : 0];
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    /** 1, or 3 for colour. */
    int planes() {
        return planes.size();
    }

    /** A whole row of one plane. */
    void read(int plane, int y, float[] row) {
        planes.get(plane).copy(new int[] {0, y}, row, new int[] {columns, 1});
    }

    /** A whole row; of a colour picture its luma after Rec. 601, 0.299 R + 0.587 G + 0.114 B. */
    void read(int y, float[] row) {
        read(0, y, row);
        if (planes.size() > 1) {
            read(1, y, green);
            read(2, y, blue);
            for (int x = 0; x < columns; x++) {
                row[x] = (float) (0.299 * row[x] + 0.587 * green[x] + 0.114 * blue[x]);
            }
        }
    }

    private static PrimitiveBlocks<FloatType> blocks(RandomAccessibleInterval<FloatType> plane) {
        return PrimitiveBlocks.of(plane, OnFallback.ACCEPT);
    }

    @SuppressWarnings("unchecked")
    private static <T extends RealType<T>> RandomAccessibleInterval<FloatType> floats(
            RandomAccessibleInterval<? extends RealType<?>> pixels) {
        // Every RealType<?> is one of itself; Java cannot say so.
        RandomAccessibleInterval<T> typed = (RandomAccessibleInterval<T>) pixels;
        T type = typed.getType();
        if (type instanceof FloatType) {
            return (RandomAccessibleInterval<FloatType>) pixels;
        }
        Converter<T, FloatType> converter = RealTypeConverters.getConverter(type, new FloatType());
        return Converters.convert(typed, converter, new FloatType());
    }
}
