package org.slicelstm.image;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import org.slicelstm.cohort.NotASliceException;

/**
 * Turns stored slices into what the model sees: HU, window, grey to RGB, crop, antialiased bilinear resize. The window
 * comes before the resize, as in a picture exported for viewing: otherwise bone of 1,000 HU would bleed into the brain
 * beside it. Safe to use from several threads.
 *
 * <pre>{@code
 * Preprocessor preprocessor = new Preprocessor(
 *         new Preprocessing(224, 224, true, Windowing.BRAIN, Crop.NONE, StoredMeaning.AUTO));
 * FloatBuffer image = FloatBuffer.allocate(224 * 224 * 3);
 * preprocessor.write(decoder.decode(slice), image, 0);
 * }</pre>
 */
public final class Preprocessor {
    /** Sizes whose weights are kept: pictures of a patient share one or a few, crops of the head differ. */
    private static final int SIZES_KEPT = 64;

    private final Preprocessing how;
    private final Map<Long, Triangle> triangles = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Triangle> eldest) {
            return size() > SIZES_KEPT;
        }
    };

    public Preprocessor(Preprocessing how) {
        this.how = how;
    }

    public Preprocessing preprocessing() {
        return how;
    }

    /**
     * Writes one slice as {@code [height, width, 3]}, RGB from 0 to 255; the buffer's position stays.
     *
     * @param slice  a decoded slice
     * @param target where it goes: a direct or array buffer
     * @param offset index of the slice's first float in the buffer
     * @throws NotASliceException if nothing says what the stored values mean, or the header's window is not usable
     */
    public void write(StoredSlice slice, FloatBuffer target, int offset) throws NotASliceException {
        GreySlice grey = GreySlice.of(slice, how);
        StoredRows rows = new StoredRows(slice);
        double aspect = aspect(slice);
        Interval shown = shown(slice, grey, rows, aspect);
        int[] size = size(shown, aspect);
        List<float[]> channels = resize(rows, grey.greys(), shown, triangle((int) shown.dimension(0), size[0]),
                triangle((int) shown.dimension(1), size[1]));
        interleave(channels, size[0], size[1], target, offset);
    }

    /**
     * Which part of a slice fills the model's input, black bars around it included: what lies at column {@code c} of
     * {@code width} and row {@code r} of {@code height} in the input is {@code c / width} and {@code r / height} into
     * it.
     *
     * @throws NotASliceException if nothing says what the stored values mean, or the header's window is not usable
     */
    public PictureRegion region(StoredSlice slice) throws NotASliceException {
        double aspect = aspect(slice);
        Interval shown = shown(slice, GreySlice.of(slice, how), new StoredRows(slice), aspect);
        int[] size = size(shown, aspect);
        double across = shown.dimension(0) / (double) size[0];
        double down = shown.dimension(1) / (double) size[1];
        return new PictureRegion(shown.min(0) - left(size[0]) * across, shown.min(1) - top(size[1]) * down,
                how.width() * across, how.height() * down);
    }

    /** Height of a pixel divided by its width. */
    private static double aspect(StoredSlice slice) throws NotASliceException {
        double aspect = slice.intensity().pixelAspect();
        if (!(aspect > 0 && aspect < Double.POSITIVE_INFINITY)) {
            throw NotASliceException.refused("damaged header: its pixels have no height or no width");
        }
        return aspect;
    }

    /** Columns and rows of the slice that are shown. */
    private Interval shown(StoredSlice slice, GreySlice grey, StoredRows rows, double aspect) {
        return how.crop() == Preprocessing.Crop.HEAD ? HeadCrop.box(rows, grey.tissue(), aspect)
                : new FinalInterval(slice.columns(), slice.rows());
    }

    /** Where a picture of so many columns begins in the model's input. */
    private int left(int wide) {
        return (how.width() - wide) / 2;
    }

    /** Where a picture of so many rows begins in the model's input. */
    private int top(int high) {
        return (how.height() - high) / 2;
    }

    /** Columns and rows that the picture takes in the model's input. */
    private int[] size(Interval shown, double pixelAspect) {
        if (!how.keepAspect()) {
            return new int[] {how.width(), how.height()};
        }
        double wide = shown.dimension(0);
        double high = shown.dimension(1) * pixelAspect;
        double scale = Math.min(how.width() / wide, how.height() / high);
        return new int[] {Math.max(1, (int) Math.round(wide * scale)), Math.max(1, (int) Math.round(high * scale))};
    }

    private Triangle triangle(int in, int out) {
        synchronized (triangles) {
            return triangles.computeIfAbsent((long) in << 32 | out, key -> Triangle.of(in, out));
        }
    }

    /** The channels of the part shown, {@code [down.out, across.out]}; what it has beyond the picture is black. */
    private static List<float[]> resize(StoredRows rows, List<GreyLevels> greys, Interval shown, Triangle across,
                                        Triangle down) {
        int left = (int) shown.min(0);
        int top = (int) shown.min(1);
        int from = Math.max(left, 0);
        int to = Math.min(left + across.in(), rows.columns());
        float[] stored = new float[rows.columns()];
        float[] row = new float[across.in()];
        float[][] lines = new float[greys.size()][down.out() * across.in()];
        for (int y = Math.max(top, 0); y < Math.min(top + down.in(), rows.rows()); y++) {
            rows.read(y, stored);
            for (int c = 0; c < lines.length; c++) {
                greys.get(c).apply(stored, from, to, row, from - left);
                down.scatter(y - top, row, lines[c]);
            }
        }
        return Arrays.stream(lines).map(each -> across.apply(each, down.out())).toList();
    }

    /** One grey channel is repeated for R, G and B; around the picture is black. */
    private void interleave(List<float[]> channels, int wide, int high, FloatBuffer target, int offset) {
        int left = left(wide);
        int top = top(high);
        float[] line = new float[how.width() * Preprocessing.CHANNELS];
        for (int y = 0; y < how.height(); y++) {
            boolean inside = y >= top && y < top + high;
            if (y == 0 || !inside) {
                Arrays.fill(line, 0);
            }
            for (int c = 0; inside && c < Preprocessing.CHANNELS; c++) {
                float[] channel = channels.get(Math.min(c, channels.size() - 1));
                for (int x = 0; x < wide; x++) {
                    // Rounding of the weights may exceed white by a millionth.
                    line[(left + x) * Preprocessing.CHANNELS + c] = Math.min(channel[(y - top) * wide + x], 255);
                }
            }
            target.put(offset + y * line.length, line);
        }
    }
}
