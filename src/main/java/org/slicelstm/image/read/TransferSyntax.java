package org.slicelstm.image.read;

import java.util.Map;
import org.slicelstm.cohort.HeaderValue;

/** How a DICOM data set and its pixels are written (PS3.5, PS3.6 table A-1). */
enum TransferSyntax {
    IMPLICIT_LITTLE("1.2.840.10008.1.2"),
    EXPLICIT_LITTLE("1.2.840.10008.1.2.1"),
    DEFLATED("1.2.840.10008.1.2.1.99"),
    EXPLICIT_BIG("1.2.840.10008.1.2.2"),
    RLE("1.2.840.10008.1.2.5"),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50"),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51"),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57"),
    JPEG_LOSSLESS_SV1("1.2.840.10008.1.2.4.70"),
    JPEG_LS_LOSSLESS("1.2.840.10008.1.2.4.80"),
    JPEG_LS_NEAR("1.2.840.10008.1.2.4.81"),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90"),
    JPEG_2000("1.2.840.10008.1.2.4.91");

    /** Encodings that nothing here decodes, for messages that name them. */
    private static final Map<String, String> UNREAD = Map.ofEntries(
            Map.entry("1.2.840.10008.1.2.1.98", "Encapsulated Uncompressed Explicit VR Little Endian"),
            Map.entry("1.2.840.10008.1.2.4.92", "JPEG 2000 Multi-component Lossless"),
            Map.entry("1.2.840.10008.1.2.4.93", "JPEG 2000 Multi-component"),
            Map.entry("1.2.840.10008.1.2.4.100", "MPEG2 Main Profile"),
            Map.entry("1.2.840.10008.1.2.4.101", "MPEG2 High Profile"),
            Map.entry("1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264"),
            Map.entry("1.2.840.10008.1.2.4.110", "JPEG XL Lossless"),
            Map.entry("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression"),
            Map.entry("1.2.840.10008.1.2.4.112", "JPEG XL"),
            Map.entry("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Lossless"),
            Map.entry("1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 Lossless RPCL"),
            Map.entry("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000"));

    /** How to convert what GDCM reads. */
    static final String GDCMCONV = "with gdcmconv --raw in.dcm out.dcm";
    /** How to convert what GDCM does not read. */
    static final String PYDICOM = "in Python, after pip install pydicom pylibjpeg-openjpeg: "
            + "d = pydicom.dcmread('in.dcm'); d.decompress(); d.save_as('out.dcm')";

    private final String uid;

    TransferSyntax(String uid) {
        this.uid = uid;
    }

    /** The transfer syntax of a UID, or null where nothing here reads its pixels. */
    static TransferSyntax of(String uid) {
        for (TransferSyntax each : values()) {
            if (each.uid.equals(uid)) {
                return each;
            }
        }
        return null;
    }

    /** Why a picture in the transfer syntax of this UID is refused, and what to do. */
    static String unread(String uid) {
        return "encoded as " + UNREAD.getOrDefault(uid, "an unknown transfer syntax") + " ("
                + HeaderValue.uid(uid, "not named by a UID") + "), which is not read here; convert it, for example "
                + (uid.startsWith("1.2.840.10008.1.2.4.20") ? PYDICOM : GDCMCONV);
    }

    /** Whether the pixels lie in the file as they are, neither compressed nor in fragments. */
    boolean isNative() {
        return this == IMPLICIT_LITTLE || this == EXPLICIT_LITTLE || this == DEFLATED || this == EXPLICIT_BIG;
    }
}
