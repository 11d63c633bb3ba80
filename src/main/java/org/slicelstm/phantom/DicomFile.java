package org.slicelstm.phantom;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A phantom's slice as a DICOM file: CT Image Storage (PS3.3 A.3), explicit little endian (PS3.5 A.2). */
final class DicomFile {
    private static final String CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2";
    private static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
    private static final int INTERCEPT = -1024;
    /** Stored value of what lies outside the scanned circle, in the signed variant. */
    private static final int PADDING = -2000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private DicomFile() {
    }

    /**
     * Encodes a slice.
     *
     * @param hu       HU, row by row, [size · size]
     * @param seed     with the patient's number the source of all identifiers
     * @param instance its number in the series, from 1
     */
    static byte[] of(float[] hu, Acquisition a, long seed, int patient, int slice, int instance) {
        String study = uid(seed, patient, 0);
        String image = uid(seed, patient, 1000 + slice);
        DicomFile meta = new DicomFile();
        meta.bytes(0x0002, 0x0001, "OB", new byte[] {0, 1});
        meta.text(0x0002, 0x0002, "UI", CT_IMAGE_STORAGE);
        meta.text(0x0002, 0x0003, "UI", image);
        meta.text(0x0002, 0x0010, "UI", EXPLICIT_LITTLE_ENDIAN);
        meta.text(0x0002, 0x0012, "UI", uid(0, 0, 1));
        DicomFile file = new DicomFile();
        file.out.writeBytes(new byte[128]);
        file.out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        byte[] length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(meta.out.size()).array();
        file.bytes(0x0002, 0x0000, "UL", length);
        file.out.writeBytes(meta.out.toByteArray());
        file.series(a, "PHANTOM-" + seed + "-" + (patient + 1), study, uid(seed, patient, 1), image);
        file.slice(a, slice, instance, uid(seed, patient, 2));
        file.pixels(hu, a);
        return file.out.toByteArray();
    }

    private void series(Acquisition a, String patientId, String study, String series, String image) {
        text(0x0008, 0x0008, "CS", "ORIGINAL\\PRIMARY\\AXIAL");
        text(0x0008, 0x0016, "UI", CT_IMAGE_STORAGE);
        text(0x0008, 0x0018, "UI", image);
        text(0x0008, 0x0020, "DA", "");
        text(0x0008, 0x0030, "TM", "");
        text(0x0008, 0x0050, "SH", "");
        text(0x0008, 0x0060, "CS", "CT");
        text(0x0008, 0x0070, "LO", "SliceLSTM phantom");
        text(0x0008, 0x0090, "PN", "");
        text(0x0008, 0x103E, "LO", "HEAD PHANTOM");
        text(0x0010, 0x0010, "PN", patientId);
        text(0x0010, 0x0020, "LO", patientId);
        text(0x0010, 0x0030, "DA", "");
        text(0x0010, 0x0040, "CS", "");
        text(0x0018, 0x0015, "CS", "HEAD");
        text(0x0018, 0x0050, "DS", number(a.thickness()));
        text(0x0018, 0x0060, "DS", "120");
        text(0x0018, 0x0088, "DS", number(a.spacing()));
        text(0x0018, 0x1100, "DS", number(a.field()));
        text(0x0018, 0x1120, "DS", number(a.tilt()));
        text(0x0018, 0x1210, "SH", a.kernel());
        text(0x0018, 0x5100, "CS", "HFS");
        text(0x0020, 0x000D, "UI", study);
        text(0x0020, 0x000E, "UI", series);
        text(0x0020, 0x0010, "SH", "1");
        text(0x0020, 0x0011, "IS", "2");
        text(0x0020, 0x0012, "IS", "1");
    }

    private void slice(Acquisition a, int slice, int instance, String frame) {
        double[] position = a.position(slice);
        double[] down = a.down();
        text(0x0020, 0x0013, "IS", Integer.toString(instance));
        text(0x0020, 0x0032, "DS", number(position[0]) + "\\" + number(position[1]) + "\\" + number(position[2]));
        text(0x0020, 0x0037, "DS", "1\\0\\0\\" + number(down[0]) + "\\" + number(down[1]) + "\\" + number(down[2]));
        text(0x0020, 0x0052, "UI", frame);
        text(0x0020, 0x1040, "LO", "");
        text(0x0020, 0x1041, "DS", number(a.start() + slice * a.spacing()));
    }

    private void pixels(float[] hu, Acquisition a) {
        int size = a.size();
        boolean signed = a.signed();
        unsigned(0x0028, 0x0002, 1);
        text(0x0028, 0x0004, "CS", "MONOCHROME2");
        unsigned(0x0028, 0x0010, size);
        unsigned(0x0028, 0x0011, size);
        text(0x0028, 0x0030, "DS", number(a.pixel()) + "\\" + number(a.pixel()));
        unsigned(0x0028, 0x0100, 16);
        unsigned(0x0028, 0x0101, signed ? 16 : 12);
        unsigned(0x0028, 0x0102, signed ? 15 : 11);
        unsigned(0x0028, 0x0103, signed ? 1 : 0);
        if (signed) {
            bytes(0x0028, 0x0120, "SS", new byte[] {(byte) PADDING, (byte) (PADDING >> 8)});
        }
        text(0x0028, 0x1050, "DS", "40\\600");
        text(0x0028, 0x1051, "DS", "80\\2800");
        text(0x0028, 0x1052, "DS", Integer.toString(INTERCEPT));
        text(0x0028, 0x1053, "DS", "1");
        text(0x0028, 0x1054, "LO", "HU");
        ByteBuffer stored = ByteBuffer.allocate(2 * hu.length).order(ByteOrder.LITTLE_ENDIAN);
        double middle = (size - 1) / 2.;
        for (int i = 0; i < hu.length; i++) {
            boolean outside = Math.hypot(i % size - middle, (double) (i / size) - middle) > size / 2.;
            int value = Math.max(0, Math.min(4095, Math.round(hu[i]) - INTERCEPT));
            stored.putShort((short) (signed && outside ? PADDING : value));
        }
        bytes(0x7FE0, 0x0010, "OW", stored.array());
    }

    private void unsigned(int group, int element, int value) {
        bytes(group, element, "US", new byte[] {(byte) value, (byte) (value >> 8)});
    }

    private void text(int group, int element, String vr, String value) {
        String even = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? '\0' : ' ');
        bytes(group, element, vr, even.getBytes(StandardCharsets.US_ASCII));
    }

    private void bytes(int group, int element, String vr, byte[] value) {
        boolean wide = vr.startsWith("O");
        ByteBuffer head = ByteBuffer.allocate(wide ? 12 : 8).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) group).putShort((short) element).put(vr.getBytes(StandardCharsets.US_ASCII));
        if (wide) {
            head.putShort((short) 0).putInt(value.length);
        } else {
            head.putShort((short) value.length);
        }
        out.writeBytes(head.array());
        out.writeBytes(value);
    }

    /** A decimal string of at most 16 characters. */
    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value == 0 ? 0 : value);
    }

    /** An identifier below 2.25 (PS3.5 B.2), the same for the same phantom. */
    private static String uid(long seed, int patient, int object) {
        Draw draw = Draw.of(seed, patient, Draw.Purpose.IDENTIFIERS, object);
        byte[] bits = new byte[15];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = (byte) draw.integer(0, 255);
        }
        return "2.25." + new BigInteger(1, bits);
    }
}
