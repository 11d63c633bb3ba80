package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.slicelstm.cohort.NotASliceException;

/** Colour samples of a DICOM picture to red, green and blue from 0 to 255 (PS3.3 section C.7.6.3.1.2). */
final class Colours {
    private Colours() {
    }

    /**
     * Three samples a pixel to RGB.
     *
     * @param bytes  one frame, {@link PixelLayout#frameBytes()} long
     * @param order  byte order of 16-bit samples
     * @param planar whether the colours lie in planes
     * @param ybr    whether they are luminance and two chroma values
     * @return {@code [columns, rows, 3]}
     */
    static Img<UnsignedByteType> rgb(byte[] bytes, ByteOrder order, PixelLayout layout, boolean planar, boolean ybr) {
        int pixels = (int) layout.pixels();
        byte[] out = new byte[3 * pixels];
        ByteBuffer samples = ByteBuffer.wrap(bytes).order(order);
        int most = (1 << layout.bitsStored()) - 1;
        StoredPixels.Bits bits = new StoredPixels.Bits(layout, null);
        int[] pixel = new int[3];
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < 3; c++) {
                int at = planar ? c * pixels + i : 3 * i + c;
                int raw = layout.bitsAllocated() == 8 ? bytes[at] : samples.getShort(2 * at);
                int value = bits.value(raw);
                pixel[c] = most == 255 ? value : Math.round(value * 255f / most);
            }
            put(out, i, pixels, pixel[0], pixel[1], pixel[2], ybr);
        }
        return ArrayImgs.unsignedBytes(out, layout.columns(), layout.rows(), 3);
    }

    /** Uncompressed YBR_FULL_422, two luminance values and one chroma pair for two pixels, to RGB. */
    static Img<UnsignedByteType> rgb422(byte[] bytes, PixelLayout layout) {
        int pixels = (int) layout.pixels();
        byte[] out = new byte[3 * pixels];
        for (int i = 0; i < pixels; i++) {
            int pair = i / 2 * 4;
            put(out, i, pixels, bytes[pair + i % 2] & 0xFF, bytes[pair + 2] & 0xFF, bytes[pair + 3] & 0xFF, true);
        }
        return ArrayImgs.unsignedBytes(out, layout.columns(), layout.rows(), 3);
    }

    private static void put(byte[] out, int pixel, int pixels, int first, int second, int third, boolean ybr) {
        if (!ybr) {
            out[pixel] = (byte) first;
            out[pixels + pixel] = (byte) second;
            out[2 * pixels + pixel] = (byte) third;
            return;
        }
        double blueness = second - 128;
        double redness = third - 128;
        out[pixel] = level(first + 1.402 * redness);
        out[pixels + pixel] = level(first - 0.344136 * blueness - 0.714136 * redness);
        out[2 * pixels + pixel] = level(first + 1.772 * blueness);
    }

    private static byte level(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }

    /**
     * Palette entries to RGB.
     *
     * @param indices what {@link StoredPixels#grey} returned
     * @return {@code [columns, rows, 3]}
     * @throws NotASliceException if the palette is incomplete
     */
    static Img<UnsignedByteType> palette(Img<? extends RealType<?>> indices, DicomDataSet data,
                                         PixelLayout layout) throws NotASliceException {
        byte[][] palette = {
            entries(data, Tag.RED_PALETTE_DESCRIPTOR, Tag.RED_PALETTE),
            entries(data, Tag.GREEN_PALETTE_DESCRIPTOR, Tag.GREEN_PALETTE),
            entries(data, Tag.BLUE_PALETTE_DESCRIPTOR, Tag.BLUE_PALETTE)};
        int firstMapped = descriptor(data, Tag.RED_PALETTE_DESCRIPTOR).getShort(2);
        if (!layout.signed()) {
            firstMapped &= 0xFFFF;
        }
        int pixels = (int) layout.pixels();
        byte[] out = new byte[3 * pixels];
        int i = 0;
        for (RealType<?> each : indices) {
            int index = (int) each.getRealDouble() - firstMapped;
            for (int c = 0; c < 3; c++) {
                out[c * pixels + i] = palette[c][Math.max(0, Math.min(palette[c].length - 1, index))];
            }
            i++;
        }
        return ArrayImgs.unsignedBytes(out, layout.columns(), layout.rows(), 3);
    }

    private static ByteBuffer descriptor(DicomDataSet data, Tag tag) throws NotASliceException {
        byte[] descriptor = data.bytes(tag);
        if (descriptor.length != 6) {
            throw refused("damaged header: " + tag.keyword() + " has not three values");
        }
        return ByteBuffer.wrap(descriptor).order(data.order());
    }

    /** One colour's entries from 0 to 255; of 16-bit entries the high byte. */
    private static byte[] entries(DicomDataSet data, Tag descriptorTag, Tag tag) throws NotASliceException {
        ByteBuffer descriptor = descriptor(data, descriptorTag);
        int count = descriptor.getShort(0) == 0 ? 1 << 16 : descriptor.getShort(0) & 0xFFFF;
        int bits = descriptor.getShort(4);
        byte[] stored = data.bytes(tag);
        byte[] entries = new byte[count];
        if (bits == 16 && stored.length >= 2 * count) {
            ByteBuffer words = ByteBuffer.wrap(stored).order(data.order());
            for (int i = 0; i < count; i++) {
                entries[i] = (byte) (words.getShort(2 * i) >> 8);
            }
        } else if (bits == 8 && stored.length >= 2 * count) {
            ByteBuffer words = ByteBuffer.wrap(stored).order(data.order());
            for (int i = 0; i < count; i++) {
                entries[i] = (byte) words.getShort(2 * i);
            }
        } else if (bits == 8 && stored.length >= count) {
            for (int i = 0; i < count; i++) {
                // Two entries a word: in a big-endian data set each pair is swapped.
                entries[i] = stored[data.order() == ByteOrder.BIG_ENDIAN ? i ^ 1 : i];
            }
        } else {
            throw refused("a palette that is not read here: " + tag.keyword() + " has " + stored.length
                    + " bytes for " + count + " entries of " + bits + " bits");
        }
        return entries;
    }
}
