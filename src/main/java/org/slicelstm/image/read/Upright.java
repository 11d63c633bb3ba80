package org.slicelstm.image.read;

import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.ImgUtil;
import net.imglib2.view.Views;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;

/**
 * How a stored picture is turned to stand upright: the eight values of the Orientation tag of EXIF 2.3 and TIFF 6.0.
 * The first two letters of the standard's names say where row 0 and column 0 of the stored picture belong.
 */
enum Upright {
    AS_IT_IS(false, false, false), MIRRORED(false, true, false), TURNED_180(false, true, true),
    FLIPPED(false, false, true), TRANSPOSED(true, false, false), TURNED_RIGHT(true, true, false),
    TRANSVERSED(true, true, true), TURNED_LEFT(true, false, true);

    private static final String MARK = ExifReader.JPEG_SEGMENT_PREAMBLE;

    private final boolean swaps;
    private final boolean invertsColumns;
    private final boolean invertsRows;

    Upright(boolean swaps, boolean invertsColumns, boolean invertsRows) {
        this.swaps = swaps;
        this.invertsColumns = invertsColumns;
        this.invertsRows = invertsRows;
    }

    /** The turn for a value of the tag, 1 to 8; none for any other. */
    static Upright of(int orientation) {
        return orientation >= 1 && orientation <= 8 ? values()[orientation - 1] : AS_IT_IS;
    }

    /** The turn that a JPEG's EXIF data ask for. */
    static Upright ofJpeg(byte[] jpeg) throws NotASliceException {
        try {
            return of(JpegMetadataReader.readMetadata(new ByteArrayInputStream(jpeg), List.of(new ExifReader())));
        } catch (ImageProcessingException | IOException | RuntimeException e) {
            throw new NotASliceException(Status.REFUSED, "damaged JPEG: its EXIF data cannot be read", e);
        }
    }

    /**
     * The turn that EXIF data ask for, which are a TIFF directory in either byte order.
     *
     * @param exif   none, or the data; some writers put the mark of a JPEG's segment before them
     * @param format what the picture is, for messages
     */
    static Upright ofExif(byte[] exif, String format) throws NotASliceException {
        try {
            String marked = new String(exif, 0, Math.min(exif.length, MARK.length()), StandardCharsets.ISO_8859_1);
            Metadata metadata = new Metadata();
            new ExifReader().extract(new ByteArrayReader(exif), metadata, marked.equals(MARK) ? MARK.length() : 0);
            return of(metadata);
        } catch (RuntimeException e) {
            throw new NotASliceException(Status.REFUSED, "damaged " + format + ": its EXIF data cannot be read", e);
        }
    }

    private static Upright of(Metadata metadata) {
        ExifIFD0Directory exif = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        Integer orientation = exif == null ? null : exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
        return orientation == null ? AS_IT_IS : of(orientation);
    }

    /** Whether rows become columns. */
    boolean swaps() {
        return swaps;
    }

    /** The picture turned; the third dimension, if any, stays. */
    <T extends RealType<T>> Img<T> turn(Img<T> stored) {
        if (this == AS_IT_IS) {
            return stored;
        }
        RandomAccessibleInterval<T> view = swaps ? Views.permute(stored, 0, 1) : stored;
        view = invertsColumns ? Views.zeroMin(Views.invertAxis(view, 0)) : view;
        view = invertsRows ? Views.zeroMin(Views.invertAxis(view, 1)) : view;
        Img<T> turned = stored.factory().create(view.dimensionsAsLongArray());
        ImgUtil.copy(view, turned);
        return turned;
    }
}
