package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.leftOut;
import static org.slicelstm.cohort.NotASliceException.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.Intensity;
import org.slicelstm.image.StoredSlice;
import org.slicelstm.jpeg.Jpeg;
import org.slicelstm.jpeg.JpegException;
import org.slicelstm.jpeg.JpegHeader;

/** Slices that are ordinary pictures: JPEG, PNG, and TIFF with one page or many. */
final class LooseSlices {
    /** More bytes than any JPEG or PNG of a permitted size needs. */
    private static final long LARGEST_FILE = 256L << 20;

    private LooseSlices() {
    }

    static List<Slice> read(Path file, String shownAs, FileKind kind, byte[] head)
            throws IOException, NotASliceException {
        return switch (kind) {
            case JPEG -> {
                byte[] bytes = bytes(file);
                JpegHeader first = jpegHeader(bytes, Jpeg::markers);
                boolean swaps = Upright.ofJpeg(bytes).swaps();
                yield List.of(new Slice(file, shownAs, 0, 1, swaps ? first.columns() : first.rows(),
                        swaps ? first.rows() : first.columns(), null));
            }
            case PNG -> {
                PngStream png = PngStream.head(head);
                PictureSize.check(png.columns(), png.rows());
                byte[] bytes = bytes(file);
                boolean swaps = Upright.ofExif(PngStream.exif(bytes), "PNG").swaps();
                if (PngStream.isDrawnHere(bytes)) {
                    throw leftOut("a picture that SliceLSTM drew, such as a plot, not a slice");
                }
                yield List.of(new Slice(file, shownAs, 0, 1, swaps ? png.columns() : png.rows(),
                        swaps ? png.rows() : png.columns(), null));
            }
            case TIFF -> {
                TiffPages pages = TiffPages.of(file);
                boolean swaps = pages.page().upright().swaps();
                int rows = swaps ? pages.page().columns() : pages.page().rows();
                int columns = swaps ? pages.page().rows() : pages.page().columns();
                List<Slice> slices = new ArrayList<>();
                for (int frame = 0; frame < pages.frames(); frame++) {
                    slices.add(new Slice(file, shownAs, frame, pages.frames(), rows, columns, null));
                }
                yield slices;
            }
            default -> throw new IllegalArgumentException(kind.name());
        };
    }

    static StoredSlice decode(Slice slice, FileKind kind) throws IOException, NotASliceException {
        StoredSlice decoded = switch (kind) {
            case JPEG -> jpeg(bytes(slice.file()));
            case PNG -> png(bytes(slice.file()));
            case TIFF -> tiff(slice);
            default -> throw new IllegalArgumentException(kind.name());
        };
        PictureSize.agree(slice.columns(), slice.rows(), decoded.columns(), decoded.rows());
        return decoded;
    }

    private static StoredSlice jpeg(byte[] bytes) throws NotASliceException {
        JpegHeader head = jpegHeader(bytes, Jpeg::check);
        Img<? extends RealType<?>> stored = ImageIoPictures.picture(bytes, "jpeg");
        PictureSize.agree(head.columns(), head.rows(), stored.dimension(0), stored.dimension(1));
        return new StoredSlice(turned(Upright.ofJpeg(bytes), stored), Intensity.picture(8));
    }

    /** The header of a JPEG picture that is read here, its stream walked. */
    private static JpegHeader jpegHeader(byte[] bytes, Walk walk) throws NotASliceException {
        try {
            JpegHeader head = Jpeg.head(bytes);
            PictureSize.check(head.columns(), head.rows());
            if (!head.isEightBitDct()) {
                throw refused(head.process().title() + " of " + head.precision()
                        + " bits, which is not read here; save it as ordinary JPEG or as PNG");
            }
            if (head.components() != 1 && head.components() != 3) {
                throw refused("a JPEG picture of " + head.components() + " colours (CMYK), which is not read here; "
                        + "save it as grey or RGB");
            }
            return walk.over(bytes);
        } catch (JpegException e) {
            throw new NotASliceException(Status.REFUSED, e.getMessage(), e);
        }
    }

    /** One way to walk a JPEG stream. */
    @FunctionalInterface
    private interface Walk {
        JpegHeader over(byte[] stream) throws JpegException;
    }

    private static StoredSlice png(byte[] bytes) throws NotASliceException {
        PngStream head = PngStream.head(bytes);
        PictureSize.check(head.columns(), head.rows());
        Upright upright = Upright.ofExif(PngStream.exif(bytes), "PNG");
        Img<? extends RealType<?>> stored = ImageIoPictures.picture(bytes, "png");
        boolean grey16 = head.bits() == 16 && !head.colour();
        return new StoredSlice(turned(upright, stored), Intensity.picture(grey16 ? 16 : 8));
    }

    private static StoredSlice tiff(Slice slice) throws IOException, NotASliceException {
        TiffPages pages = TiffPages.of(slice.file());
        if (slice.frame() >= pages.frames()) {
            throw refused("the file changed after its header was read");
        }
        TiffPages.Page page = pages.page();
        Img<? extends RealType<?>> stored = BioFormatsPlanes.tiff(slice.file(), slice.frame(), pages);
        int bits = stored.numDimensions() == 3 ? 8 : page.bits();
        double aspect = page.upright().swaps() ? 1 / page.aspect() : page.aspect();
        Intensity intensity = new Intensity(false, 1, 0, null, null, bits, false, List.of(), aspect);
        return new StoredSlice(turned(page.upright(), stored), intensity);
    }

    /** Names the wildcard of the pixels' type, which the turn keeps. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Img<? extends RealType<?>> turned(Upright upright, Img<? extends RealType<?>> stored) {
        return upright.turn((Img) stored);
    }

    private static byte[] bytes(Path file) throws IOException, NotASliceException {
        if (Files.size(file) > LARGEST_FILE) {
            throw refused("a file of more than 256 MB is not a CT slice");
        }
        return Files.readAllBytes(file);
    }
}
