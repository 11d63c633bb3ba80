package org.slicelstm.image;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.type.numeric.real.FloatType;

/**
 * Turns a grey picture, cuts a part out of it and resizes the part, all in one antialiased bilinear resampling, so that
 * nothing is blurred twice.
 *
 * <p>Each target pixel is the mean of the source pixels around the place it comes from, weighted by a triangle along
 * each of the target's axes: one source pixel wide to each side where the picture grows, and as many times wider as it
 * shrinks. Without a rotation these are the weights of {@link Triangle}, of Pillow's {@code Image.resize(BILINEAR, box)}
 * and of torchvision's {@code antialias=True}. What comes from outside of the picture is 0: black in every window, air.
 */
public final class Warp {
    private final float[] source;
    private final int columns;
    private final int rows;

    /**
     * The part of the source that fills the target where nothing is varied, in source pixels from the outer corner of
     * the first one. It may reach beyond the picture: a picture that keeps its proportions stands in a larger canvas.
     *
     * @param left   its left edge
     * @param top    its upper edge
     * @param width  its width, above 0
     * @param height its height, above 0
     */
    public record Canvas(double left, double top, double width, double height) { }

    /**
     * Takes a picture.
     *
     * @param grey grey levels {@code [columns, rows]}, 0 for air; copied
     */
    public Warp(RandomAccessibleInterval<FloatType> grey) {
        columns = (int) grey.dimension(0);
        rows = (int) grey.dimension(1);
        source = new float[columns * rows];
        PrimitiveBlocks.of(grey, OnFallback.ACCEPT).copy(grey.minAsLongArray(), source, new int[] {columns, rows});
    }

    /** All of the picture. */
    public Canvas whole() {
        return new Canvas(0, 0, columns, rows);
    }

    /**
     * Makes a varied picture.
     *
     * @param canvas      what fills the target where nothing is varied
     * @param pixelAspect height of a source pixel divided by its width: rotation keeps shapes as they are seen
     * @param draw        how it is varied
     * @param width       columns of the target
     * @param height      rows of the target
     * @return grey levels, {@code [height, width]}
     */
    public float[] apply(Canvas canvas, double pixelAspect, Augmentation.Draw draw, int width, int height) {
        double angle = Math.toRadians(draw.degrees());
        Kernel kernel = new Kernel(Math.cos(angle), Math.sin(angle), draw.width() * canvas.width() / width,
                draw.height() * canvas.height() * pixelAspect / height, pixelAspect);
        float[] target = new float[width * height];
        for (int row = 0; row < height; row++) {
            double y = (draw.top() + draw.height() * (row + .5) / height - .5) * canvas.height() * pixelAspect;
            for (int column = 0; column < width; column++) {
                double across = (column + .5) / width;
                double x = (draw.left() + draw.width() * (draw.flipped() ? 1 - across : across) - .5) * canvas.width();
                // Rows run downwards, so this is anticlockwise as seen: it leads from the target back to the source.
                double fromX = canvas.left() + canvas.width() / 2 + x * kernel.cos - y * kernel.sin;
                double fromY = canvas.top() + canvas.height() / 2 + (x * kernel.sin + y * kernel.cos) / pixelAspect;
                if (fromX >= 0 && fromX <= columns && fromY >= 0 && fromY <= rows) {
                    target[row * width + column] = kernel.mean(fromX, fromY);
                }
            }
        }
        return target;
    }

    /** The triangle along each axis of the target, turned into the source. Lengths are widths of a source pixel. */
    private final class Kernel {
        private final double cos;
        private final double sin;
        private final double pixelAspect;
        private final double acrossSupport;
        private final double downSupport;
        private final double reachX;
        private final double reachY;

        /** Takes the step from one target pixel to the next, across and down. */
        Kernel(double cos, double sin, double across, double down, double pixelAspect) {
            this.cos = cos;
            this.sin = sin;
            this.pixelAspect = pixelAspect;
            acrossSupport = Math.max(across, Math.hypot(cos, sin * pixelAspect));
            downSupport = Math.max(down, Math.hypot(sin, cos * pixelAspect));
            reachX = Math.abs(cos) * acrossSupport + Math.abs(sin) * downSupport;
            reachY = (Math.abs(sin) * acrossSupport + Math.abs(cos) * downSupport) / pixelAspect;
        }

        /** The weighted mean of the source pixels around a place in the picture. */
        float mean(double fromX, double fromY) {
            int firstX = Math.max(0, (int) Math.ceil(fromX - reachX - .5));
            int lastX = Math.min(columns - 1, (int) Math.floor(fromX + reachX - .5));
            int firstY = Math.max(0, (int) Math.ceil(fromY - reachY - .5));
            int lastY = Math.min(rows - 1, (int) Math.floor(fromY + reachY - .5));
            double sum = 0;
            double weights = 0;
            for (int y = firstY; y <= lastY; y++) {
                double offsetY = (y + .5 - fromY) * pixelAspect;
                for (int x = firstX; x <= lastX; x++) {
                    double offsetX = x + .5 - fromX;
                    double across = 1 - Math.abs(offsetX * cos + offsetY * sin) / acrossSupport;
                    double down = 1 - Math.abs(offsetY * cos - offsetX * sin) / downSupport;
                    if (across > 0 && down > 0) {
                        sum += across * down * source[y * columns + x];
                        weights += across * down;
                    }
                }
            }
            return weights > 0 ? (float) (sum / weights) : 0;
        }
    }
}
