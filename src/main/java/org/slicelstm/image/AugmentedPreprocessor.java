package org.slicelstm.image;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.img.array.ArrayImgs;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.image.Augmentation.Draw;

/**
 * What {@link Preprocessor} does, with each picture varied. Rotation, crop and the resize to the model's input are one
 * resampling of the grey levels, after the window, so that what a rotation uncovers is black air and not 0 HU. A picture
 * that keeps its proportions is varied together with the black around it. Safe to use from several threads.
 */
public final class AugmentedPreprocessor {
    private final Preprocessing how;
    private final Augmentation augmentation;

    public AugmentedPreprocessor(Preprocessing how, Augmentation augmentation) {
        this.how = how;
        this.augmentation = augmentation;
    }

    /**
     * Writes one slice as {@code [height, width, 3]}, RGB from 0 to 255; the buffer's position stays.
     *
     * @param slice  a decoded slice
     * @param seed   the same seed gives the same picture
     * @param target where it goes: a direct or array buffer
     * @param offset index of the slice's first float in the buffer
     * @throws NotASliceException if nothing says what the stored values mean, or the header's window is not usable
     */
    public void write(StoredSlice slice, long seed, FloatBuffer target, int offset) throws NotASliceException {
        GreySlice grey = GreySlice.of(slice, how);
        double aspect = slice.intensity().pixelAspect();
        if (!(aspect > 0 && aspect < Double.POSITIVE_INFINITY)) {
            throw NotASliceException.refused("damaged header: its pixels have no height or no width");
        }
        StoredRows rows = new StoredRows(slice);
        Interval shown = how.crop() == Preprocessing.Crop.HEAD ? HeadCrop.box(rows, grey.tissue(), aspect)
                : new FinalInterval(slice.columns(), slice.rows());
        Warp.Canvas canvas = canvas(shown, aspect);
        Draw draw = augmentation.draw(seed, canvas.width() / (canvas.height() * aspect));
        List<float[]> channels = new ArrayList<>();
        for (float[] plane : planes(rows, grey.greys())) {
            Warp warp = new Warp(ArrayImgs.floats(plane, rows.columns(), rows.rows()));
            channels.add(warp.apply(canvas, aspect, draw, how.width(), how.height()));
        }
        float[] line = new float[how.width() * Preprocessing.CHANNELS];
        for (int y = 0; y < how.height(); y++) {
            for (int i = 0; i < line.length; i++) {
                float[] channel = channels.get(Math.min(i % Preprocessing.CHANNELS, channels.size() - 1));
                // Rounding of the weights may exceed white by a millionth.
                line[i] = Math.min(channel[y * how.width() + i / Preprocessing.CHANNELS], 255);
            }
            target.put(offset + y * line.length, line);
        }
    }

    /** The grey levels of each channel, {@code [rows, columns]}. */
    private static List<float[]> planes(StoredRows rows, List<GreyLevels> greys) {
        List<float[]> planes = greys.stream().map(each -> new float[rows.rows() * rows.columns()]).toList();
        float[] stored = new float[rows.columns()];
        for (int y = 0; y < rows.rows(); y++) {
            rows.read(y, stored);
            for (int c = 0; c < planes.size(); c++) {
                greys.get(c).apply(stored, 0, stored.length, planes.get(c), y * stored.length);
            }
        }
        return planes;
    }

    /** What fills the model's input: the part shown, and where proportions are kept the black around it. */
    private Warp.Canvas canvas(Interval shown, double aspect) {
        double wide = shown.dimension(0);
        double high = shown.dimension(1);
        if (!how.keepAspect()) {
            return new Warp.Canvas(shown.min(0), shown.min(1), wide, high);
        }
        // The picture's size and place in the input are whole pixels, as Preprocessor has them.
        double scale = Math.min(how.width() / wide, how.height() / (high * aspect));
        long across = Math.max(1, Math.round(wide * scale));
        long down = Math.max(1, Math.round(high * aspect * scale));
        double pixelWide = wide / across;
        double pixelHigh = high / down;
        return new Warp.Canvas(shown.min(0) - (how.width() - across) / 2 * pixelWide,
                shown.min(1) - (how.height() - down) / 2 * pixelHigh, how.width() * pixelWide,
                how.height() * pixelHigh);
    }
}
