package org.slicelstm.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.slicelstm.AtomicFile;
import org.slicelstm.DrawnPicture;
import org.slicelstm.UserException;
import org.slicelstm.cohort.NotASliceException;

/**
 * Slices as 8-bit pictures for people to look at; grey levels are rounded to the nearest. No header goes with them, but
 * what is burned into the pixels cannot be removed.
 */
public final class SliceExport {
    private SliceExport() {
    }

    /**
     * A slice at its native size: windowed, neither cropped nor resized.
     *
     * @return grey, or RGB where three windows make it
     * @throws NotASliceException if nothing says what the stored values mean, or the header's window is not usable
     */
    public static BufferedImage nativeSize(StoredSlice slice, Preprocessing how) throws NotASliceException {
        GreySlice grey = GreySlice.of(slice, how);
        StoredRows rows = new StoredRows(slice);
        int channels = grey.greys().size();
        BufferedImage image = new BufferedImage(rows.columns(), rows.rows(),
                channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        WritableRaster raster = image.getRaster();
        float[] stored = new float[rows.columns()];
        float[] levels = new float[rows.columns()];
        for (int y = 0; y < rows.rows(); y++) {
            rows.read(y, stored);
            for (int c = 0; c < channels; c++) {
                grey.greys().get(c).apply(stored, 0, levels.length, levels, 0);
                for (int x = 0; x < levels.length; x++) {
                    raster.setSample(x, y, c, Math.round(levels[x]));
                }
            }
        }
        return image;
    }

    /**
     * A slice as the model gets it.
     *
     * @param images {@code [n, height, width, 3]}, RGB from 0 to 255
     * @param index  which of the n
     * @return RGB, {@code width} by {@code height}
     */
    public static BufferedImage modelInput(FloatBuffer images, int index, Preprocessing how) {
        BufferedImage image = new BufferedImage(how.width(), how.height(), BufferedImage.TYPE_3BYTE_BGR);
        WritableRaster raster = image.getRaster();
        int at = index * how.floatsPerSlice();
        for (int y = 0; y < how.height(); y++) {
            for (int x = 0; x < how.width(); x++) {
                for (int c = 0; c < Preprocessing.CHANNELS; c++) {
                    raster.setSample(x, y, c, Math.round(images.get(at++)));
                }
            }
        }
        return image;
    }

    /**
     * Writes a PNG file whole or not at all; its folder is made where it is missing.
     *
     * @throws UserException if it cannot be written
     */
    public static void writePng(BufferedImage image, Path file) {
        write(file, aside -> {
            if (!ImageIO.write(image, "png", aside.toFile())) {
                throw new IOException("this Java has no PNG writer");
            }
        });
    }

    /**
     * The same for what is no slice, a montage or a heat map: the file says that it was drawn here.
     *
     * @throws UserException if it cannot be written
     */
    public static void writeDrawn(BufferedImage image, Path file) {
        write(file, aside -> DrawnPicture.write(image, aside));
    }

    private static void write(Path file, AtomicFile.Content content) {
        try {
            AtomicFile.write(file, content);
        } catch (FileSystemException e) {
            throw new UserException("The picture '" + file + "' cannot be written: " + e.getReason()
                    + ". Check that its folder can be written to and has room.", e);
        } catch (IOException e) {
            throw new UserException("The picture '" + file + "' cannot be written: " + e.getMessage() + ".", e);
        }
    }
}
