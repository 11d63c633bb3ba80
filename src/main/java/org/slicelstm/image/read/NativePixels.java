package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Locale;
import org.slicelstm.cohort.NotASliceException;

/**
 * Uncompressed pixels as they lie in a DICOM file: its frames one after the other without a gap (PS3.5 section 8.1.1),
 * and behind the last one padding at most.
 */
final class NativePixels {
    private NativePixels() {
    }

    /** Whether all pixels that the header promises are there, without keeping them. */
    static void check(DicomFile dicom, PixelLayout layout) throws IOException, NotASliceException {
        checkLength(dicom, layout);
        long expected = expected(dicom, layout);
        long there = dicom.input().skipUpTo(expected);
        if (there < expected) {
            throw shortOf(there, expected);
        }
        checkPadding(dicom, expected);
    }

    /** The bytes of one frame, in the order of its pixels. */
    static byte[] frame(DicomFile dicom, PixelLayout layout, int frame) throws IOException, NotASliceException {
        checkLength(dicom, layout);
        int bytes = (int) layout.nativeFrameBytes();
        long start = (long) bytes * frame;
        if (!swapped(dicom, layout)) {
            dicom.input().skip(start);
            return dicom.input().bytes(bytes);
        }
        // A frame of an odd number of pixels begins, or ends, in the middle of a word.
        long first = start & ~1L;
        long end = Math.min(even(start + bytes), dicom.pixels().length());
        dicom.input().skip(first);
        byte[] words = dicom.input().bytes((int) (end - first));
        byte[] pixels = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            int at = (int) (start - first) + i;
            pixels[i] = words[(at ^ 1) < words.length ? at ^ 1 : at];
        }
        return pixels;
    }

    /** In a big-endian data set two 8-bit pixels make a word whose bytes are swapped (PS3.5 annex D). */
    private static boolean swapped(DicomFile dicom, PixelLayout layout) {
        return dicom.data().order() == ByteOrder.BIG_ENDIAN && layout.bitsAllocated() == 8 && dicom.pixels().words();
    }

    /** Bytes up to the last pixel; where words are swapped it may be the one before the last byte that is the last. */
    private static long expected(DicomFile dicom, PixelLayout layout) throws NotASliceException {
        long bytes = layout.nativeFrameBytes() * layout.frames();
        return swapped(dicom, layout) ? Math.min(even(bytes), dicom.pixels().length()) : bytes;
    }

    private static long even(long bytes) {
        return bytes + (bytes & 1);
    }

    /**
     * Padding is shorter than any line of the picture: a header that names one row or column too few leaves that much,
     * and with a column too few every pixel after the first row would be in a wrong place.
     */
    private static void checkLength(DicomFile dicom, PixelLayout layout) throws NotASliceException {
        long expected = layout.nativeFrameBytes() * layout.frames();
        long length = dicom.pixels().length();
        if (length < expected) {
            throw shortOf(length, expected);
        }
        long line = layout.nativeFrameBytes() / Math.max(layout.rows(), layout.columns());
        if (length - expected > 1 && length - expected >= line) {
            throw refused(String.format(Locale.ROOT,
                    "damaged: %,d bytes of pixel data where the header describes %,d", length, expected));
        }
    }

    /** Several bytes are padding where they are all the same. */
    private static void checkPadding(DicomFile dicom, long expected) throws IOException, NotASliceException {
        DicomInput in = dicom.input();
        // What is cut off behind the pixels is missed by nobody.
        int padding = (int) Math.min(dicom.pixels().length() - expected, in.end() - in.position());
        byte[] rest = padding > 1 ? in.bytes(padding) : new byte[0];
        for (byte each : rest) {
            if (each != rest[0]) {
                throw refused(String.format(Locale.ROOT, "damaged: %,d bytes of pixel data where the header describes "
                        + "%,d, and what is left is no padding", dicom.pixels().length(), expected));
            }
        }
    }

    private static NotASliceException shortOf(long there, long expected) {
        return refused(String.format(Locale.ROOT, "truncated: %,d of %,d bytes of pixel data", there, expected));
    }
}
