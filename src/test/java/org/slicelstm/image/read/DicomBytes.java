package org.slicelstm.image.read;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Writes small DICOM files, or items of their sequences, for tests. */
final class DicomBytes {
    static final String IMPLICIT = "1.2.840.10008.1.2";
    static final String EXPLICIT = "1.2.840.10008.1.2.1";
    static final String BIG = "1.2.840.10008.1.2.2";
    static final String RLE = "1.2.840.10008.1.2.5";
    static final String JPEG_BASELINE = "1.2.840.10008.1.2.4.50";

    private final String syntax;
    private final boolean explicit;
    private final ByteOrder order;
    private final Map<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);

    private DicomBytes(String syntax) {
        this.syntax = syntax;
        this.explicit = !syntax.equals(IMPLICIT);
        this.order = syntax.equals(BIG) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** An empty data set or item. */
    static DicomBytes empty(String syntax) {
        return new DicomBytes(syntax);
    }

    /** A CT slice of unsigned 16-bit pixels, still without pixel data. */
    static DicomBytes ct(String syntax, int columns, int rows) {
        return new DicomBytes(syntax).text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2").text(0x00080060, "CS", "CT")
                .us(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").us(0x00280010, rows).us(0x00280011, columns)
                .us(0x00280100, 16).us(0x00280101, 16).us(0x00280102, 15).us(0x00280103, 0);
    }

    String syntax() {
        return syntax;
    }

    DicomBytes text(int tag, String vr, String value) {
        String padded = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
        return put(tag, vr, padded.getBytes(StandardCharsets.ISO_8859_1));
    }

    DicomBytes us(int tag, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(order);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return put(tag, "US", bytes.array());
    }

    /** A sequence; each item and the sequence itself of defined or undefined length. */
    DicomBytes sequence(int tag, boolean undefined, List<DicomBytes> items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (DicomBytes item : items) {
            byte[] content = item.dataSet();
            out.writeBytes(head(0xFFFEE000, undefined ? -1 : content.length));
            out.writeBytes(content);
            if (undefined) {
                out.writeBytes(head(0xFFFEE00D, 0));
            }
        }
        if (undefined) {
            out.writeBytes(head(0xFFFEE0DD, 0));
        }
        return raw(tag, "SQ", undefined ? -1 : out.size(), out.toByteArray());
    }

    DicomBytes put(int tag, String vr, byte[] value) {
        return raw(tag, vr, value.length, value);
    }

    /** An element whose length field says what it likes. */
    DicomBytes raw(int tag, String vr, int length, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer head = ByteBuffer.allocate(12).order(order)
                .putShort((short) (tag >>> 16)).putShort((short) tag);
        if (!explicit) {
            head.putInt(length);
        } else if (List.of("OB", "OW", "SQ", "UN", "UT").contains(vr)) {
            head.put(vr.getBytes(StandardCharsets.US_ASCII)).putShort((short) 0).putInt(length);
        } else {
            head.put(vr.getBytes(StandardCharsets.US_ASCII)).putShort((short) length);
        }
        out.write(head.array(), 0, head.position());
        out.writeBytes(value);
        elements.put(tag, out.toByteArray());
        return this;
    }

    /** Native 16-bit pixels. */
    DicomBytes words(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(order);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return put(0x7FE00010, "OW", bytes.array());
    }

    /** Native 8-bit pixels. */
    DicomBytes bytes(int... values) {
        byte[] bytes = new byte[values.length + values.length % 2];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return put(0x7FE00010, "OB", bytes);
    }

    /** Pixels in fragments, behind an offset table (which may be empty). */
    DicomBytes fragments(byte[] offsets, List<byte[]> fragments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head(0xFFFEE000, offsets.length));
        out.writeBytes(offsets);
        for (byte[] fragment : fragments) {
            int padding = fragment.length % 2;
            out.writeBytes(head(0xFFFEE000, fragment.length + padding));
            out.writeBytes(fragment);
            out.writeBytes(new byte[padding]);
        }
        out.writeBytes(head(0xFFFEE0DD, 0));
        return raw(0x7FE00010, "OB", -1, out.toByteArray());
    }

    private byte[] head(int tag, int length) {
        return ByteBuffer.allocate(8).order(order).putShort((short) (tag >>> 16)).putShort((short) tag).putInt(length)
                .array();
    }

    /** The elements alone, in their order. */
    byte[] dataSet() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        elements.values().forEach(out::writeBytes);
        return out.toByteArray();
    }

    byte[] file() {
        return file(UnaryOperator.identity());
    }

    /** A whole file, its data set changed by the way. */
    byte[] file(UnaryOperator<byte[]> change) {
        DicomBytes meta = new DicomBytes(EXPLICIT).text(0x00020010, "UI", syntax);
        if (elements.containsKey(0x00020002)) {
            meta.elements.put(0x00020002, elements.remove(0x00020002));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[128]);
        out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(meta.dataSet());
        out.writeBytes(change.apply(dataSet()));
        return out.toByteArray();
    }

    /** Packs planes of bytes as an RLE frame (PS3.5 annex G): runs where bytes repeat, literals elsewhere. */
    static byte[] rle(List<byte[]> planes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(planes.size());
        for (byte[] plane : planes) {
            header.putInt(64 + body.size());
            for (int i = 0; i < plane.length; ) {
                int run = 1;
                while (run < 128 && i + run < plane.length && plane[i + run] == plane[i]) {
                    run++;
                }
                body.write(run == 1 ? 0 : 1 - run);
                body.write(plane[i]);
                i += run;
            }
            if (body.size() % 2 == 1) {
                body.write(0);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.array());
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }
}
