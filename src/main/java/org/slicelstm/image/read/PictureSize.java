package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.util.Locale;
import org.slicelstm.cohort.NotASliceException;

/** What sizes of a picture are believed, judged by its header before any memory is taken. */
final class PictureSize {
    private static final long MOST_PIXELS = 36_000_000;

    private PictureSize() {
    }

    /** Refuses a picture without pixels and one too large to be a CT slice. */
    static void check(long columns, long rows) throws NotASliceException {
        if (columns <= 0 || rows <= 0) {
            throw refused(String.format(Locale.ROOT, "damaged header: %,d × %,d pixels", columns, rows));
        }
        if (columns > MOST_PIXELS || rows > MOST_PIXELS || columns * rows > MOST_PIXELS) {
            throw refused(String.format(Locale.ROOT, "%,d × %,d pixels is not a CT slice (at most 36 megapixels)",
                    columns, rows));
        }
    }

    /** Refuses a decoded picture that is not as large as its header says. */
    static void agree(long columns, long rows, long decodedColumns, long decodedRows) throws NotASliceException {
        if (columns != decodedColumns || rows != decodedRows) {
            throw refused(String.format(Locale.ROOT,
                    "damaged: the header says %,d × %,d pixels, the picture inside has %,d × %,d", columns, rows,
                    decodedColumns, decodedRows));
        }
    }
}
