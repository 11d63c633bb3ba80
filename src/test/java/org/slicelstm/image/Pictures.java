package org.slicelstm.image;

import java.nio.FloatBuffer;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.image.Preprocessing.Crop;
import org.slicelstm.image.Preprocessing.StoredMeaning;

/** Small stored slices, and what the model sees of them. */
final class Pictures {
    private Pictures() {
    }

    /** Signed 16-bit HU, {@code values} row by row. */
    static StoredSlice hu(int columns, int... values) {
        return signed(columns, hounsfield(1, 0, null, null, false), values);
    }

    static StoredSlice signed(int columns, Intensity intensity, int... values) {
        short[] stored = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            stored[i] = (short) values[i];
        }
        return new StoredSlice(ArrayImgs.shorts(stored, columns, values.length / columns), intensity);
    }

    /** Unsigned 8-bit grey levels. */
    static StoredSlice grey(int columns, int... values) {
        return grey(columns, Intensity.picture(8), values);
    }

    static StoredSlice grey(int columns, Intensity intensity, int... values) {
        return new StoredSlice(ArrayImgs.unsignedBytes(bytes(values), columns, values.length / columns), intensity);
    }

    /** 8-bit colour: all red values, then all green ones, then all blue ones. */
    static StoredSlice colour(int columns, int... values) {
        return new StoredSlice(ArrayImgs.unsignedBytes(bytes(values), columns, values.length / columns / 3, 3),
                Intensity.picture(8));
    }

    static StoredSlice unsigned16(int columns, Intensity intensity, int... values) {
        short[] stored = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            stored[i] = (short) values[i];
        }
        return new StoredSlice(ArrayImgs.unsignedShorts(stored, columns, values.length / columns), intensity);
    }

    static Intensity hounsfield(double slope, double intercept, Double paddingLow, Double paddingHigh,
                                boolean inverted, Intensity.HeaderWindow... windows) {
        return new Intensity(true, slope, intercept, paddingLow, paddingHigh, 16, inverted, List.of(windows), 1);
    }

    static Intensity levels(int bits, boolean inverted, double pixelAspect) {
        return new Intensity(false, 1, 0, null, null, bits, inverted, List.of(), pixelAspect);
    }

    static Preprocessing how(int height, int width, boolean keepAspect, Windowing windowing) {
        return new Preprocessing(height, width, keepAspect, windowing, Crop.NONE, StoredMeaning.AUTO);
    }

    /** {@code [height, width, 3]}. */
    static float[] seen(StoredSlice slice, Preprocessing how) throws NotASliceException {
        float[] image = new float[how.floatsPerSlice()];
        new Preprocessor(how).write(slice, FloatBuffer.wrap(image), 0);
        return image;
    }

    /** The red channel at the slice's own size, without any resampling. */
    static float[] red(StoredSlice slice, Windowing windowing, StoredMeaning intensity) throws NotASliceException {
        return channel(seen(slice, new Preprocessing(slice.rows(), slice.columns(), false, windowing, Crop.NONE,
                intensity)), 0);
    }

    static float[] channel(float[] image, int channel) {
        float[] values = new float[image.length / 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = image[3 * i + channel];
        }
        return values;
    }

    private static byte[] bytes(int[] values) {
        byte[] stored = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            stored[i] = (byte) values[i];
        }
        return stored;
    }
}
