package org.slicelstm.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Pictures of 24 × 24 pixels with a marker wherever their formats hold text. */
final class MarkedPictures {
    static final int SIZE = 24;
    /** What is planted: control characters around a word, in lower case so that it is no code string. */
    static final String WORD = "zq7planted";
    static final String MARKER = "\u001b[31m" + WORD + "\r\n\u0007";
    /** A UID that is a patient's own. */
    static final String UID_WORD = "77001337";
    private static final String UID = "1.2.826.0.1." + UID_WORD;

    /** Elements that the software reads, which a marker spoils: a slice may be refused for it, not by quoting it. */
    static final Map<Integer, String> SPOILED = Map.ofEntries(Map.entry(0x00020002, "UI"), Map.entry(0x00020010, "UI"),
            Map.entry(0x00080008, "CS"), Map.entry(0x00080016, "UI"), Map.entry(0x00080060, "CS"),
            Map.entry(0x00180015, "CS"), Map.entry(0x00180050, "DS"), Map.entry(0x00200011, "IS"),
            Map.entry(0x00200013, "IS"), Map.entry(0x00200032, "DS"), Map.entry(0x00200037, "DS"),
            Map.entry(0x00280004, "CS"), Map.entry(0x00280008, "IS"), Map.entry(0x00280030, "DS"),
            Map.entry(0x00281050, "DS"), Map.entry(0x00281051, "DS"), Map.entry(0x00281052, "DS"),
            Map.entry(0x00281053, "DS"), Map.entry(0x00281054, "LO"), Map.entry(0x00281056, "CS"));

    /** Text elements of many kinds beside those, two of a private group. */
    private static final String[][] TEXTS = {{"00080005", "CS"}, {"00080012", "DA"}, {"00080013", "TM"},
        {"00080020", "DA"}, {"00080050", "SH"}, {"00080070", "LO"}, {"00080080", "LO"}, {"00080081", "ST"},
        {"00080090", "PN"}, {"00081010", "SH"}, {"00081030", "LO"}, {"0008103E", "LO"}, {"00081048", "PN"},
        {"00081050", "PN"}, {"00081090", "LO"}, {"00084000", "LT"}, {"00090010", "LO"}, {"00091001", "UT"},
        {"00100010", "PN"}, {"00100020", "LO"}, {"00100030", "DA"}, {"00100040", "CS"}, {"00101000", "LO"},
        {"00101010", "AS"}, {"00101040", "LO"}, {"00102180", "SH"}, {"00104000", "LT"}, {"00180010", "LO"},
        {"00181000", "LO"}, {"00181020", "LO"}, {"00181030", "LO"}, {"00181210", "SH"}, {"00200010", "SH"},
        {"00204000", "LT"}, {"00321060", "LO"}, {"00400244", "DA"}, {"00400254", "LO"}, {"00400280", "ST"},
        {"00402017", "LO"}, {"0040A160", "UT"}};

    private MarkedPictures() {
    }

    /**
     * A CT slice.
     *
     * @param number  sets its pixels and its place
     * @param spoiled an element of {@link #SPOILED} that holds the marker, or 0
     */
    static byte[] dicom(int number, int spoiled) {
        Map<Integer, byte[]> data = new TreeMap<>(Integer::compareUnsigned);
        for (String[] each : TEXTS) {
            put(data, Integer.parseUnsignedInt(each[0], 16), each[1], MARKER);
        }
        put(data, 0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2");
        put(data, 0x00080018, "UI", UID + "." + number);
        put(data, 0x00080060, "CS", "CT");
        put(data, 0x0020000D, "UI", UID + ".1");
        put(data, 0x0020000E, "UI", UID + ".2");
        put(data, 0x00200052, "UI", UID + ".3");
        put(data, 0x00200013, "IS", Integer.toString(number));
        put(data, 0x00200032, "DS", "0\\0\\" + 5 * number);
        put(data, 0x00200037, "DS", "1\\0\\0\\0\\1\\0");
        put(data, 0x00280004, "CS", "MONOCHROME2");
        put(data, 0x00281052, "DS", "-1024");
        put(data, 0x00281053, "DS", "1");
        int[][] numbers = {{0x00280002, 1}, {0x00280010, SIZE}, {0x00280011, SIZE}, {0x00280100, 16}, {0x00280101, 16},
            {0x00280102, 15}, {0x00280103, 0}};
        for (int[] each : numbers) {
            data.put(each[0], element(each[0], "US", new byte[] {(byte) each[1], 0}));
        }
        byte[] item = element(0x00080100, "SH", MARKER.getBytes(StandardCharsets.ISO_8859_1));
        ByteBuffer items = little(8 + item.length).putShort((short) 0xFFFE).putShort((short) 0xE000).putInt(item.length)
                .put(item);
        data.put(0x00081140, element(0x00081140, "SQ", items.array()));
        ByteBuffer pixels = little(2 * SIZE * SIZE);
        for (int i = 0; i < SIZE * SIZE; i++) {
            pixels.putShort((short) (1024 + (i * (7 + number) + number) % 80));
        }
        data.put(0x7FE00010, element(0x7FE00010, "OW", pixels.array()));
        Map<Integer, byte[]> meta = new TreeMap<>();
        put(meta, 0x00020003, "UI", UID + "." + number);
        put(meta, 0x00020010, "UI", "1.2.840.10008.1.2.1");
        put(meta, 0x00020013, "SH", MARKER);
        put(meta, 0x00020016, "AE", MARKER);
        if (spoiled != 0) {
            put(spoiled >>> 16 == 2 ? meta : data, spoiled, SPOILED.get(spoiled), MARKER);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Arrays.copyOf(MARKER.getBytes(StandardCharsets.ISO_8859_1), 128));
        out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        meta.values().forEach(out::writeBytes);
        data.values().forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static void put(Map<Integer, byte[]> into, int tag, String vr, String text) {
        String even = text.length() % 2 == 0 ? text : text + (vr.equals("UI") ? "\0" : " ");
        into.put(tag, element(tag, vr, even.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static byte[] element(int tag, String vr, byte[] value) {
        boolean wide = List.of("OW", "SQ", "UT").contains(vr);
        int even = value.length + value.length % 2;
        ByteBuffer to = little((wide ? 12 : 8) + even).putShort((short) (tag >>> 16)).putShort((short) tag)
                .put(vr.getBytes(StandardCharsets.US_ASCII));
        return (wide ? to.putShort((short) 0).putInt(even) : to.putShort((short) even)).put(value).array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A grey TIFF picture, or EXIF alone where there are no pixels. */
    static byte[] tiff(byte[] pixels) {
        byte[] text = (MARKER + "\0").getBytes(StandardCharsets.US_ASCII);
        List<int[]> entries = new ArrayList<>();
        if (pixels.length > 0) {
            entries.addAll(List.of(new int[] {256, 4, 1, SIZE}, new int[] {257, 4, 1, SIZE}, new int[] {258, 3, 1, 8},
                    new int[] {259, 3, 1, 1}, new int[] {262, 3, 1, 1}));
        }
        for (int tag : new int[] {269, 270, 271, 272, 305, 306, 315, 33432}) {
            entries.add(new int[] {tag, 2, text.length, -1});
        }
        if (pixels.length > 0) {
            entries.addAll(List.of(new int[] {273, 4, 1, -2}, new int[] {277, 3, 1, 1}, new int[] {278, 4, 1, SIZE},
                    new int[] {279, 4, 1, pixels.length}));
        }
        entries.sort((a, b) -> a[0] - b[0]);
        int data = 8 + 2 + 12 * entries.size() + 4;
        ByteBuffer to = little(data + text.length + pixels.length).put(new byte[] {'I', 'I', 42, 0}).putInt(8)
                .putShort((short) entries.size());
        for (int[] each : entries) {
            to.putShort((short) each[0]).putShort((short) each[1]).putInt(each[2])
                    .putInt(each[3] == -1 ? data : each[3] == -2 ? data + text.length : each[3]);
        }
        return to.putInt(0).put(text).put(pixels).array();
    }

    /** A PNG file with chunks of text behind its header. */
    static byte[] png(byte[] picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(picture, 0, 33);
        out.writeBytes(chunk("tEXt", ("Comment\0" + MARKER).getBytes(StandardCharsets.ISO_8859_1)));
        out.writeBytes(chunk("iTXt", ("Title\0\0\0\0\0" + MARKER).getBytes(StandardCharsets.UTF_8)));
        Deflater deflater = new Deflater();
        deflater.setInput(MARKER.getBytes(StandardCharsets.ISO_8859_1));
        deflater.finish();
        byte[] packed = new byte[200];
        int length = deflater.deflate(packed);
        deflater.end();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes("Author\0\0".getBytes(StandardCharsets.ISO_8859_1));
        text.write(packed, 0, length);
        out.writeBytes(chunk("zTXt", text.toByteArray()));
        out.writeBytes(chunk("eXIf", tiff(new byte[0])));
        out.write(picture, 33, picture.length - 33);
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] named = ByteBuffer.allocate(4 + data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data)
                .array();
        CRC32 crc = new CRC32();
        crc.update(named);
        return ByteBuffer.allocate(8 + named.length).putInt(data.length).put(named).putInt((int) crc.getValue())
                .array();
    }

    /** A JPEG file with a comment, EXIF, XMP and a Photoshop block behind its start. */
    static byte[] jpeg(byte[] picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(picture, 0, 2);
        out.writeBytes(segment(0xFE, MARKER.getBytes(StandardCharsets.ISO_8859_1)));
        byte[] exif = tiff(new byte[0]);
        out.writeBytes(segment(0xE1, ByteBuffer.allocate(6 + exif.length)
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif).array()));
        out.writeBytes(segment(0xE1, ("http://ns.adobe.com/xap/1.0/\0<x>" + MARKER + "</x>")
                .getBytes(StandardCharsets.UTF_8)));
        out.writeBytes(segment(0xED, ("Photoshop 3.0\0" + MARKER).getBytes(StandardCharsets.ISO_8859_1)));
        out.write(picture, 2, picture.length - 2);
        return out.toByteArray();
    }

    private static byte[] segment(int marker, byte[] data) {
        return ByteBuffer.allocate(4 + data.length).put((byte) 0xFF).put((byte) marker)
                .putShort((short) (2 + data.length)).put(data).array();
    }
}
