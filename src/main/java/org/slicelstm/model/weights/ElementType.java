package org.slicelstm.model.weights;

import java.nio.ByteBuffer;
import java.util.Locale;

/** The type of a stored number and how it becomes a float32. */
public enum ElementType {
    FLOAT64(8),
    FLOAT32(4),
    FLOAT16(2),
    BFLOAT16(2),
    INT64(8),
    UINT64(8),
    INT32(4),
    UINT32(4),
    INT16(2),
    UINT16(2),
    INT8(1),
    UINT8(1),
    BOOL(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** The name as Python's libraries write it, such as {@code bfloat16}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * One element as float32, rounded to nearest where float32 cannot hold it.
     *
     * @param data bytes in the buffer's byte order
     * @param at index of the element's first byte
     */
    float decode(ByteBuffer data, int at) {
        return switch (this) {
            case FLOAT64 -> (float) data.getDouble(at);
            case FLOAT32 -> data.getFloat(at);
            case FLOAT16 -> halfToFloat(data.getShort(at));
            case BFLOAT16 -> Float.intBitsToFloat(data.getShort(at) << 16);
            case INT64 -> data.getLong(at);
            case UINT64 -> unsignedToFloat(data.getLong(at));
            case INT32 -> data.getInt(at);
            case UINT32 -> Integer.toUnsignedLong(data.getInt(at));
            case INT16 -> data.getShort(at);
            case UINT16 -> Short.toUnsignedInt(data.getShort(at));
            case INT8 -> data.get(at);
            case UINT8 -> Byte.toUnsignedInt(data.get(at));
            case BOOL -> data.get(at) == 0 ? 0f : 1f;
        };
    }

    /** IEEE 754 binary16 to binary32; exact, since every half is a float. */
    private static float halfToFloat(short half) {
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        float magnitude;
        if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
        }
        return half < 0 ? -magnitude : magnitude;
    }

    private static float unsignedToFloat(long value) {
        // The lowest bit is kept sticky so that halving does not change which way the conversion rounds.
        return value >= 0 ? value : (float) (value >>> 1 | value & 1) * 2f;
    }
}
