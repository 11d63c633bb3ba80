package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import loci.formats.FormatException;
import loci.formats.FormatTools;
import loci.formats.IFormatReader;
import loci.formats.UnsupportedCompressionException;
import loci.formats.in.TiffReader;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;

/** Planes of TIFF files through Bio-Formats; a reader is opened and closed for each, since it is not thread-safe. */
final class BioFormatsPlanes {
    private BioFormatsPlanes() {
    }

    /**
     * Decodes a picture of a TIFF file.
     *
     * @return {@code [columns, rows]} of 8, 16 or 32 bits, or {@code [columns, rows, 3]} RGB
     */
    static Img<? extends RealType<?>> tiff(Path file, int frame, TiffPages pages)
            throws IOException, NotASliceException {
        try (IFormatReader reader = new TiffReader()) {
            reader.setGroupFiles(false);
            reader.setId(file.toString());
            if (reader.getSeriesCount() != 1 || reader.getImageCount() != pages.frames()) {
                throw refused("a TIFF file of " + pages.frames() + " pictures of which Bio-Formats finds "
                        + reader.getImageCount());
            }
            PictureSize.agree(pages.page().columns(), pages.page().rows(), reader.getSizeX(), reader.getSizeY());
            byte[] plane = reader.openBytes(frame);
            int samples = reader.getRGBChannelCount();
            int width = FormatTools.getBytesPerPixel(reader.getPixelType());
            long pixels = (long) reader.getSizeX() * reader.getSizeY();
            if (plane.length != pixels * samples * width) {
                throw refused("damaged TIFF: not as many values as the picture has");
            }
            ByteBuffer values = ByteBuffer.wrap(plane)
                    .order(reader.isLittleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            if (reader.isIndexed() && samples == 1) {
                return indexed(plane, reader);
            }
            return samples == 1 ? grey(values, reader) : colour(values, samples, width, reader);
        } catch (UnsupportedCompressionException e) {
            throw new NotASliceException(Status.REFUSED,
                    "a TIFF compression that is not read here; save it uncompressed or as PNG", e);
        } catch (FormatException | RuntimeException e) {
            throw new NotASliceException(Status.REFUSED, "damaged TIFF: it cannot be decoded", e);
        }
    }

    private static Img<? extends RealType<?>> grey(ByteBuffer values, IFormatReader reader) throws NotASliceException {
        int columns = reader.getSizeX();
        int rows = reader.getSizeY();
        int pixels = columns * rows;
        switch (reader.getPixelType()) {
            case FormatTools.UINT8:
                return ArrayImgs.unsignedBytes(values.array(), columns, rows);
            case FormatTools.INT8:
                return ArrayImgs.bytes(values.array(), columns, rows);
            case FormatTools.UINT16:
            case FormatTools.INT16:
                short[] shorts = new short[pixels];
                values.asShortBuffer().get(shorts);
                return reader.getPixelType() == FormatTools.INT16 ? ArrayImgs.shorts(shorts, columns, rows)
                        : ArrayImgs.unsignedShorts(shorts, columns, rows);
            case FormatTools.UINT32:
            case FormatTools.INT32:
                int[] ints = new int[pixels];
                values.asIntBuffer().get(ints);
                return reader.getPixelType() == FormatTools.INT32 ? ArrayImgs.ints(ints, columns, rows)
                        : ArrayImgs.unsignedInts(ints, columns, rows);
            case FormatTools.FLOAT:
                float[] floats = new float[pixels];
                values.asFloatBuffer().get(floats);
                for (float each : floats) {
                    if (!Float.isFinite(each)) {
                        throw refused("a TIFF picture with pixels that are no numbers");
                    }
                }
                return ArrayImgs.floats(floats, columns, rows);
            default:
                throw refused("a TIFF picture of " + FormatTools.getPixelTypeString(reader.getPixelType())
                        + " pixels, which is not read here");
        }
    }

    private static Img<? extends RealType<?>> colour(ByteBuffer values, int samples, int width, IFormatReader reader)
            throws NotASliceException {
        if (samples != 3 || reader.getPixelType() != FormatTools.UINT8 && reader.getPixelType() != FormatTools.UINT16) {
            throw refused("a TIFF picture of " + samples + " times "
                    + FormatTools.getPixelTypeString(reader.getPixelType()) + " a pixel, which is not read here; save "
                    + "it as grey or RGB");
        }
        int pixels = reader.getSizeX() * reader.getSizeY();
        byte[] levels = new byte[3 * pixels];
        boolean interleaved = reader.isInterleaved();
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < 3; c++) {
                int at = interleaved ? 3 * i + c : c * pixels + i;
                levels[c * pixels + i] = width == 1 ? values.get(at)
                        : (byte) Math.round((values.getShort(2 * at) & 0xFFFF) / 257f);
            }
        }
        return ArrayImgs.unsignedBytes(levels, reader.getSizeX(), reader.getSizeY(), 3);
    }

    /** A palette's colours. */
    private static Img<? extends RealType<?>> indexed(byte[] plane, IFormatReader reader)
            throws FormatException, IOException, NotASliceException {
        byte[][] narrow = reader.get8BitLookupTable();
        short[][] wide = narrow == null ? reader.get16BitLookupTable() : null;
        if (reader.getPixelType() != FormatTools.UINT8 || narrow == null && wide == null) {
            throw refused("a TIFF picture with a palette that is not read here; save it as grey or RGB");
        }
        byte[] levels = new byte[3 * plane.length];
        for (int i = 0; i < plane.length; i++) {
            for (int c = 0; c < 3; c++) {
                int index = plane[i] & 0xFF;
                levels[c * plane.length + i] = narrow != null ? narrow[c][index] : (byte) (wide[c][index] >> 8);
            }
        }
        return ArrayImgs.unsignedBytes(levels, reader.getSizeX(), reader.getSizeY(), 3);
    }
}
