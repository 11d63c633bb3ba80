package org.slicelstm.image.read;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;

/** Uncompressed grey DICOM samples to an image of stored values. */
final class StoredPixels {
    private StoredPixels() {
    }

    /**
     * Takes the stored bits out of each sample and extends their sign.
     *
     * @param bytes   one frame, {@link PixelLayout#frameBytes()} long
     * @param order   its byte order
     * @param padding the raw padding value that does not fit into the stored bits and is kept as it is, or null
     * @return {@code [columns, rows]} of the integer type that {@code layout} names
     */
    static Img<? extends RealType<?>> grey(byte[] bytes, ByteOrder order, PixelLayout layout, Integer padding) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        long columns = layout.columns();
        long rows = layout.rows();
        boolean whole = layout.bitsStored() == layout.bitsAllocated();
        Bits bits = new Bits(layout, padding);
        switch (layout.bitsAllocated()) {
            case 8 -> {
                byte[] values = bytes;
                for (int i = 0; !whole && i < values.length; i++) {
                    values[i] = (byte) bits.value(values[i]);
                }
                return layout.signed() ? ArrayImgs.bytes(values, columns, rows)
                        : ArrayImgs.unsignedBytes(values, columns, rows);
            }
            case 16 -> {
                short[] values = new short[(int) layout.pixels()];
                buffer.asShortBuffer().get(values);
                for (int i = 0; !whole && i < values.length; i++) {
                    values[i] = (short) bits.value(values[i]);
                }
                return layout.signed() ? ArrayImgs.shorts(values, columns, rows)
                        : ArrayImgs.unsignedShorts(values, columns, rows);
            }
            default -> {
                int[] values = new int[(int) layout.pixels()];
                buffer.asIntBuffer().get(values);
                for (int i = 0; !whole && i < values.length; i++) {
                    values[i] = bits.value(values[i]);
                }
                return layout.signed() ? ArrayImgs.ints(values, columns, rows)
                        : ArrayImgs.unsignedInts(values, columns, rows);
            }
        }
    }

    /** The value in a sample: the bits from HighBit down, without the overlay that may lie above them. */
    static final class Bits {
        private final int up;
        private final int down;
        private final boolean signed;
        private final int keptMask;
        private final int kept;
        private final boolean keeps;

        Bits(PixelLayout layout, Integer padding) {
            up = 31 - layout.highBit();
            down = 32 - layout.bitsStored();
            signed = layout.signed();
            keeps = padding != null;
            keptMask = layout.bitsAllocated() == 32 ? -1 : (1 << layout.bitsAllocated()) - 1;
            kept = keeps ? padding & keptMask : 0;
        }

        int value(int raw) {
            if (keeps && (raw & keptMask) == kept) {
                return raw;
            }
            int top = raw << up;
            return signed ? top >> down : top >>> down;
        }
    }
}
