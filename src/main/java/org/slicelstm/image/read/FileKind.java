package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.leftOut;
import static org.slicelstm.cohort.NotASliceException.refused;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slicelstm.cohort.NotASliceException;

/** The kinds of picture files that are read, told by their first bytes. */
enum FileKind {
    DICOM, DICOM_WITHOUT_PREAMBLE, JPEG, PNG, TIFF;

    /** How many bytes {@link #of} wants to see. */
    static final int HEAD = 4096;

    /** The first bytes of pictures that are known but not read, and their names. */
    private static final List<String[]> UNREAD = List.of(
            new String[] {"GIF8", "a GIF"},
            new String[] {"\0\0\0\u000CjP  ", "a JPEG 2000"},
            new String[] {"\u00FFO\u00FFQ", "a JPEG 2000"},
            new String[] {"\u00FF\n", "a JPEG XL"},
            new String[] {"NRRD000", "an NRRD"});

    /** The first bytes of other files that lie beside pictures, and their names. */
    private static final List<String[]> OTHERS = List.of(
            new String[] {"\0\0\0\u0001Bud1", "a .DS_Store file of macOS"},
            new String[] {"\0\u0005\u0016\u0007", "a resource fork of macOS"},
            new String[] {"PK\u0003\u0004", "a ZIP archive"},
            new String[] {"PK\u0005\u0006", "an empty ZIP archive"},
            new String[] {"\u001F\u008B", "a gzip archive"},
            new String[] {"Rar!", "a RAR archive"},
            new String[] {"7z\u00BC\u00AF", "a 7-Zip archive"},
            new String[] {"%PDF", "a PDF document"},
            new String[] {"MZ", "a Windows program"},
            new String[] {"\u007FELF", "a program"},
            new String[] {"SQLite format 3", "a database"},
            new String[] {"\u00D0\u00CF\u0011\u00E0", "an Office document or Thumbs.db"});

    /**
     * Recognises a file.
     *
     * @param head its first bytes, at most {@link #HEAD}
     * @throws NotASliceException if it is no picture that is read here; the reason says what it is
     */
    static FileKind of(byte[] head) throws NotASliceException {
        if (head.length == 0) {
            throw leftOut("empty file");
        }
        String start = new String(head, 0, Math.min(head.length, 132), StandardCharsets.ISO_8859_1);
        if (start.startsWith("DICM", 128)) {
            return DICOM;
        }
        if (start.startsWith("\u00FF\u00D8\u00FF")) {
            return JPEG;
        }
        if (start.startsWith("\u0089PNG\r\n\u001A\n")) {
            return PNG;
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*") || start.startsWith("II+\0\b\0\0\0")
                || start.startsWith("MM\0+\0\b\0\0")) {
            return TIFF;
        }
        if (looksLikeDataSet(head)) {
            return DICOM_WITHOUT_PREAMBLE;
        }
        throw notRead(head, start);
    }

    /** Whether a DICOM data set begins right here: a first element of group 2 or 8 whose length makes sense. */
    private static boolean looksLikeDataSet(byte[] head) {
        if (head.length < 16) {
            return false;
        }
        boolean little = (head[0] == 2 || head[0] == 8) && head[1] == 0;
        boolean big = head[0] == 0 && (head[1] == 2 || head[1] == 8);
        if (!little && !big) {
            return false;
        }
        boolean explicit = head[4] >= 'A' && head[4] <= 'Z' && head[5] >= 'A' && head[5] <= 'Z';
        int implicitLength = head[4] & 0xFF | (head[5] & 0xFF) << 8;
        return explicit || little && head[6] == 0 && head[7] == 0 && implicitLength <= 1024 && implicitLength % 2 == 0;
    }

    private static NotASliceException notRead(byte[] head, String start) {
        for (String[] each : UNREAD) {
            if (start.startsWith(each[0])) {
                return refused(each[1] + " picture, which is not read here; save it as PNG, TIFF or DICOM");
            }
        }
        if (start.startsWith("BM") && start.startsWith("\0\0\0\0", 6)) {
            return refused("a BMP picture, which is not read here; save it as PNG, TIFF or DICOM");
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return refused("a WebP picture, which is not read here; save it as PNG, TIFF or DICOM");
        }
        if (start.startsWith("ftyphei", 4) || start.startsWith("ftypavi", 4) || start.startsWith("ftypmif", 4)) {
            return refused("a HEIF picture, which is not read here; save it as PNG, TIFF or DICOM");
        }
        if (head.length >= 348 && (startsAt(head, 344, "n+1\0") || startsAt(head, 344, "ni1\0"))) {
            return refused("a NIfTI volume, which is not read here; give the DICOM slices it was made from");
        }
        for (String[] each : OTHERS) {
            if (start.startsWith(each[0])) {
                return leftOut(each[1] + ", not a picture");
            }
        }
        return leftOut(isText(head) ? "a text file, not a picture"
                : "not a picture known here: neither DICOM, JPEG, PNG nor TIFF");
    }

    private static boolean startsAt(byte[] head, int at, String text) {
        return new String(head, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
    }

    private static boolean isText(byte[] head) {
        if (head.length >= 2 && (head[0] == (byte) 0xFF && head[1] == (byte) 0xFE
                || head[0] == (byte) 0xFE && head[1] == (byte) 0xFF)) {
            return true;
        }
        for (byte each : head) {
            boolean control = each >= 0 && each < ' ' && each != '\t' && each != '\n' && each != '\r' && each != '\f'
                    && each != 0x1B || each == 0x7F;
            if (control) {
                return false;
            }
        }
        return true;
    }
}
