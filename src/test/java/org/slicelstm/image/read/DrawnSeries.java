package org.slicelstm.image.read;

import static org.slicelstm.image.encode.DrawnHead.COLUMNS;
import static org.slicelstm.image.encode.DrawnHead.ROWS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slicelstm.image.encode.DrawnHead;

/** A CT series of drawn slices, a file each, whose headers say how HU are stored. */
public final class DrawnSeries {
    public static final int SLICES = 4;
    private static final String UID = "1.2.826.0.1.3680043.2.1143.7.";

    private DrawnSeries() {
    }

    /**
     * How the values of a slice are stored.
     *
     * @param signed      whether as signed 16 bits
     * @param slope       rescale slope, which divides all differences
     * @param intercept   rescale intercept
     * @param padding     the stored value of the upper left corner, outside the picture; null for none
     * @param photometric MONOCHROME1 or MONOCHROME2
     */
    public record Stored(boolean signed, int slope, int intercept, Integer padding, String photometric) {
        public Stored(boolean signed, int intercept) {
            this(signed, 1, intercept, null, "MONOCHROME2");
        }
    }

    /** Writes the series, its slices stored in turn as they are given, and gives the first file. */
    public static Path write(Path folder, Stored... stored) throws IOException {
        Files.createDirectories(folder);
        for (int slice = 0; slice < SLICES; slice++) {
            Files.write(folder.resolve((slice + 1) + ".dcm"), file(slice, stored[slice % stored.length]));
        }
        return folder.resolve("1.dcm");
    }

    private static byte[] file(int slice, Stored how) {
        int[] values = DrawnHead.hu(slice);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.floorDiv(values[i] - how.intercept(), how.slope());
            boolean corner = i / COLUMNS < 8 && i % COLUMNS < 8;
            values[i] = corner && how.padding() != null ? how.padding() : values[i];
        }
        DicomBytes file = DicomBytes.ct(DicomBytes.EXPLICIT, COLUMNS, ROWS)
                .text(0x00080018, "UI", UID + "9." + slice).text(0x0020000D, "UI", UID + 1)
                .text(0x0020000E, "UI", UID + 2).text(0x00200052, "UI", UID + 3)
                .text(0x00200013, "IS", "" + (slice + 1)).text(0x00200032, "DS", "-110\\-120\\" + 5 * slice)
                .text(0x00200037, "DS", "1\\0\\0\\0\\1\\0").text(0x00280030, "DS", "0.5\\0.5")
                .text(0x00180050, "DS", "5").text(0x00280004, "CS", how.photometric())
                .us(0x00280103, how.signed() ? 1 : 0).text(0x00281052, "DS", "" + how.intercept())
                .text(0x00281053, "DS", "" + how.slope()).text(0x00281054, "LO", "HU").words(values);
        return (how.padding() == null ? file : file.us(0x00280120, how.padding() & 0xFFFF)).file();
    }
}
